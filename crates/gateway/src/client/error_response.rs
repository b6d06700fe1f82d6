//! Error responses before a request is parsed. actix-http itself responds with a plain 400 to what
//! it cannot parse.

use std::fmt::Write as _;

use actix_web::ResponseError as _;
use actix_web::body::MessageBody as _;
use kpi_common::problem::Problem;
use kpi_common::request_id::{self, RequestId};

/// Serialises a response (RFC 9112 §4) that closes the connection.
pub(super) fn serialize(problem: &Problem) -> String {
    let id = RequestId::default();
    let response = request_id::sync_scope(id.clone(), || problem.error_response());
    let mut text = format!("HTTP/1.1 {}\r\nconnection: close\r\n", response.status());
    let fields = response.headers().iter();
    let fields = fields.map(|(name, value)| (name.as_str(), value.to_str().unwrap_or_default()));
    let added = [
        ("x-request-id", id.as_str()),
        ("x-content-type-options", "nosniff"),
    ];
    for (name, value) in fields.chain(added) {
        // Writing to a string cannot fail.
        let _ = write!(text, "{name}: {value}\r\n");
    }
    // The body of a problem is JSON in memory.
    let body = response.into_body().try_into_bytes().unwrap_or_default();
    let body = String::from_utf8_lossy(&body);
    let _ = write!(text, "content-length: {}\r\n\r\n{body}", body.len());
    text
}
