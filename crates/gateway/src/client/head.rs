//! The head of a request, judged from its bytes alone (RFC 9112 §2–§6). What two readers could
//! read differently is refused here, before anything acts on it.

use std::mem::MaybeUninit;
use std::ops::Range;

use httparse::Status;

use super::refusal::Refusal;

/// The parser's table; the setting is below it.
const MOST_FIELDS: usize = 96;

/// How large a head may be.
#[derive(Debug, Clone, Copy)]
pub(super) struct HeadLimits {
    /// Bytes of the request line.
    pub(super) line: usize,
    /// Bytes of the whole head.
    pub(super) bytes: usize,
}

/// A whole head that says one thing only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head {
    /// Its bytes, with the empty line at its end.
    pub(super) size: usize,
    /// What follows it.
    pub(super) follows: Follows,
    /// The line that asks for a word before the body is sent.
    pub(super) expect: Option<Range<usize>>,
}

/// What follows a head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Follows {
    /// So many bytes of a body.
    Length(u64),
    /// A chunked body.
    Chunked,
    /// Bytes that are no HTTP, once the answer agrees to it.
    Tunnel,
}

impl Head {
    /// Judges the head at the beginning of `bytes`; nothing while it is not whole.
    pub(super) fn judge(bytes: &[u8], limits: HeadLimits) -> Result<Option<Self>, Refusal> {
        let mut fields = [const { MaybeUninit::uninit() }; MOST_FIELDS];
        let mut request = httparse::Request::new(&mut []);
        let size = match request.parse_with_uninit_headers(bytes, &mut fields) {
            Ok(Status::Complete(size)) if size <= limits.bytes => size,
            Ok(Status::Partial) => return judge_beginning(bytes, limits).map(|()| None),
            Ok(Status::Complete(_)) => return Err(too_large(bytes, limits)),
            Err(httparse::Error::TooManyHeaders) => return Err(Refusal::TooLarge),
            Err(error) => return Err(Refusal::Malformed(word_for(error))),
        };
        ends_lines_properly(&bytes[..size])?;
        let is_http11 = request.version == Some(1);
        let mut claims = Claims::default();
        for field in request.headers.iter() {
            claims.add(field, bytes)?;
        }
        let is_connect = request.method == Some("CONNECT");
        Ok(Some(Self {
            size,
            follows: claims.follows(is_http11, is_connect)?,
            // HTTP/1.0 does not know it (RFC 9110 §10.1.1).
            expect: claims.expect.filter(|_| is_http11),
        }))
    }
}

/// A head that is still coming must not have grown too large, nor be malformed so far.
fn judge_beginning(bytes: &[u8], limits: HeadLimits) -> Result<(), Refusal> {
    if bytes.len() > limits.bytes {
        return Err(too_large(bytes, limits));
    }
    ends_lines_properly(bytes)
}

fn too_large(bytes: &[u8], limits: HeadLimits) -> Refusal {
    let line = bytes.iter().position(|byte| *byte == b'\n');
    if line.unwrap_or(bytes.len()) > limits.line {
        Refusal::UriTooLong
    } else {
        Refusal::TooLarge
    }
}

/// A line ends with CR and LF. RFC 9112 §2.2 lets a recipient take a lone LF for it; one that does
/// sees other lines than one that does not.
fn ends_lines_properly(bytes: &[u8]) -> Result<(), Refusal> {
    let mut before = 0;
    for byte in bytes {
        if *byte == b'\n' && before != b'\r' {
            return Err(Refusal::Malformed("A line does not end with CR and LF."));
        }
        before = *byte;
    }
    Ok(())
}

/// What the fields say about the body and the host.
#[derive(Default)]
struct Claims {
    hosts: usize,
    length: Option<u64>,
    is_chunked: bool,
    is_websocket: bool,
    expect: Option<Range<usize>>,
}

impl Claims {
    fn add(&mut self, field: &httparse::Header<'_>, head: &[u8]) -> Result<(), Refusal> {
        let is = |name: &str| field.name.eq_ignore_ascii_case(name);
        match field.name.len() {
            4 if is("host") => self.hosts += 1,
            6 if is("expect") => self.add_expect(field, head)?,
            7 if is("upgrade") => {
                let is_websocket = field.value.trim_ascii().eq_ignore_ascii_case(b"websocket");
                self.is_websocket |= is_websocket;
            }
            14 if is("content-length") => self.add_length(field.value)?,
            17 if is("transfer-encoding") => {
                let is_plain = field.value.trim_ascii().eq_ignore_ascii_case(b"chunked");
                if !is_plain || std::mem::replace(&mut self.is_chunked, true) {
                    return Err(Refusal::Malformed(
                        "Its only transfer coding can be one \"chunked\".",
                    ));
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Twice the same is refused too: no client does it (RFC 9112 §6.3, rule 5).
    fn add_length(&mut self, value: &[u8]) -> Result<(), Refusal> {
        let before = self.length.replace(read_length(value)?);
        before.map_or(Ok(()), |_| Err(Refusal::Malformed("It has two lengths.")))
    }

    fn add_expect(&mut self, field: &httparse::Header<'_>, head: &[u8]) -> Result<(), Refusal> {
        let value = field.value.trim_ascii();
        if !value.eq_ignore_ascii_case(b"100-continue") || self.expect.is_some() {
            return Err(Refusal::Expectation);
        }
        // The parser hands out slices of the head, so the distance is the place.
        let start = field.name.as_ptr() as usize - head.as_ptr() as usize;
        let line = head[start..].iter().position(|byte| *byte == b'\n');
        self.expect = line.map(|length| start..start + length + 1);
        Ok(())
    }

    fn follows(&self, is_http11: bool, is_connect: bool) -> Result<Follows, Refusal> {
        // RFC 9112 §3.2: exactly one, in HTTP/1.1.
        if self.hosts > 1 || (is_http11 && self.hosts == 0) {
            return Err(Refusal::Malformed("It must name its host once."));
        }
        match (self.is_chunked, self.length) {
            // How requests are smuggled (RFC 9112 §6.1, §11.2).
            (true, Some(_)) => Err(Refusal::Malformed("It has a length and chunks.")),
            (true, None) if !is_http11 => Err(Refusal::Malformed("HTTP/1.0 has no chunks.")),
            (true, None) => Ok(Follows::Chunked),
            (false, Some(length)) if length > 0 => Ok(Follows::Length(length)),
            (false, _) if self.is_websocket || is_connect => Ok(Follows::Tunnel),
            (false, _) => Ok(Follows::Length(0)),
        }
    }
}

/// Digits and nothing else (RFC 9110 §8.6).
fn read_length(value: &[u8]) -> Result<u64, Refusal> {
    let text = value.trim_ascii();
    std::str::from_utf8(text)
        .ok()
        .filter(|text| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()))
        .and_then(|text| text.parse().ok())
        .ok_or(Refusal::Malformed("Its length is no number."))
}

fn word_for(error: httparse::Error) -> &'static str {
    match error {
        httparse::Error::HeaderName => "A field has no proper name.",
        httparse::Error::HeaderValue => "A field has no proper value.",
        httparse::Error::Version => "Its version is not HTTP/1.1.",
        httparse::Error::NewLine => "A line does not end with CR and LF.",
        _ => "Its first line is not that of a request.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: HeadLimits = HeadLimits {
        line: 100,
        bytes: 400,
    };

    fn judge(text: &str) -> Result<Option<Head>, Refusal> {
        Head::judge(text.as_bytes(), LIMITS)
    }

    fn with(fields: &str) -> Result<Option<Head>, Refusal> {
        judge(&format!("POST / HTTP/1.1\r\nHost: a\r\n{fields}\r\n"))
    }

    #[test]
    fn what_follows_is_where_rfc_9112_says() {
        for (fields, follows) in [
            ("", Follows::Length(0)),
            ("Content-Length: 0\r\n", Follows::Length(0)),
            ("content-length:  42 \r\n", Follows::Length(42)),
            ("Transfer-Encoding: Chunked\r\n", Follows::Chunked),
            ("Upgrade: WebSocket\r\n", Follows::Tunnel),
            ("Upgrade: h2c\r\n", Follows::Length(0)),
            (
                "Upgrade: websocket\r\nContent-Length: 3\r\n",
                Follows::Length(3),
            ),
        ] {
            let head = with(fields).unwrap().unwrap();
            assert_eq!(head.follows, follows, "{fields:?}");
            assert_eq!(head.expect, None);
        }
        let head = judge("CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n");
        assert_eq!(head.unwrap().unwrap().follows, Follows::Tunnel);
    }

    #[test]
    fn a_head_that_is_not_whole_is_waited_for() {
        let whole = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";
        for end in 0..whole.len() {
            assert_eq!(judge(&whole[..end]), Ok(None), "{end}");
        }
        let head = judge(&format!("{whole}GET /b")).unwrap().unwrap();
        assert_eq!(head.size, whole.len());
    }

    #[test]
    fn the_line_that_expects_is_found() {
        let text = "PUT / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nA: 1\r\n\r\n";
        let line = judge(text).unwrap().unwrap().expect.unwrap();
        assert_eq!(&text[line], "Expect: 100-Continue\r\n");
        let old = judge("PUT / HTTP/1.0\r\nExpect: 100-continue\r\n\r\n");
        assert_eq!(old.unwrap().unwrap().expect, None);
        assert_eq!(with("Expect: tea\r\n"), Err(Refusal::Expectation));
    }

    #[test]
    fn what_could_be_read_in_two_ways_is_refused() {
        for fields in [
            "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
            "Content-Length: 4\r\nContent-Length: 4\r\n",
            "Content-Length: 4, 4\r\n",
            "Content-Length: +4\r\n",
            "Content-Length: -1\r\n",
            "Content-Length: 0x4\r\n",
            "Content-Length: \r\n",
            "Content-Length: 99999999999999999999\r\n",
            "Transfer-Encoding: gzip, chunked\r\n",
            "Transfer-Encoding: identity\r\n",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
            "Transfer-Encoding : chunked\r\n",
            "A: 1\n",
            "A: 1\r\n folded\r\n",
            "A: 1\rB: 2\r\n",
            "A: \0\r\n",
            "Host: b\r\n",
            "no colon\r\n",
        ] {
            let refusal = with(fields).unwrap_err();
            assert!(matches!(refusal, Refusal::Malformed(_)), "{fields:?}");
        }
        for text in [
            "GET / HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n",
            "GET / HTTP/1.1\nHost: a\n\n",
            "GET / HTTP/2.0\r\nHost: a\r\n\r\n",
            "GET /\r\nHost: a\r\n\r\n",
            "\x16\x03\x01\x02\x00",
        ] {
            let refusal = judge(text).unwrap_err();
            assert!(matches!(refusal, Refusal::Malformed(_)), "{text:?}");
        }
    }

    #[test]
    fn what_is_too_large_is_refused_whole_or_not() {
        let field = format!("A: {}\r\n", "a".repeat(LIMITS.bytes));
        assert_eq!(with(&field), Err(Refusal::TooLarge));
        let beginning = format!("GET / HTTP/1.1\r\n{field}");
        assert_eq!(judge(&beginning), Err(Refusal::TooLarge));
        let target = format!("GET /{}", "a".repeat(LIMITS.bytes));
        assert_eq!(judge(&target), Err(Refusal::UriTooLong));
        let many = "A: 1\r\n".repeat(MOST_FIELDS + 1);
        let limits = HeadLimits {
            bytes: 4096,
            ..LIMITS
        };
        let text = format!("GET / HTTP/1.1\r\nHost: a\r\n{many}\r\n");
        let refusal = Head::judge(text.as_bytes(), limits).unwrap_err();
        assert_eq!(refusal, Refusal::TooLarge);
    }
}
