//! Addresses that can only be read: GET and HEAD, and to anything else a 405 that says so.

use actix_web::http::Method;
use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use actix_web::{FromRequest, Handler, Resource, Responder, ResponseError as _, web};

use crate::problem::Problem;

/// Such an address.
pub fn resource<F, Args>(path: &str, handler: F) -> Resource
where
    F: Handler<Args, Output: Responder + 'static> + Copy,
    Args: FromRequest + 'static,
{
    web::resource(path)
        .route(web::get().to(handler))
        .route(web::head().to(handler))
        .default_service(web::to(async || refusal().error_response()))
}

/// The answer to any other method.
#[must_use]
pub fn refusal() -> Problem {
    Problem::method_not_allowed()
        .allow(&[Method::GET, Method::HEAD])
        .header(CACHE_CONTROL, HeaderValue::from_static("no-store"))
}
