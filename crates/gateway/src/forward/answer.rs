//! The answer of an upstream as the client gets it: same status, the fields that pass, and the
//! body as it comes.

use actix_web::body::{BodySize, BodyStream, BoxBody, MessageBody, SizedStream};
use actix_web::http::header::{self, HeaderMap};
use actix_web::http::{Method, StatusCode};
use actix_web::web::Bytes;
use actix_web::{HttpResponse, body};

use crate::headers::hop_by_hop;
use crate::upstream::{Answer, AnswerBody};

/// Turns the upstream's answer to a `method` request into ours.
pub(super) fn hand_back(method: &Method, response: Answer) -> HttpResponse {
    let status = response.status();
    let headers = hop_by_hop::end_to_end(response.headers());
    let length = length_of(&headers);
    let body = match ending(method, status) {
        Ending::Body => stream(length, response.into_body()),
        Ending::HeadWithLength => announce(length),
        Ending::Head => BoxBody::new(body::None::new()),
    };
    let mut answer = HttpResponse::new(status).set_body(body);
    *answer.headers_mut() = headers;
    answer
}

/// Where an answer ends (RFC 9110 §6.4.1).
#[derive(Debug, PartialEq, Eq)]
enum Ending {
    /// With its body.
    Body,
    /// With its head, which says how long the body would have been.
    HeadWithLength,
    /// With its head, whatever that says.
    Head,
}

fn ending(method: &Method, status: StatusCode) -> Ending {
    if status.is_informational()
        || matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED)
    {
        Ending::Head
    } else if *method == Method::HEAD {
        Ending::HeadWithLength
    } else {
        Ending::Body
    }
}

fn length_of(headers: &HeaderMap) -> Option<u64> {
    headers
        .get(header::CONTENT_LENGTH)?
        .to_str()
        .ok()?
        .parse()
        .ok()
}

/// No body, but the length it would have (RFC 9110 §8.6).
fn announce(length: Option<u64>) -> BoxBody {
    match length {
        Some(length) => Announced(length).boxed(),
        None => BoxBody::new(body::None::new()),
    }
}

fn stream(length: Option<u64>, body: AnswerBody) -> BoxBody {
    match length {
        Some(0) => BoxBody::new(Bytes::new()),
        Some(length) => BoxBody::new(SizedStream::new(length, body)),
        None => BoxBody::new(BodyStream::new(body)),
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
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<Bytes, Self::Error>>> {
        std::task::Poll::Ready(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_and_empty_statuses_have_no_body() {
        assert_eq!(
            ending(&Method::HEAD, StatusCode::OK),
            Ending::HeadWithLength
        );
        assert_eq!(
            ending(&Method::HEAD, StatusCode::NOT_MODIFIED),
            Ending::Head
        );
        assert_eq!(ending(&Method::GET, StatusCode::NO_CONTENT), Ending::Head);
        assert_eq!(ending(&Method::GET, StatusCode::OK), Ending::Body);
    }
}
