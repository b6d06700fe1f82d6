//! The seventh phase: what every answer says, whoever made it.

use actix_web::http::header::HeaderMap;
use kpi_common::{cors, request_id, security_headers};

use super::Edge;
use super::visit::Visit;
use crate::area::Area;

/// Sets the edge's fields on an answer.
pub(super) fn finish(headers: &mut HeaderMap, visit: &Visit, edge: &Edge) {
    headers.insert(
        request_id::HEADER.clone(),
        visit.request_id.to_header_value(),
    );
    security_headers::set(headers, visit.content(), visit.is_https);
    if visit.area != Area::App {
        let origin = visit.origin.as_ref();
        let origin = origin.filter(|origin| edge.cors.contains(origin));
        cors::answer(headers, origin, visit.is_preflight);
    }
    if let Some(counted) = visit.counted.take() {
        counted.tell(headers);
    }
}
