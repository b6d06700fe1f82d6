//! The head of an answer.

use std::mem::MaybeUninit;

use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::web::BytesMut;
use httparse::Status;

use super::{BadAnswer, Body};
use crate::headers::hop_by_hop::{self, Options};

/// More fields than any sane answer has.
const MAX_FIELDS: usize = 96;
/// A head larger than this is refused.
const MAX_HEAD: usize = 64 * 1024;

/// An answer's head: what passes to the client, and what is for this connection.
#[derive(Debug)]
pub(crate) struct Head {
    pub(crate) status: StatusCode,
    /// The fields that pass. `Content-Length` is in `length`.
    pub(crate) fields: Fields,
    /// The announced length, whether or not a body of that length follows.
    pub(crate) length: Option<u64>,
    /// Where the body ends.
    pub(crate) body: Body,
    /// Whether the connection can carry another exchange.
    pub(crate) keeps_alive: bool,
    /// The protocol that the connection switches to.
    pub(crate) upgrade: Option<HeaderValue>,
}

/// Fields in the order in which they came. A table of them is made once, of what goes to the client.
pub(crate) type Fields = Vec<(HeaderName, HeaderValue)>;

impl Head {
    /// Takes the head of an answer to a `method` request off the buffer, once it is complete.
    pub(crate) fn take(buffer: &mut BytesMut, method: &Method) -> Result<Option<Self>, BadAnswer> {
        let mut fields = [const { MaybeUninit::uninit() }; MAX_FIELDS];
        let mut answer = httparse::Response::new(&mut []);
        let parser = httparse::ParserConfig::default();
        let parsed = parser.parse_response_with_uninit_headers(&mut answer, buffer, &mut fields);
        let size = match parsed {
            Ok(Status::Complete(size)) if size <= MAX_HEAD => size,
            Ok(Status::Partial) if buffer.len() < MAX_HEAD => return Ok(None),
            Ok(_) | Err(httparse::Error::TooManyHeaders) => return Err(BadAnswer::TooLarge),
            Err(_) => return Err(BadAnswer::Head),
        };
        let status = answer.code.map(StatusCode::from_u16);
        let Some(Ok(status)) = status else {
            return Err(BadAnswer::Head);
        };
        let is_http11 = answer.version == Some(1);
        let options = Options::of(
            answer
                .headers
                .iter()
                .filter(|field| field.name.eq_ignore_ascii_case("connection"))
                .map(|field| field.value),
        );
        let keeps_alive = is_http11 && !options.contains("close");
        let is_upgrade = options.contains("upgrade");

        let start = buffer.as_ptr() as usize;
        let named = |field: &httparse::Header<'_>| {
            let value = field.value.as_ptr() as usize - start;
            HeaderName::from_bytes(field.name.as_bytes())
                .map(|name| (name, value..value + field.value.len()))
        };
        let spans: Result<Vec<_>, _> = answer.headers.iter().map(named).collect();
        let spans = spans.map_err(|_invalid| BadAnswer::Head)?;

        let bytes = buffer.split_to(size).freeze();
        let mut framing = Framing::default();
        let mut upgrade = None;
        let mut fields = Fields::with_capacity(spans.len());
        for (name, span) in spans {
            let value = HeaderValue::from_maybe_shared(bytes.slice(span))
                .map_err(|_invalid| BadAnswer::Head)?;
            match name {
                // Without a body to tell the length itself, the field does.
                header::CONTENT_LENGTH if status == StatusCode::NOT_MODIFIED => {
                    fields.push((name, value));
                }
                header::CONTENT_LENGTH => framing.add_length(&value)?,
                header::TRANSFER_ENCODING => framing.add_coding(&value)?,
                header::UPGRADE if is_upgrade => upgrade = Some(value),
                name if hop_by_hop::passes(&name, &options) => fields.push((name, value)),
                _ => {}
            }
        }
        let body = framing.body(method, status, is_http11)?;
        Ok(Some(Self {
            status,
            fields,
            length: framing.length,
            keeps_alive: keeps_alive && !matches!(body, Body::UntilClose),
            body,
            upgrade,
        }))
    }
}

/// What the fields say about the length (RFC 9112 §6).
#[derive(Default)]
struct Framing {
    length: Option<u64>,
    is_chunked: bool,
}

impl Framing {
    /// Lists and repetitions must agree (RFC 9112 §6.3, rule 5).
    fn add_length(&mut self, value: &HeaderValue) -> Result<(), BadAnswer> {
        let text = value.to_str().map_err(|_not_text| BadAnswer::Length)?;
        for entry in text.split(',').map(str::trim) {
            let is_number = !entry.is_empty() && entry.bytes().all(|byte| byte.is_ascii_digit());
            let length = entry.parse().ok().filter(|_| is_number);
            let length = length.ok_or(BadAnswer::Length)?;
            if self
                .length
                .replace(length)
                .is_some_and(|other| other != length)
            {
                return Err(BadAnswer::Length);
            }
        }
        Ok(())
    }

    /// No coding but chunked, once, is understood: none was asked for.
    fn add_coding(&mut self, value: &HeaderValue) -> Result<(), BadAnswer> {
        let is_plain = value.as_bytes().eq_ignore_ascii_case(b"chunked");
        if !is_plain || std::mem::replace(&mut self.is_chunked, true) {
            return Err(BadAnswer::Length);
        }
        Ok(())
    }

    /// Where the body ends (RFC 9112 §6.3).
    fn body(
        &self,
        method: &Method,
        status: StatusCode,
        is_http11: bool,
    ) -> Result<Body, BadAnswer> {
        let is_empty = matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
        // Both at once is how answers are split; HTTP/1.0 knows no chunks.
        if self.is_chunked && (self.length.is_some() || !is_http11) {
            return Err(BadAnswer::Length);
        }
        Ok(match self.length {
            _ if *method == Method::HEAD || is_empty || status.is_informational() => Body::None,
            _ if self.is_chunked => Body::chunked(),
            Some(0) => Body::None,
            Some(length) => Body::Length(length),
            None => Body::UntilClose,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn take(text: &str) -> Result<Option<Head>, BadAnswer> {
        Head::take(&mut BytesMut::from(text), &Method::GET)
    }

    fn fault(fields: &str) -> Option<BadAnswer> {
        take(&format!("HTTP/1.1 200 OK\r\n{fields}\r\n")).err()
    }

    fn body(method: &Method, text: &str) -> Body {
        let head = Head::take(&mut BytesMut::from(text), method);
        head.unwrap().unwrap().body
    }

    #[test]
    fn a_head_is_taken_once_it_is_whole() {
        assert!(take("HTTP/1.1 200 OK\r\nA: 1\r\n").unwrap().is_none());
        let mut buffer = BytesMut::from("HTTP/1.1 404 No\r\nA: 1\r\nContent-Length: 3\r\n\r\nabc");
        let head = Head::take(&mut buffer, &Method::GET).unwrap().unwrap();
        assert_eq!((head.status.as_u16(), head.length), (404, Some(3)));
        assert_eq!(head.fields.len(), 1);
        assert!(head.keeps_alive);
        assert_eq!(&buffer[..], b"abc");
    }

    #[test]
    fn ambiguous_lengths_are_refused() {
        for fields in [
            "Content-Length: 1\r\nContent-Length: 2\r\n",
            "Content-Length: 1, 2\r\n",
            "Content-Length: +1\r\n",
            "Content-Length: \r\n",
            "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n",
            "Transfer-Encoding: gzip, chunked\r\n",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        ] {
            assert_eq!(fault(fields), Some(BadAnswer::Length), "{fields}");
        }
        assert_eq!(fault("Content-Length: 1\r\nContent-Length: 1\r\n"), None);
        let old = take("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        assert_eq!(old.err(), Some(BadAnswer::Length));
    }

    #[test]
    fn nonsense_and_excess_are_refused() {
        assert_eq!(take("SSH-2.0\r\n\r\n").err(), Some(BadAnswer::Head));
        assert_eq!(fault("no colon\r\n"), Some(BadAnswer::Head));
        assert_eq!(fault(" folded: 1\r\n"), Some(BadAnswer::Head));
        let many = "A: 1\r\n".repeat(MAX_FIELDS + 1);
        assert_eq!(fault(&many), Some(BadAnswer::TooLarge));
        let long = format!("HTTP/1.1 200 OK\r\nA: {}", "a".repeat(MAX_HEAD));
        assert_eq!(take(&long).err(), Some(BadAnswer::TooLarge));
    }

    #[test]
    fn the_end_of_the_body_is_where_rfc_9112_says() {
        let (get, head) = (&Method::GET, &Method::HEAD);
        let sized = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n";
        assert!(matches!(body(get, sized), Body::Length(3)));
        assert!(matches!(body(head, sized), Body::None));
        let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n";
        assert!(matches!(body(get, chunked), Body::Chunked(_)));
        assert!(matches!(
            body(get, "HTTP/1.1 200 OK\r\n\r\n"),
            Body::UntilClose
        ));
        assert!(matches!(body(get, "HTTP/1.1 204 No\r\n\r\n"), Body::None));
        assert!(matches!(body(get, "HTTP/1.1 304 No\r\n\r\n"), Body::None));
    }

    #[test]
    fn fields_of_the_connection_and_their_meaning_stay_here() {
        let text = "HTTP/1.1 200 OK\r\nConnection: close, X-A\r\nX-A: 1\r\nX-B: 2\r\nKeep-Alive: 5\r\n\r\n";
        let head = take(text).unwrap().unwrap();
        let names: Vec<_> = head.fields.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["x-b"]);
        assert!(!head.keeps_alive);
        let old = "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n";
        assert!(!take(old).unwrap().unwrap().keeps_alive);
    }
}
