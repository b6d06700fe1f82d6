//! What all routes do alike about methods: HEAD is served as GET (RFC 9110 §9.3.2), and any other that
//! a resource does not have is 405 with `Allow`.

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{Error, ResponseError as _};
use kpi_common::problem::Problem;

/// Middleware: routes are for GET; actix-http sends no body in response to a HEAD, whatever it is
/// handled as.
pub(crate) async fn middleware<B: MessageBody>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    if *request.method() == Method::HEAD {
        request.head_mut().method = Method::GET;
    }
    let response = next.call(request).await?;
    if response.status() != StatusCode::METHOD_NOT_ALLOWED {
        return Ok(response.map_into_left_body());
    }
    // actix-web's has no body.
    let (request, original) = response.into_parts();
    let mut response = Problem::method_not_allowed().error_response();
    for (name, value) in original.headers() {
        response.headers_mut().append(name.clone(), value.clone());
    }
    let allowed = original.headers().get(header::ALLOW);
    let allowed = allowed.and_then(|methods| methods.to_str().ok());
    if let Some(allowed) = allowed.filter(|methods| methods.contains("GET"))
        && let Ok(allowed) = HeaderValue::from_str(&allowed.replace("GET", "GET, HEAD"))
    {
        response.headers_mut().insert(header::ALLOW, allowed);
    }
    Ok(ServiceResponse::new(request, response).map_into_right_body())
}
