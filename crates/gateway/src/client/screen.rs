//! Where in a client's bytes requests begin and end, so that each head is judged before it is let
//! through to the parser behind; pure.
//!
//! It follows bodies only to find the next head. What is wrong within one is for its reader to
//! find, whose request it fails; from there on nothing is let through as a head any more.

use std::ops::Range;

use super::head::{Follows, Head, HeadLimits};
use super::refusal::Refusal;

/// The line before a chunk, extensions included, is not followed beyond this length.
const MAX_CHUNK_LINE: usize = 4 * 1024;
/// Nor a line of trailers.
const MAX_TRAILER: usize = 16 * 1024;

/// How far the bytes of a connection have been followed.
#[derive(Debug)]
pub(super) struct Screen {
    limits: HeadLimits,
    place: Place,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Before a head, or in it.
    Head,
    /// In a body of which so much is missing.
    Length(u64),
    /// In the line before a chunk.
    ChunkSize,
    /// In a chunk of which so much is missing.
    Chunk(u64),
    /// In the line after a chunk.
    ChunkEnd,
    /// Behind the last chunk.
    Trailers,
    /// Where nothing is a head any more.
    Beyond,
}

/// What may become of bytes.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// So many of them may pass.
    Pass(usize),
    /// A head may pass, which has so many bytes.
    PassHead(usize),
    /// A head may pass without these bytes, which ask for a word before the body is sent.
    Strip(Range<usize>),
    /// More are needed to tell.
    More,
    /// They are no request.
    Refuse(Refusal),
}

impl Screen {
    pub(super) fn new(limits: HeadLimits) -> Self {
        Self {
            limits,
            place: Place::Head,
        }
    }

    /// Whether the next byte belongs to a head.
    pub(super) fn is_at_head(&self) -> bool {
        self.place == Place::Head
    }

    /// How many bytes may pass whatever they are.
    pub(super) fn passes_unseen(&self) -> usize {
        match self.place {
            Place::Length(rest) | Place::Chunk(rest) => usize::try_from(rest).unwrap_or(usize::MAX),
            Place::Beyond => usize::MAX,
            Place::Head | Place::ChunkSize | Place::ChunkEnd | Place::Trailers => 0,
        }
    }

    /// So many of the bytes that may pass unseen have passed.
    pub(super) fn passed(&mut self, count: usize) {
        self.place = match self.place {
            Place::Length(rest) => Self::body(rest.saturating_sub(count as u64)),
            Place::Chunk(rest) if rest <= count as u64 => Place::ChunkEnd,
            Place::Chunk(rest) => Place::Chunk(rest - count as u64),
            place => place,
        };
    }

    /// Judges the bytes that come next, and goes on behind those that may pass.
    pub(super) fn judge(&mut self, bytes: &[u8]) -> Verdict {
        if bytes.is_empty() {
            return Verdict::More;
        }
        match self.place {
            Place::Head => self.judge_head(bytes),
            Place::ChunkSize => self.judge_line(bytes, MAX_CHUNK_LINE, Self::after_size),
            Place::ChunkEnd => self.judge_line(bytes, 2, |_| Some(Place::ChunkSize)),
            Place::Trailers => self.judge_line(bytes, MAX_TRAILER, |line| {
                Some(if line == b"\r\n" {
                    Place::Head
                } else {
                    Place::Trailers
                })
            }),
            Place::Length(_) | Place::Chunk(_) | Place::Beyond => {
                let count = self.passes_unseen().min(bytes.len());
                self.passed(count);
                Verdict::Pass(count)
            }
        }
    }

    fn judge_head(&mut self, bytes: &[u8]) -> Verdict {
        let head = match Head::judge(bytes, self.limits) {
            Ok(Some(head)) => head,
            Ok(None) => return Verdict::More,
            Err(refusal) => return Verdict::Refuse(refusal),
        };
        if let Some(line) = head.expect {
            return Verdict::Strip(line);
        }
        self.place = match head.follows {
            Follows::Length(length) => Self::body(length),
            Follows::Chunked => Place::ChunkSize,
            Follows::Tunnel => Place::Beyond,
        };
        Verdict::PassHead(head.size)
    }

    fn body(rest: u64) -> Place {
        match rest {
            0 => Place::Head,
            rest => Place::Length(rest),
        }
    }

    /// Judges a line of the chunked coding (RFC 9112 §7.1); `next` is the place behind it.
    fn judge_line(
        &mut self,
        bytes: &[u8],
        most: usize,
        next: impl FnOnce(&[u8]) -> Option<Place>,
    ) -> Verdict {
        let window = &bytes[..bytes.len().min(most)];
        let Some(end) = window.iter().position(|byte| *byte == b'\n') else {
            if window.len() < most {
                return Verdict::More;
            }
            self.place = Place::Beyond;
            return Verdict::Pass(bytes.len());
        };
        let line = &bytes[..=end];
        let is_proper = line.ends_with(b"\r\n");
        self.place = next(line).filter(|_| is_proper).unwrap_or(Place::Beyond);
        Verdict::Pass(line.len())
    }

    fn after_size(line: &[u8]) -> Option<Place> {
        match httparse::parse_chunk_size(line) {
            Ok(httparse::Status::Complete((_, 0))) => Some(Place::Trailers),
            Ok(httparse::Status::Complete((_, size))) => Some(Place::Chunk(size)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: HeadLimits = HeadLimits {
        line: 1024,
        bytes: 4096,
    };
    const GET: &str = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";

    /// What passes of bytes that come in pieces of `step`: heads, and how many bytes in all.
    fn follow(text: &str, step: usize) -> (usize, usize, Option<Refusal>) {
        let mut screen = Screen::new(LIMITS);
        let (mut held, mut heads, mut passed) = (Vec::new(), 0, 0);
        for piece in text.as_bytes().chunks(step) {
            held.extend_from_slice(piece);
            loop {
                match screen.judge(&held) {
                    Verdict::More => break,
                    Verdict::Pass(count) => {
                        held.drain(..count);
                        passed += count;
                    }
                    Verdict::PassHead(count) => {
                        held.drain(..count);
                        heads += 1;
                        passed += count;
                    }
                    Verdict::Strip(line) => drop(held.drain(line)),
                    Verdict::Refuse(refusal) => return (heads, passed, Some(refusal)),
                }
            }
        }
        (heads, passed, None)
    }

    #[test]
    fn requests_are_told_apart_however_their_bytes_come() {
        let sized = "PUT /b HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nGET / HTT";
        let chunked = "PUT /c HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\
                       5;x=y\r\nGET /\r\n3\r\nabc\r\n0\r\nA: 1\r\n\r\n";
        let text = format!("{GET}{sized}{chunked}{GET}");
        for step in 1..=text.len() {
            assert_eq!(follow(&text, step), (4, text.len(), None), "{step}");
        }
    }

    #[test]
    fn a_word_before_the_body_is_kept_from_the_reader_behind() {
        let text =
            "PUT / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\nx";
        let stripped = text.len() - "Expect: 100-continue\r\n".len();
        assert_eq!(follow(text, 7), (1, stripped, None));
    }

    #[test]
    fn nothing_behind_broken_chunks_or_a_handshake_is_a_head() {
        let chunked = "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
        for broken in [
            "x\r\n".to_owned(),
            "1\nx\n0\n\n".to_owned(),
            "3\r\nabcd\r\n".to_owned(),
            format!("1;{}", "x".repeat(MAX_CHUNK_LINE)),
        ] {
            let text = format!("{chunked}{broken}{GET}");
            assert_eq!(follow(&text, 9_999), (1, text.len(), None), "{broken:.9}");
        }
        let handshake = "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n\r\n";
        let text = format!("{handshake}{GET}");
        assert_eq!(follow(&text, 9_999), (1, text.len(), None));
    }

    #[test]
    fn a_second_head_that_is_none_is_refused_and_the_first_has_passed() {
        let (heads, passed, refusal) = follow(&format!("{GET}nonsense\r\n\r\n"), 5);
        assert_eq!((heads, passed), (1, GET.len()));
        assert!(matches!(refusal, Some(Refusal::Malformed(_))));
    }
}
