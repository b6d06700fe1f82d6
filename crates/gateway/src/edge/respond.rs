//! The phase after the response is made: what every response says, whoever made it.

use actix_web::HttpMessage;
use actix_web::dev::ServiceResponse;
use actix_web::http::StatusCode;
use kpi_common::rate_limit::RefusedBy;
use kpi_common::{request_id, security_headers};

use super::Edge;
use super::context::RequestContext;

/// Sets the edge's fields on a response, and counts refusals.
pub(super) fn finish<B>(response: &mut ServiceResponse<B>, context: &RequestContext, edge: &Edge) {
    if response.status() == StatusCode::TOO_MANY_REQUESTS
        && let Some(RefusedBy(rule)) = response.request().extensions().get()
    {
        edge.metrics.refused_by(rule);
    }
    let headers = response.headers_mut();
    headers.insert(
        request_id::HEADER.clone(),
        context.entry.request_id.to_header_value(),
    );
    security_headers::set(headers, context.content(), context.is_https);
}
