//! The respond phase: the header fields of every response.

use actix_web::HttpMessage;
use actix_web::dev::ServiceResponse;
use actix_web::http::header::HeaderMap;
use actix_web::http::{ConnectionType, StatusCode, Version};
use kpi_common::rate_limit::ExceededRule;
use kpi_common::{request_id, security_headers};

use super::Edge;
use super::context::RequestContext;

/// Sets the common header fields, and counts rate-limited requests.
pub(super) fn finish<B>(response: &mut ServiceResponse<B>, context: &RequestContext, edge: &Edge) {
    if response.status() == StatusCode::TOO_MANY_REQUESTS
        && let Some(ExceededRule(rule)) = response.request().extensions().get()
    {
        edge.metrics.rate_limited(rule);
    }
    if response.request().version() < Version::HTTP_11 {
        // HTTP/1.0 has no chunked coding: closing the connection ends the body (RFC 9112 §6.1).
        let head = response.response_mut().head_mut();
        head.no_chunking(true);
        head.set_connection_type(ConnectionType::Close);
    }
    set_headers(response.headers_mut(), context);
}

/// Sets the header fields of every response.
pub(super) fn set_headers(headers: &mut HeaderMap, context: &RequestContext) {
    headers.insert(
        request_id::HEADER.clone(),
        context.entry.request_id.to_header_value(),
    );
    security_headers::set(headers, context.content(), context.is_https);
}
