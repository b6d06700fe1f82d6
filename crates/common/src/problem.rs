//! Error responses: `application/problem+json` (RFC 9457) with the request id.
//!
//! A [`Problem`] has a public text and a private cause. The cause of a 5xx is logged once, when the
//! response is built; it is sent to Sentry, scrubbed, and to clients only inside [`show_causes`]. The
//! request id is that of the task ([`crate::request_id`]) when the problem is created, or else when
//! the response is built.

use std::error::Error;
use std::iter;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderName, HeaderValue, TryIntoHeaderValue as _};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;

use crate::request_id::{self, RequestId};

tokio::task_local! {
    static SHOWS_CAUSES: ();
}

/// Middleware: adds the cause of a 5xx as an extension member (RFC 9457 §3.2). Mounted in
/// development only.
pub async fn show_causes<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    SHOWS_CAUSES.scope((), next.call(request)).await
}

/// An invalid field of a request (RFC 9457 §3, extension member `errors`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldError {
    /// JSON pointer to the field (RFC 6901), such as `/entries/0/minutes`.
    pub pointer: String,
    /// Machine-readable, such as `too_long`.
    pub code: String,
    /// A text for users.
    pub message: String,
}

/// An error response. Boxed, because many functions return it in a `Result`.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct Problem(Box<Parts>);

#[derive(Debug, Default, thiserror::Error)]
#[error("{} {title}: {detail}", .status.as_u16())]
struct Parts {
    status: StatusCode,
    kind: &'static str,
    title: &'static str,
    detail: String,
    errors: Vec<FieldError>,
    scope: Option<&'static str>,
    headers: Vec<(HeaderName, HeaderValue)>,
    request_id: Option<RequestId>,
    #[source]
    cause: Option<Box<dyn Error + Send + Sync>>,
    shows_cause: bool,
}

impl Problem {
    /// A problem of the type `/problems/<kind>`.
    pub fn new(status: StatusCode, kind: &'static str, title: &'static str) -> Self {
        Self(Box::new(Parts {
            status,
            kind,
            title,
            request_id: request_id::current(),
            shows_cause: status.is_server_error() && SHOWS_CAUSES.try_with(|()| ()).is_ok(),
            ..Parts::default()
        }))
    }

    /// Sets the text of this occurrence, for users. Must not show internals.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.0.detail = detail.into();
        self
    }

    /// Adds an invalid field.
    #[must_use]
    pub fn field(
        mut self,
        pointer: impl Into<String>,
        code: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        self.0.errors.push(FieldError {
            pointer: pointer.into(),
            code: code.into(),
            message: message.into(),
        });
        self
    }

    /// Sets `Retry-After`, in seconds.
    #[must_use]
    pub fn retry_after(self, seconds: u32) -> Self {
        self.header(header::RETRY_AFTER, seconds.into())
    }

    /// Adds a header field to the response.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.0.headers.push((name, value));
        self
    }

    /// Sets `Allow` (RFC 9110 §15.5.6 requires it with a 405).
    #[must_use]
    pub fn allow(self, methods: &[Method]) -> Self {
        match header::Allow(methods.to_vec()).try_into_value() {
            Ok(value) => self.header(header::ALLOW, value),
            // A method is a token, so this does not fail.
            Err(_) => self,
        }
    }

    /// Sets the private cause: it is logged with a 5xx and not sent.
    #[must_use]
    pub fn caused_by(mut self, cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.0.cause = Some(cause.into());
        self
    }

    /// 400: the request cannot be parsed.
    pub fn malformed(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "malformed", "Malformed request").detail(detail)
    }

    /// 401: not authenticated (RFC 6750 §3: `WWW-Authenticate` names the scheme).
    pub fn unauthorized(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "unauthorized", "Not signed in")
            .detail(detail)
            .header(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))
    }

    /// 403: the access token lacks a scope (RFC 6750 §3.1).
    pub fn scope_missing(scope: &'static str) -> Self {
        let mut problem = Self::new(
            StatusCode::FORBIDDEN,
            "scope-missing",
            "The access token lacks a scope",
        )
        .detail(format!("Use an access token with the scope {scope}."));
        problem.0.scope = Some(scope);
        let challenge = format!(r#"Bearer error="insufficient_scope", scope="{scope}""#);
        match HeaderValue::from_str(&challenge) {
            Ok(value) => problem.header(header::WWW_AUTHENTICATE, value),
            // A scope is a word, so this does not fail.
            Err(_) => problem,
        }
    }

    /// 403: a page of another origin tries to act by the session cookie.
    pub fn foreign_origin() -> Self {
        Self::new(StatusCode::FORBIDDEN, "foreign-origin", "Another origin").detail(
            "With a session cookie only pages of this origin may change something. A proxy in \
             front must pass Host on, or set X-Forwarded-Host.",
        )
    }

    /// 413: the body is larger than `limit` bytes.
    pub fn payload_too_large(limit: usize) -> Self {
        Self::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "payload-too-large",
            "Body too large",
        )
        .detail(format!("The body may have at most {limit} bytes."))
    }

    /// 503: a dependency is unavailable for now.
    pub fn unavailable(detail: impl Into<String>, retry_after: u32) -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "unavailable",
            "Unavailable for now",
        )
        .detail(detail)
        .retry_after(retry_after)
    }

    /// The response, with `cause` as the reason. The cause of a 5xx is logged and reported.
    pub fn respond(&self, cause: Option<&(dyn Error + 'static)>) -> HttpResponse {
        let request_id = self.0.request_id.clone().or_else(request_id::current);
        if let Some(cause) = cause.filter(|_| self.0.status.is_server_error()) {
            self.log(cause, request_id.as_ref());
        }
        let body = Body {
            kind: format!("/problems/{}", self.0.kind),
            title: self.0.title,
            status: self.0.status.as_u16(),
            detail: &self.0.detail,
            request_id: request_id.as_ref().map(RequestId::as_str),
            errors: &self.0.errors,
            scope: self.0.scope,
            cause: cause
                .filter(|_| self.0.shows_cause)
                .map(ToString::to_string),
        };
        let mut response = HttpResponse::build(self.0.status);
        response.content_type("application/problem+json");
        for (name, value) in &self.0.headers {
            response.append_header((name.clone(), value.clone()));
        }
        // Strings and numbers always serialise, so this does not fail.
        response.body(serde_json::to_vec(&body).unwrap_or_default())
    }

    fn log(&self, cause: &(dyn Error + 'static), request_id: Option<&RequestId>) {
        tracing::error!(
            parent: None,
            request_id = request_id.map(RequestId::as_str),
            status = self.0.status.as_u16(),
            kind = self.0.kind,
            error = %cause,
            stack = stack(cause),
            "the request failed"
        );
        #[cfg(feature = "reports")]
        crate::reports::report(cause, request_id);
    }
}

/// Problems without parameters.
macro_rules! problems {
    ($($(#[$doc:meta])* $name:ident: $status:ident, $kind:literal, $title:literal, $detail:literal;)*) => {
        impl Problem {
            $($(#[$doc])* pub fn $name() -> Self {
                Self::new(StatusCode::$status, $kind, $title).detail($detail)
            })*
        }
    };
}

problems! {
    /// 403: authenticated, but not allowed.
    forbidden: FORBIDDEN, "forbidden", "Forbidden", "You are not allowed to do this.";
    /// 404: it does not exist, or the caller may not know of it.
    not_found: NOT_FOUND, "not-found", "Not found", "There is nothing at this address.";
    /// 405: the resource does not support this method. Add [`Problem::allow`].
    method_not_allowed: METHOD_NOT_ALLOWED, "method-not-allowed", "Method not allowed",
        "This address does not answer that method.";
    /// 415: the `Content-Type` is not supported.
    unsupported_media_type: UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type",
        "Unsupported media type", "This address does not read bodies of that Content-Type.";
    /// 422: well-formed, but with invalid values. Add [`Problem::field`]s.
    invalid: UNPROCESSABLE_ENTITY, "invalid", "Invalid values",
        "Some values are invalid; see the errors.";
    /// 500: an internal error. Add [`Problem::caused_by`], so that it is logged.
    internal: INTERNAL_SERVER_ERROR, "internal", "Internal error",
        "Something went wrong on our side. The request id helps to find it.";
    /// 502: the upstream cannot be reached, or its response is invalid.
    bad_gateway: BAD_GATEWAY, "bad-gateway", "Service unreachable",
        "The service behind this address cannot be reached.";
    /// 504: the upstream did not respond in time.
    gateway_timeout: GATEWAY_TIMEOUT, "gateway-timeout", "Service too slow",
        "The service behind this address did not answer in time.";
}

/// An error and its sources, one line each, outermost first.
fn stack(error: &dyn Error) -> String {
    let errors = iter::successors(Some(error), |error| (*error).source());
    let lines: Vec<_> = errors.map(ToString::to_string).collect();
    lines.join("\ncaused by: ")
}

/// The members of the body.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    #[serde(rename = "type")]
    kind: String,
    title: &'a str,
    status: u16,
    detail: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [FieldError],
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cause: Option<String>,
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.0.status
    }

    fn error_response(&self) -> HttpResponse<BoxBody> {
        self.respond(self.source())
    }
}

#[cfg(test)]
mod tests {
    use actix_web::body::to_bytes;
    use actix_web::middleware::from_fn;
    use actix_web::test::{TestRequest, call_and_read_body_json, init_service};
    use actix_web::{App, web};
    use serde_json::{Value, json};

    use super::*;

    async fn body_of(problem: &Problem) -> Value {
        let bytes = to_bytes(problem.error_response().into_body())
            .await
            .unwrap();
        serde_json::from_slice(&bytes).unwrap()
    }

    #[actix_web::test]
    async fn the_body_is_a_problem_with_its_members() {
        let problem = Problem::invalid().field("/name", "too_long", "at most 100 characters");
        let response = problem.error_response();
        assert_eq!(response.status(), 422);
        assert_eq!(
            response.headers().get("content-type").unwrap(),
            "application/problem+json"
        );
        assert_eq!(
            body_of(&problem).await,
            json!({
                "type": "/problems/invalid",
                "title": "Invalid values",
                "status": 422,
                "detail": "Some values are invalid; see the errors.",
                "errors": [{ "pointer": "/name", "code": "too_long", "message": "at most 100 characters" }],
            })
        );
    }

    #[actix_web::test]
    async fn the_request_id_is_that_of_the_task_that_created_the_problem() {
        let id = RequestId::parse("outer-1").unwrap();
        let problem = request_id::scope(id, async { Problem::not_found() }).await;
        assert_eq!(body_of(&problem).await["requestId"], "outer-1");
    }

    #[actix_web::test]
    async fn a_cause_is_not_sent_to_the_client() {
        let problem = Problem::internal().caused_by("password=hunter2");
        assert!(!body_of(&problem).await.to_string().contains("hunter2"));
        assert_eq!(problem.source().unwrap().to_string(), "password=hunter2");
    }

    #[actix_web::test]
    async fn show_causes_adds_the_cause_of_a_5xx_only() {
        async fn fails() -> Result<HttpResponse, Problem> {
            Err(Problem::internal().caused_by("a full disk"))
        }
        async fn rejects() -> Result<HttpResponse, Problem> {
            Err(Problem::new(StatusCode::CONFLICT, "taken", "Taken").caused_by("why"))
        }
        let app = init_service(
            App::new()
                .route("/fails", web::get().to(fails))
                .route("/rejects", web::get().to(rejects))
                .wrap(from_fn(show_causes)),
        )
        .await;
        let get = async |uri| {
            let request = TestRequest::get().uri(uri).to_request();
            call_and_read_body_json::<_, _, Value>(&app, request).await
        };
        assert_eq!(get("/fails").await["cause"], "a full disk");
        assert_eq!(get("/rejects").await.get("cause"), None);
    }

    #[actix_web::test]
    async fn a_missing_scope_is_named() {
        let problem = Problem::scope_missing("write");
        assert_eq!(body_of(&problem).await["scope"], "write");
        let response = problem.error_response();
        assert_eq!(
            response.headers().get("www-authenticate").unwrap(),
            r#"Bearer error="insufficient_scope", scope="write""#
        );
    }

    #[test]
    fn headers_are_part_of_the_response() {
        let headers = |problem: Problem, name: &str| {
            problem
                .error_response()
                .headers()
                .get(name)
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned()
        };
        assert_eq!(
            headers(Problem::unauthorized("no"), "www-authenticate"),
            "Bearer"
        );
        assert_eq!(
            headers(Problem::unavailable("unreachable", 5), "retry-after"),
            "5"
        );
        let allowed = Problem::method_not_allowed().allow(&[Method::GET, Method::HEAD]);
        assert_eq!(headers(allowed, "allow"), "GET, HEAD");
    }

    #[test]
    fn a_stack_of_causes_starts_with_the_outermost() {
        let inner = Problem::malformed("inner");
        let outer = Problem::internal().caused_by(inner);
        assert_eq!(
            stack(&outer),
            "500 Internal error: Something went wrong on our side. The request id helps to find it.\n\
             caused by: 400 Malformed request: inner"
        );
    }
}
