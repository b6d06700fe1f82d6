//! The seventh phase: what every answer says, whoever made it.

use actix_web::HttpResponse;
use actix_web::http::header::HeaderMap;
use kpi_common::problem::Problem;
use kpi_common::{cors, request_id, security_headers};

use super::Edge;
use super::visit::{Area, Visit};

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

/// Answers a preflight: no service behind is asked. The permission itself is [`finish`]'s.
///
/// A page of an origin that may not is told so in words. A browser would take an answer without
/// permission for the same, but whoever looks for the reason would not find it.
pub(super) fn preflight(visit: &Visit, edge: &Edge) -> Result<HttpResponse, Problem> {
    let origin = visit.origin.as_ref();
    if origin.is_some_and(|origin| edge.cors.contains(origin)) {
        Ok(HttpResponse::Ok().finish())
    } else {
        Err(Problem::forbidden().detail("Pages of this origin may not use this API."))
    }
}
