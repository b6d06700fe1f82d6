//! The answer of a service: its head, and its body as a stream that knows where it must end.

use std::io;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, ready};

use actix_codec::Framed;
use actix_http::ResponseHead;
use actix_http::h1::{ClientPayloadCodec, MessageType};
use actix_web::http::header::{self, HeaderMap};
use actix_web::http::{Method, StatusCode};
use actix_web::web::Bytes;
use futures_util::Stream;
use tokio::io::{AsyncRead, ReadBuf};

use super::connection::Connection;
use super::exchange::Wire;
use super::pool::Pool;

/// A service's answer.
pub(crate) struct Answer {
    head: ResponseHead,
    body: AnswerBody,
}

/// The body of an answer.
pub(crate) struct AnswerBody(Body);

enum Body {
    /// There is none, or it has ended.
    Ended,
    /// Its length is announced, or it is chunked.
    Delimited {
        wire: Framed<Connection, ClientPayloadCodec>,
        /// Where the connection goes after a proper end, if it can be used again.
        home: Option<Rc<Pool>>,
    },
    /// It lasts until the service closes (RFC 9112 §6.3, rule 8).
    UntilClose { connection: Connection, read: Bytes },
}

impl Answer {
    /// The answer to a `method` request, of which `wire` has read the head. `home` is where the
    /// connection may go after it.
    pub(super) fn new(
        method: &Method,
        head: ResponseHead,
        wire: Wire,
        home: Option<Rc<Pool>>,
    ) -> Self {
        let body = match (
            can_have_body(method, head.status),
            wire.codec_ref().message_type(),
        ) {
            (_, MessageType::None) if !lasts_until_close(method, &head) => {
                give_back(wire, home);
                Body::Ended
            }
            // A body where none may be: the connection is out of step and not used again.
            (false, _) => Body::Ended,
            (true, _) if lasts_until_close(method, &head) => {
                let parts = wire.into_parts();
                Body::UntilClose {
                    connection: parts.io,
                    read: parts.read_buf.freeze(),
                }
            }
            (true, _) => Body::Delimited {
                wire: wire.into_map_codec(|codec| codec.into_payload_codec()),
                home,
            },
        };
        Self {
            head,
            body: AnswerBody(body),
        }
    }

    pub(crate) fn status(&self) -> StatusCode {
        self.head.status
    }

    pub(crate) fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    pub(crate) fn into_body(self) -> AnswerBody {
        self.body
    }
}

fn can_have_body(method: &Method, status: StatusCode) -> bool {
    let is_empty = matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
    *method != Method::HEAD && !is_empty
}

/// The codec takes a body without any length for none; RFC 9112 lets it last until the close.
fn lasts_until_close(method: &Method, head: &ResponseHead) -> bool {
    let has_length = head.headers.contains_key(header::CONTENT_LENGTH)
        || head.headers.contains_key(header::TRANSFER_ENCODING);
    can_have_body(method, head.status) && !has_length
}

/// Keeps the connection for the next request, unless the service has said more than it should.
fn give_back<C>(wire: Framed<Connection, C>, home: Option<Rc<Pool>>) {
    let parts = wire.into_parts();
    if let Some(home) = home.filter(|_| parts.read_buf.is_empty()) {
        home.put(parts.io);
    }
}

impl Stream for AnswerBody {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = match &mut self.0 {
            Body::Ended => return Poll::Ready(None),
            Body::UntilClose { connection, read } => ready!(until_close(connection, read, cx)),
            Body::Delimited { wire, .. } => match ready!(Pin::new(wire).next_item(cx)) {
                Some(Ok(Some(part))) => Some(Ok(part)),
                Some(Ok(None)) => None,
                Some(Err(error)) => Some(Err(io::Error::other(error.to_string()))),
                None => Some(Err(io::ErrorKind::UnexpectedEof.into())),
            },
        };
        match (&next, std::mem::replace(&mut self.0, Body::Ended)) {
            (Some(Ok(_)), unfinished) => self.0 = unfinished,
            (None, Body::Delimited { wire, home }) => give_back(wire, home),
            _ => {}
        }
        Poll::Ready(next)
    }
}

fn until_close(
    connection: &mut Connection,
    read: &mut Bytes,
    cx: &mut Context<'_>,
) -> Poll<Option<io::Result<Bytes>>> {
    if !read.is_empty() {
        return Poll::Ready(Some(Ok(std::mem::take(read))));
    }
    let mut space = [0; 8 * 1024];
    let mut buffer = ReadBuf::new(&mut space);
    Poll::Ready(
        match ready!(Pin::new(connection).poll_read(cx, &mut buffer)) {
            Ok(()) if buffer.filled().is_empty() => None,
            Ok(()) => Some(Ok(Bytes::copy_from_slice(buffer.filled()))),
            Err(error) => Some(Err(error)),
        },
    )
}
