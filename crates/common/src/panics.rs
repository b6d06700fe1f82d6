//! A panic while a request is answered ends that request, and nothing else.
//!
//! Without this the connection would break off without a word. The panic itself is logged by
//! [`crate::telemetry`]'s hook, with the request's id, so it is not logged again here.

use std::panic::AssertUnwindSafe;

use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use futures_util::FutureExt;

use crate::problem::Problem;

/// Middleware: answers with a 500 where what is within panics. Use as `.wrap(from_fn(contain))`,
/// just inside [`crate::telemetry::access_log`].
pub async fn contain<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    contained(next.call(request)).await
}

/// As [`contain`], for a middleware that has more to do.
pub async fn contained<T>(answering: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    // What panicked is dropped with all that it had of the request; what is shared between
    // requests is safe to meet again, as locks here are taken whether poisoned or not.
    AssertUnwindSafe(answering)
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
    async fn every_request_is_one_line_also_where_it_panics() {
        let (captured, _guard) = Captured::start();
        log_panics_of_this_thread();
        async fn panics() -> HttpResponse {
            panic!("the handler gives up")
        }
        let app = init_service(
            App::new()
                .service(web::resource("/panics").route(web::get().to(panics)))
                .wrap(from_fn(contain))
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
            let answered = match try_call_service(&app, request.to_request()).await {
                Ok(response) => response.status(),
                Err(error) => error.as_response_error().status_code(),
            };
            assert_eq!(answered, status, "{method} {uri}");
        }
        let told: Vec<_> = captured
            .lines()
            .iter()
            .map(|line| {
                assert_eq!(line["request_id"], "mine", "{line}");
                (line["message"].to_string(), line["status"].to_string())
            })
            .collect();
        let told: Vec<_> = told
            .iter()
            .map(|(message, status)| (&**message, &**status))
            .collect();
        assert_eq!(
            told,
            [
                (r#""panicked: the handler gives up""#, "null"),
                (r#""request""#, "500"),
                (r#""request""#, "404"),
                (r#""request""#, "405"),
            ]
        );
    }
}
