//! The name of one request, through every service, log line and error: `X-Request-Id`.
//!
//! The middleware takes an inbound id if it is harmless (≤ 64 characters of `[A-Za-z0-9._-]`) and
//! makes a UUIDv7 otherwise. The id is echoed on every answer, kept in the request's extensions,
//! and in a task-local for [`crate::problem`] and log lines. It belongs outermost: wrap it last.

use std::future::Future;
use std::sync::Arc;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage};
use uuid::Uuid;

/// The header that carries the id, both ways.
pub static HEADER: HeaderName = HeaderName::from_static("x-request-id");

const MAX_LENGTH: usize = 64;

tokio::task_local! {
    static CURRENT: RequestId;
}

/// The id of a request. Cheap to clone, always a valid header value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestId(Arc<str>);

impl RequestId {
    /// An id given from outside, if it is harmless in headers, logs and bodies.
    pub fn parse(text: &str) -> Option<Self> {
        let harmless = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
        let fits = !text.is_empty() && text.len() <= MAX_LENGTH && text.bytes().all(harmless);
        fits.then(|| Self(Arc::from(text)))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The id as a header value.
    pub fn to_header_value(&self) -> HeaderValue {
        // Every id is of harmless ASCII, so the empty value stands for nothing real.
        HeaderValue::from_str(&self.0).unwrap_or_else(|_| HeaderValue::from_static(""))
    }

    /// The id that a request came with, or a new one.
    pub fn of(request: &ServiceRequest) -> Self {
        request
            .headers()
            .get(&HEADER)
            .and_then(|value| value.to_str().ok())
            .and_then(Self::parse)
            .unwrap_or_default()
    }
}

/// A new id: a UUIDv7, so that ids sort by time.
impl Default for RequestId {
    fn default() -> Self {
        Self(Uuid::now_v7().to_string().into())
    }
}

/// The id of the request that this task is serving, if it serves one.
pub fn current() -> Option<RequestId> {
    CURRENT.try_with(Clone::clone).ok()
}

/// Runs a future as part of the request `id`.
pub fn scope<F: Future>(id: RequestId, future: F) -> impl Future<Output = F::Output> {
    CURRENT.scope(id, future)
}

/// Does something at once as part of the request `id`.
pub fn within<T>(id: RequestId, act: impl FnOnce() -> T) -> T {
    CURRENT.sync_scope(id, act)
}

/// `act` for another thread, as part of the request that this task is serving.
pub fn carried<T>(act: impl FnOnce() -> T) -> impl FnOnce() -> T {
    let id = current();
    move || match id {
        Some(id) => within(id, act),
        None => act(),
    }
}

/// Middleware: gives each request its id. Use as `.wrap(from_fn(request_id::middleware))`, last.
pub async fn middleware(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let id = RequestId::of(&request);
    let value = id.to_header_value();
    request.extensions_mut().insert(id.clone());

    match scope(id, next.call(request)).await {
        Ok(mut response) => {
            response.headers_mut().insert(HEADER.clone(), value);
            Ok(response)
        }
        Err(mut error) => {
            error.add_response_mapper(move |mut response| {
                response.headers_mut().insert(HEADER.clone(), value.clone());
                response
            });
            Err(error)
        }
    }
}

#[cfg(test)]
mod tests {
    use actix_web::middleware::from_fn;
    use actix_web::test::{TestRequest, call_service, init_service, try_call_service};
    use actix_web::{App, HttpRequest, web};

    use super::*;
    use crate::problem::Problem;

    #[test]
    fn only_harmless_ids_are_taken() {
        for good in ["a", "A-1_b.c", &"x".repeat(64)] {
            assert_eq!(RequestId::parse(good).unwrap().as_str(), good);
        }
        for bad in ["", "a b", "a\"b", "a\nb", "ü", &"x".repeat(65)] {
            assert!(RequestId::parse(bad).is_none(), "{bad:?}");
        }
    }

    async fn shows_its_id(request: HttpRequest) -> String {
        request
            .extensions()
            .get::<RequestId>()
            .unwrap()
            .as_str()
            .to_owned()
    }

    #[actix_web::test]
    async fn an_inbound_id_is_kept_and_echoed_and_a_bad_one_replaced() {
        let app = init_service(
            App::new()
                .route("/", web::get().to(shows_its_id))
                .wrap(from_fn(middleware)),
        )
        .await;
        let kept = call_service(
            &app,
            TestRequest::get()
                .insert_header(("x-request-id", "mine"))
                .to_request(),
        )
        .await;
        assert_eq!(kept.headers().get("x-request-id").unwrap(), "mine");
        let made = call_service(
            &app,
            TestRequest::get()
                .insert_header(("x-request-id", "<b>"))
                .to_request(),
        )
        .await;
        let id = made
            .headers()
            .get("x-request-id")
            .unwrap()
            .to_str()
            .unwrap();
        assert_eq!(Uuid::parse_str(id).unwrap().get_version_num(), 7);
    }

    #[actix_web::test]
    async fn a_problem_and_even_a_middleware_error_carry_the_id() {
        async fn refuses(
            _request: ServiceRequest,
            _next: Next<impl MessageBody>,
        ) -> Result<ServiceResponse, Error> {
            Err(Problem::forbidden().into())
        }
        let app = init_service(App::new().wrap(from_fn(refuses)).wrap(from_fn(middleware))).await;
        let request = TestRequest::get()
            .insert_header(("x-request-id", "mine"))
            .to_request();
        let Err(error) = try_call_service(&app, request).await else {
            panic!("must be refused")
        };
        let response = error.error_response();
        assert_eq!(response.headers().get("x-request-id").unwrap(), "mine");
        let body = actix_web::body::to_bytes(response.into_body())
            .await
            .unwrap();
        assert!(
            String::from_utf8(body.to_vec())
                .unwrap()
                .contains(r#""requestId":"mine""#)
        );
    }
}
