//! The request id, through every service, log line and error: `X-Request-Id`.
//!
//! The middleware accepts an inbound id if it is safe (≤ 64 characters of `[A-Za-z0-9._-]`) and
//! generates a UUIDv7 otherwise. The id is set on every response, stored in the request's extensions,
//! and in a task-local for [`crate::problem`] and log lines. Mount it outermost: wrap it last.

use std::future::Future;
use std::sync::Arc;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage};
use uuid::Uuid;

/// The header field, in requests and responses.
pub static HEADER: HeaderName = HeaderName::from_static("x-request-id");

const MAX_LENGTH: usize = 64;

tokio::task_local! {
    static CURRENT: RequestId;
}

/// The id of a request. Cheap to clone, always a valid header value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestId(Arc<str>);

impl RequestId {
    /// An inbound id, if it is safe in headers, logs and bodies.
    pub fn parse(text: &str) -> Option<Self> {
        let is_safe = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
        let fits = !text.is_empty() && text.len() <= MAX_LENGTH && text.bytes().all(is_safe);
        fits.then(|| Self(Arc::from(text)))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The id as a header value.
    pub fn to_header_value(&self) -> HeaderValue {
        // Every id is ASCII, so this does not fail.
        HeaderValue::from_str(&self.0).unwrap_or_else(|_| HeaderValue::from_static(""))
    }

    /// The inbound id of a request, or a new one.
    pub fn from_request(request: &ServiceRequest) -> Self {
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

/// The id of the request that this task is serving, if any.
pub fn current() -> Option<RequestId> {
    CURRENT.try_with(Clone::clone).ok()
}

/// Runs a future in the scope of the request `id`.
pub fn scope<F: Future>(id: RequestId, future: F) -> impl Future<Output = F::Output> {
    CURRENT.scope(id, future)
}

/// Calls `f` in the scope of the request `id`.
pub fn sync_scope<T>(id: RequestId, f: impl FnOnce() -> T) -> T {
    CURRENT.sync_scope(id, f)
}

/// Wraps `f` for another thread, so that it runs in the scope of this task's request.
pub fn propagate<T>(f: impl FnOnce() -> T) -> impl FnOnce() -> T {
    let id = current();
    move || match id {
        Some(id) => sync_scope(id, f),
        None => f(),
    }
}

/// Middleware: assigns each request its id. Use as `.wrap(from_fn(request_id::middleware))`, last.
pub async fn middleware(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let id = RequestId::from_request(&request);
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
    fn only_safe_ids_are_accepted() {
        for good in ["a", "A-1_b.c", &"x".repeat(64)] {
            assert_eq!(RequestId::parse(good).unwrap().as_str(), good);
        }
        for bad in ["", "a b", "a\"b", "a\nb", "ü", &"x".repeat(65)] {
            assert!(RequestId::parse(bad).is_none(), "{bad:?}");
        }
    }

    async fn echo_id(request: HttpRequest) -> String {
        request
            .extensions()
            .get::<RequestId>()
            .unwrap()
            .as_str()
            .to_owned()
    }

    #[actix_web::test]
    async fn a_valid_inbound_id_is_echoed_and_an_invalid_one_replaced() {
        let app = init_service(
            App::new()
                .route("/", web::get().to(echo_id))
                .wrap(from_fn(middleware)),
        )
        .await;
        let valid = call_service(
            &app,
            TestRequest::get()
                .insert_header(("x-request-id", "mine"))
                .to_request(),
        )
        .await;
        assert_eq!(valid.headers().get("x-request-id").unwrap(), "mine");
        let replaced = call_service(
            &app,
            TestRequest::get()
                .insert_header(("x-request-id", "<b>"))
                .to_request(),
        )
        .await;
        let id = replaced
            .headers()
            .get("x-request-id")
            .unwrap()
            .to_str()
            .unwrap();
        assert_eq!(Uuid::parse_str(id).unwrap().get_version_num(), 7);
    }

    #[actix_web::test]
    async fn problems_and_middleware_errors_carry_the_id() {
        async fn reject(
            _request: ServiceRequest,
            _next: Next<impl MessageBody>,
        ) -> Result<ServiceResponse, Error> {
            Err(Problem::forbidden().into())
        }
        let app = init_service(App::new().wrap(from_fn(reject)).wrap(from_fn(middleware))).await;
        let request = TestRequest::get()
            .insert_header(("x-request-id", "mine"))
            .to_request();
        let Err(error) = try_call_service(&app, request).await else {
            panic!("must be rejected")
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
