//! Read-only resources: GET and HEAD, and 405 with `Allow` for any other method.

use actix_web::http::Method;
use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use actix_web::{FromRequest, Handler, Resource, Responder, ResponseError as _, web};

use crate::problem::Problem;

/// A resource that serves `handler` for GET and HEAD.
pub fn resource<F, Args>(path: &str, handler: F) -> Resource
where
    F: Handler<Args, Output: Responder + 'static> + Copy,
    Args: FromRequest + 'static,
{
    web::resource(path)
        .route(web::get().to(handler))
        .route(web::head().to(handler))
        .default_service(web::to(async || method_not_allowed().error_response()))
}

/// The response to any other method.
#[must_use]
pub fn method_not_allowed() -> Problem {
    Problem::method_not_allowed()
        .allow(&[Method::GET, Method::HEAD])
        .header(CACHE_CONTROL, HeaderValue::from_static("no-store"))
}
