//! The phase after the response is made: what every response says, whoever made it.

use actix_web::HttpMessage;
use actix_web::dev::ServiceResponse;
use actix_web::http::header::HeaderMap;
use actix_web::http::{ConnectionType, StatusCode, Version};
use kpi_common::rate_limit::ExceededRule;
use kpi_common::{request_id, security_headers};

use super::Edge;
use super::context::RequestContext;

/// Sets the edge's fields on a response, and counts refusals.
pub(super) fn finish<B>(response: &mut ServiceResponse<B>, context: &RequestContext, edge: &Edge) {
    if response.status() == StatusCode::TOO_MANY_REQUESTS
        && let Some(ExceededRule(rule)) = response.request().extensions().get()
    {
        edge.metrics.refused_by(rule);
    }
    if response.request().version() < Version::HTTP_11 {
        // It knows no chunks: the end of the connection ends the body (RFC 9112 §6.1).
        let head = response.response_mut().head_mut();
        head.no_chunking(true);
        head.set_connection_type(ConnectionType::Close);
    }
    set_fields(response.headers_mut(), context);
}

/// The fields that every response has.
pub(super) fn set_fields(headers: &mut HeaderMap, context: &RequestContext) {
    headers.insert(
        request_id::HEADER.clone(),
        context.entry.request_id.to_header_value(),
    );
    security_headers::set(headers, context.content(), context.is_https);
}
