//! The answer of an instance as the client gets it: same status, the fields that pass, and the
//! body as it comes.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use actix_web::HttpResponse;
use actix_web::body::{self, BodySize, BoxBody, MessageBody};
use actix_web::http::header::{self, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::web::Bytes;

use super::trailers::Trailing;
use crate::outgoing::OutgoingHead;
use crate::upstream::{Answer, AnswerBody, Coming, Piece};

/// Turns an instance's answer to a request into ours.
pub(super) fn hand_back(head: &OutgoingHead<'_>, answer: Answer) -> HttpResponse {
    let mut codes_itself = false;
    let body = match answer.body {
        AnswerBody::None => empty(head.method(), answer.status, answer.length),
        AnswerBody::Whole(whole) => BoxBody::new(whole),
        AnswerBody::Coming(body) if answer.length.is_none() && head.takes_trailers() => {
            codes_itself = true;
            BoxBody::new(Trailing::new(body))
        }
        AnswerBody::Coming(body) => BoxBody::new(Streamed {
            length: answer.length,
            body: Some(body),
        }),
    };
    let mut response = HttpResponse::new(answer.status).set_body(body);
    let parts = response.head_mut();
    for (name, value) in answer.fields {
        parts.headers.append(name, value);
    }
    if codes_itself {
        let chunked = HeaderValue::from_static("chunked");
        parts.headers.insert(header::TRANSFER_ENCODING, chunked);
    }
    parts.no_chunking(codes_itself);
    response
}

/// No body, with the length it would have where that is known (RFC 9110 §8.6).
fn empty(method: &Method, status: StatusCode, length: Option<u64>) -> BoxBody {
    let has_length = !matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
    match length.filter(|_| has_length) {
        Some(length) if *method == Method::HEAD => BoxBody::new(Announced(length)),
        Some(_) => BoxBody::new(Bytes::new()),
        None => BoxBody::new(body::None::new()),
    }
}

/// A body as it comes.
struct Streamed {
    length: Option<u64>,
    body: Option<Box<Coming>>,
}

impl MessageBody for Streamed {
    type Error = io::Error;

    fn size(&self) -> BodySize {
        self.length.map_or(BodySize::Stream, BodySize::Sized)
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, io::Error>>> {
        let Some(body) = self.body.as_mut() else {
            return Poll::Ready(None);
        };
        Poll::Ready(match ready!(body.poll_piece(cx))? {
            Piece::Data(data) => Some(Ok(data)),
            Piece::End(_) => {
                self.body = None;
                None
            }
        })
    }
}

/// A body that only has a length.
struct Announced(u64);

impl MessageBody for Announced {
    type Error = std::convert::Infallible;

    fn size(&self) -> BodySize {
        BodySize::Sized(self.0)
    }

    fn poll_next(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Poll::Ready(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_tell_a_length_and_empty_statuses_do_not() {
        let size = |method, status, length| empty(&method, status, length).size();
        assert_eq!(
            size(Method::HEAD, StatusCode::OK, Some(7)),
            BodySize::Sized(7)
        );
        assert_eq!(size(Method::HEAD, StatusCode::OK, None), BodySize::None);
        assert_eq!(
            size(Method::GET, StatusCode::OK, Some(0)),
            BodySize::Sized(0)
        );
        for status in [StatusCode::NO_CONTENT, StatusCode::NOT_MODIFIED] {
            assert_eq!(size(Method::GET, status, Some(7)), BodySize::None);
        }
    }
}
