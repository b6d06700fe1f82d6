//! The body of an answer: where it ends, and its parts.

use actix_web::web::{Bytes, BytesMut};
use bytes::Buf as _;
use httparse::Status;

use super::BadAnswer;

/// The line before a chunk, extensions included, is refused from this length on.
const MAX_CHUNK_LINE: usize = 4 * 1024;
/// Trailers are refused from this size on.
const MAX_TRAILERS: usize = 16 * 1024;
const MAX_TRAILER_FIELDS: usize = 32;

/// What is still to come of a body.
#[derive(Debug)]
pub(crate) enum Body {
    /// Nothing.
    None,
    /// So many bytes.
    Length(u64),
    /// Chunks (RFC 9112 §7.1).
    Chunked(Chunked),
    /// Whatever comes until the connection is closed (RFC 9112 §6.3, rule 8).
    UntilClose,
}

/// A part of a body.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Some of it; never empty.
    Data(Bytes),
    /// Its end, with the trailer section as it was written (RFC 9112 §7.1.2).
    End(Bytes),
}

/// How far the reading of chunks is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Chunked {
    /// Before the line that gives the next chunk's size.
    Size,
    /// In a chunk of which so much is missing.
    Data(u64),
    /// Before the end of a chunk's last line.
    DataEnd,
    /// After the last chunk.
    Trailers,
}

impl Body {
    pub(crate) fn chunked() -> Self {
        Self::Chunked(Chunked::Size)
    }

    /// The next part, if the buffer has one.
    pub(crate) fn take(&mut self, buffer: &mut BytesMut) -> Result<Option<Piece>, BadAnswer> {
        match self {
            Self::None | Self::Length(0) => Ok(Some(Piece::End(Bytes::new()))),
            Self::Length(rest) => Ok(take_up_to(rest, buffer)),
            Self::Chunked(chunked) => chunked.take(buffer),
            Self::UntilClose if buffer.is_empty() => Ok(None),
            Self::UntilClose => Ok(Some(Piece::Data(buffer.split().freeze()))),
        }
    }
}

fn take_up_to(rest: &mut u64, buffer: &mut BytesMut) -> Option<Piece> {
    let here = usize::try_from(*rest)
        .unwrap_or(usize::MAX)
        .min(buffer.len());
    *rest -= here as u64;
    (here > 0).then(|| Piece::Data(buffer.split_to(here).freeze()))
}

impl Chunked {
    fn take(&mut self, buffer: &mut BytesMut) -> Result<Option<Piece>, BadAnswer> {
        loop {
            match self {
                Self::Size => match httparse::parse_chunk_size(buffer) {
                    Ok(Status::Complete((line, size))) if line <= MAX_CHUNK_LINE => {
                        buffer.advance(line);
                        *self = if size == 0 {
                            Self::Trailers
                        } else {
                            Self::Data(size)
                        };
                    }
                    Ok(Status::Partial) if buffer.len() < MAX_CHUNK_LINE => return Ok(None),
                    _ => return Err(BadAnswer::Chunk),
                },
                Self::Data(0) => *self = Self::DataEnd,
                Self::Data(rest) => return Ok(take_up_to(rest, buffer)),
                Self::DataEnd if buffer.len() < 2 => return Ok(None),
                Self::DataEnd if buffer.starts_with(b"\r\n") => {
                    buffer.advance(2);
                    *self = Self::Size;
                }
                Self::DataEnd => return Err(BadAnswer::Chunk),
                Self::Trailers => return take_trailers(buffer),
            }
        }
    }
}

fn take_trailers(buffer: &mut BytesMut) -> Result<Option<Piece>, BadAnswer> {
    if buffer.starts_with(b"\r\n") {
        buffer.advance(2);
        return Ok(Some(Piece::End(Bytes::new())));
    }
    let mut fields = [httparse::EMPTY_HEADER; MAX_TRAILER_FIELDS];
    match httparse::parse_headers(buffer, &mut fields) {
        Ok(Status::Complete((size, _))) if size <= MAX_TRAILERS => {
            Ok(Some(Piece::End(buffer.split_to(size).freeze())))
        }
        Ok(Status::Partial) if buffer.len() < MAX_TRAILERS => Ok(None),
        _ => Err(BadAnswer::Chunk),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All parts of a chunked body that comes in pieces of `step` bytes.
    fn parts(text: &str, step: usize) -> Result<(String, Option<String>), BadAnswer> {
        let (mut body, mut buffer, mut data) = (Body::chunked(), BytesMut::new(), Vec::new());
        for piece in text.as_bytes().chunks(step) {
            buffer.extend_from_slice(piece);
            while let Some(part) = body.take(&mut buffer)? {
                match part {
                    Piece::Data(part) => data.extend_from_slice(&part),
                    Piece::End(trailers) => {
                        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
                        return Ok((text(&data), Some(text(&trailers))));
                    }
                }
            }
        }
        Ok((String::from_utf8(data).unwrap(), None))
    }

    #[test]
    fn chunks_are_read_however_they_come() {
        let text = "4\r\nWiki\r\n6;x=\"y\"\r\npedia \r\n0\r\nA: 1\r\nB: 2\r\n\r\n";
        for step in 1..=text.len() {
            let (data, trailers) = parts(text, step).unwrap();
            assert_eq!(data, "Wikipedia ");
            assert_eq!(trailers.as_deref(), Some("A: 1\r\nB: 2\r\n\r\n"));
        }
        assert_eq!(
            parts("0\r\n\r\n", 9),
            Ok((String::new(), Some(String::new())))
        );
        assert_eq!(parts("3\r\nab", 9), Ok(("ab".to_owned(), None)));
    }

    #[test]
    fn malformed_chunks_are_refused() {
        for text in [
            "x\r\n",
            "-1\r\n",
            "fffffffffffffffff\r\n",
            "2\r\nabc\r\n",
            "2\r\nab\n\n",
            "1\nx",
            "0\r\nno colon\r\n\r\n",
        ] {
            assert_eq!(parts(text, 99), Err(BadAnswer::Chunk), "{text:?}");
        }
        let long = format!("1;{}", "x".repeat(MAX_CHUNK_LINE));
        assert_eq!(parts(&long, 8192), Err(BadAnswer::Chunk));
    }

    #[test]
    fn a_length_ends_where_it_says() {
        let (mut body, mut buffer) = (Body::Length(3), BytesMut::from("abcdef"));
        let data = Piece::Data(Bytes::from_static(b"abc"));
        assert_eq!(body.take(&mut buffer), Ok(Some(data)));
        assert_eq!(body.take(&mut buffer), Ok(Some(Piece::End(Bytes::new()))));
        assert_eq!(&buffer[..], b"def");
    }
}
