//! What a client is told whose bytes are no request. No request stands behind such an answer, so
//! it is made, logged and counted here, like every other in form.

use std::fmt::Write as _;
use std::net::IpAddr;

use actix_web::ResponseError as _;
use actix_web::body::MessageBody as _;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderMap, HeaderValue};
use actix_web::web::{Bytes, BytesMut};
use kpi_common::problem::Problem;
use kpi_common::request_id::{self, RequestId};
use kpi_common::security_headers::{self, Content};

use crate::problem;

/// Why bytes are no request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// They cannot be read, or not in one way only.
    Malformed(&'static str),
    /// The head is too large.
    TooLarge,
    /// The head is too large already by its target.
    UriTooLong,
    /// The head did not come in time.
    Slow,
    /// It expects something unknown (RFC 9110 §10.1.1).
    Expectation,
}

impl Refusal {
    /// The whole answer, after which the connection is closed.
    pub(super) fn answer(self, request_id: RequestId, is_https: bool) -> Bytes {
        let value = request_id.to_header_value();
        let response = request_id::within(request_id, || self.problem().error_response());
        let status = response.status();
        let mut headers = response.headers().clone();
        headers.insert(request_id::HEADER.clone(), value);
        headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
        security_headers::set(&mut headers, Content::Data, is_https);
        // A problem is whole in memory.
        let body = response.into_body().try_into_bytes().unwrap_or_default();
        encode(status, &headers, &body)
    }

    /// Logs it: who sent it, and why it is none.
    pub(super) fn log(self, request_id: &RequestId, peer: IpAddr) {
        let status = self.problem().status().as_u16();
        tracing::info!(
            status,
            reason = self.reason(),
            address = %peer.to_canonical(),
            request_id = request_id.as_str(),
            "not a request"
        );
    }

    /// The status of the answer.
    pub(super) fn status(self) -> StatusCode {
        self.problem().status()
    }

    fn reason(self) -> &'static str {
        match self {
            Self::Malformed(reason) => reason,
            Self::TooLarge => "Its header fields are too many or too long.",
            Self::UriTooLong => "Its address is too long.",
            Self::Slow => "Its head did not come in time.",
            Self::Expectation => "It expects what nobody here knows.",
        }
    }

    fn problem(self) -> Problem {
        let problem = match self {
            Self::Malformed(_) => return Problem::malformed(self.reason()),
            Self::TooLarge => problem::headers_too_large(),
            Self::UriTooLong => problem::uri_too_long(),
            Self::Slow => problem::request_timeout(),
            Self::Expectation => Problem::new(
                StatusCode::EXPECTATION_FAILED,
                "expectation-failed",
                "Unknown expectation",
            ),
        };
        problem.detail(self.reason())
    }
}

/// An answer as HTTP/1.1 writes it (RFC 9112 §4).
fn encode(status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Bytes {
    let mut out = BytesMut::new();
    // Writing to a buffer cannot fail.
    let _ = write!(
        out,
        "HTTP/1.1 {status}\r\ncontent-length: {}\r\n",
        body.len()
    );
    for (name, value) in headers {
        for part in [name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"] {
            out.extend_from_slice(part);
        }
    }
    out.extend_from_slice(b"\r\n");
    out.extend_from_slice(body);
    out.freeze()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_a_whole_problem_with_its_request_id() {
        for (refusal, status) in [
            (Refusal::Malformed("It has two lengths."), "400 Bad Request"),
            (Refusal::Slow, "408 Request Timeout"),
            (Refusal::UriTooLong, "414 URI Too Long"),
            (Refusal::Expectation, "417 Expectation Failed"),
            (Refusal::TooLarge, "431 Request Header Fields Too Large"),
        ] {
            let id = RequestId::parse("a-b").unwrap();
            let bytes = refusal.answer(id, false);
            let text = std::str::from_utf8(&bytes).unwrap();
            let (head, body) = text.split_once("\r\n\r\n").unwrap();
            assert!(
                head.starts_with(&format!("HTTP/1.1 {status}\r\n")),
                "{head}"
            );
            for field in [
                format!("content-length: {}", body.len()),
                "content-type: application/problem+json".to_owned(),
                "connection: close".to_owned(),
                "x-request-id: a-b".to_owned(),
                "x-content-type-options: nosniff".to_owned(),
            ] {
                assert!(head.lines().any(|line| line == field), "{field}: {head}");
            }
            let problem: serde_json::Value = serde_json::from_str(body).unwrap();
            assert_eq!(problem["requestId"], "a-b");
            assert_eq!(problem["detail"], refusal.reason());
        }
    }
}
