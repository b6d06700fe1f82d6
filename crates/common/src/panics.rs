//! A panic in a handler becomes a 500 response.
//!
//! Without this the connection would be closed without a response. The panic itself is logged by
//! [`crate::telemetry`]'s hook, with the request's id, so it is not logged again here.

use std::panic::AssertUnwindSafe;

use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use futures_util::FutureExt;

use crate::problem::Problem;

/// Middleware: responds with 500 if an inner service panics. Use as `.wrap(from_fn(catch))`,
/// just inside [`crate::telemetry::access_log`].
pub async fn catch<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    catch_unwind(next.call(request)).await
}

/// As [`catch`], for use inside another middleware.
pub async fn catch_unwind<T>(handler: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    // The state of the request is dropped; shared state stays usable, because poisoned locks are
    // recovered everywhere.
    AssertUnwindSafe(handler)
        .catch_unwind()
        .await
        .unwrap_or_else(|_logged| Err(Problem::internal().into()))
}

#[cfg(test)]
mod tests {
    use actix_web::middleware::from_fn;
    use actix_web::test::{TestRequest, init_service, try_call_service};
    use actix_web::{App, HttpResponse, web};

    use super::*;
    use crate::telemetry::testing::{Captured, log_panics_of_this_thread};
    use crate::{request_id, telemetry};

    #[actix_web::test]
    async fn a_panicking_request_is_logged_as_one_line() {
        let (captured, _guard) = Captured::start();
        log_panics_of_this_thread();
        async fn panics() -> HttpResponse {
            panic!("the handler gives up")
        }
        let app = init_service(
            App::new()
                .service(web::resource("/panics").route(web::get().to(panics)))
                .wrap(from_fn(catch))
                .wrap(from_fn(telemetry::access_log))
                .wrap(from_fn(request_id::middleware)),
        )
        .await;
        for (method, uri, status) in [
            ("GET", "/panics", 500),
            ("GET", "/no", 404),
            ("PUT", "/panics", 405),
        ] {
            let request = TestRequest::with_uri(uri)
                .method(method.parse().unwrap())
                .insert_header(("x-request-id", "mine"));
            let response_status = match try_call_service(&app, request.to_request()).await {
                Ok(response) => response.status(),
                Err(error) => error.as_response_error().status_code(),
            };
            assert_eq!(response_status, status, "{method} {uri}");
        }
        let logged: Vec<_> = captured
            .lines()
            .iter()
            .map(|line| {
                assert_eq!(line["request_id"], "mine", "{line}");
                (line["message"].to_string(), line["status"].to_string())
            })
            .collect();
        let logged: Vec<_> = logged
            .iter()
            .map(|(message, status)| (&**message, &**status))
            .collect();
        assert_eq!(
            logged,
            [
                (r#""panicked: the handler gives up""#, "null"),
                (r#""request""#, "500"),
                (r#""request""#, "404"),
                (r#""request""#, "405"),
            ]
        );
    }
}
