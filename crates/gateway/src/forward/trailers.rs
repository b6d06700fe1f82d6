//! An answer's body with its trailer section (RFC 9110 §6.5), for a client that takes one.
//!
//! The server's own chunked coding has no place for trailers, so such a body is coded here.

use std::fmt::Write as _;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use actix_web::body::{BodySize, MessageBody};
use actix_web::http::header::HeaderName;
use actix_web::web::{Bytes, BytesMut};

use crate::headers::hop_by_hop::{self, Options};
use crate::upstream::{Coming, Piece};

/// A body that is chunked already.
pub(super) struct Trailing(Option<Box<Coming>>);

impl Trailing {
    pub(super) fn new(body: Box<Coming>) -> Self {
        Self(Some(body))
    }
}

impl MessageBody for Trailing {
    type Error = io::Error;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, io::Error>>> {
        let Some(body) = self.0.as_mut() else {
            return Poll::Ready(None);
        };
        let piece = ready!(body.poll_piece(cx))?;
        let mut out = BytesMut::new();
        match piece {
            Piece::Data(data) => {
                // Writing to a buffer cannot fail.
                let _ = write!(out, "{:x}\r\n", data.len());
                out.extend_from_slice(&data);
                out.extend_from_slice(b"\r\n");
            }
            Piece::End(trailers) => {
                out.extend_from_slice(b"0\r\n");
                write_passing(&mut out, &trailers);
                out.extend_from_slice(b"\r\n");
                self.0 = None;
            }
        }
        Poll::Ready(Some(Ok(out.freeze())))
    }
}

/// Writes the trailer fields that pass, each on a line of its own.
fn write_passing(out: &mut BytesMut, trailers: &[u8]) {
    for line in trailers.split(|byte| *byte == b'\n') {
        let line = line.trim_ascii();
        let name = line.split(|byte| *byte == b':').next().unwrap_or_default();
        if HeaderName::from_bytes(name).is_ok_and(|name| may_trail(&name)) {
            out.extend_from_slice(line);
            out.extend_from_slice(b"\r\n");
        }
    }
}

/// What decides on framing, routing, the caller or the meaning of the body must be known before it
/// (RFC 9110 §6.5.1).
fn may_trail(name: &HeaderName) -> bool {
    const NEVER: [&str; 12] = [
        "authorization",
        "cache-control",
        "content-encoding",
        "content-length",
        "content-range",
        "content-type",
        "cookie",
        "expires",
        "host",
        "location",
        "set-cookie",
        "x-request-id",
    ];
    !NEVER.contains(&name.as_str()) && hop_by_hop::passes(name, &Options::default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_fields_that_may_come_late_pass() {
        let mut out = BytesMut::new();
        let trailers =
            b"Server-Timing: db;dur=1\r\nContent-Length: 5\r\nConnection: close\r\nX-Sum:a\r\n\r\n";
        write_passing(&mut out, trailers);
        assert_eq!(&out[..], b"Server-Timing: db;dur=1\r\nX-Sum:a\r\n");
    }
}
