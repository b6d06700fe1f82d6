//! The edge: the phases before and after a request is forwarded, one file each.
//!
//! identify → CORS → rate limit → guard → authenticate → (route → forward, outside this module) →
//! respond → log. [`crate::app`] mounts them. A phase that rejects a request responds with a
//! problem, which passes the last two phases like every other response.

mod authenticate;
pub(crate) mod certificate;
mod context;
mod guard;
mod log;
mod public;
mod respond;
pub mod settings;

use std::future::{Ready, ready};
use std::rc::Rc;
use std::sync::Arc;

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::guard::GuardContext;
use actix_web::http::header;
use actix_web::middleware::Next;
use actix_web::{Error, FromRequest, HttpMessage, HttpRequest, web};
use kpi_common::access_token::AccessTokens;
use kpi_common::cors::{self, AllowedOrigins};
use kpi_common::problem::Problem;
use kpi_common::rate_limit::{InvalidRule, RateLimits};
use kpi_common::redis::{Redis, RedisError};
use kpi_common::session_token::Verifier;
use kpi_common::{panics, request_id};

use crate::area::Area;
use crate::connection_state::ConnectionState;
use crate::metrics::Metrics;
pub use certificate::CertificateError;
use context::RequestContext;
use log::{LoggedBody, RequestLog};
pub use public::InvalidDescription;
use public::PublicOperations;
use settings::{EdgeConfig, GuardConfig};

/// The state of the phases, shared by all workers.
pub(crate) struct Edge {
    is_tls: bool,
    guard: GuardConfig,
    pub(crate) cors: AllowedOrigins,
    tokens: Option<Verifier>,
    access_tokens: Option<AccessTokens>,
    public: PublicOperations,
    pub(crate) limits: RateLimits,
    metrics: Arc<Metrics>,
}

/// Why the edge cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum EdgeError {
    /// The embedded API description is invalid.
    #[error(transparent)]
    Description(#[from] InvalidDescription),
    /// Redis cannot be used.
    #[error(transparent)]
    Redis(#[from] RedisError),
    /// A rate limit is invalid.
    #[error(transparent)]
    Limits(#[from] InvalidRule),
}

impl Edge {
    /// Sets it up, once.
    pub(crate) fn new(config: &EdgeConfig, metrics: Arc<Metrics>) -> Result<Self, EdgeError> {
        if config.jwt_secret.is_none() {
            tracing::warn!("JWT_SECRET is not set: only the backend verifies tokens");
        }
        let redis = config.redis.as_ref().map(Redis::start).transpose()?;
        Ok(Self {
            is_tls: config.tls.is_some(),
            guard: config.guard,
            cors: config.cors.clone(),
            tokens: config.jwt_secret.as_ref().map(Verifier::new),
            access_tokens: config.jwt_secret.as_ref().map(AccessTokens::new),
            public: PublicOperations::read()?,
            limits: RateLimits::start(&config.limits, redis)?,
            metrics,
        })
    }
}

/// Middleware: the phases identify, respond and log, around the others.
pub(crate) async fn handle<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<LoggedBody<EitherBody<B>>>, Error> {
    let edge = edge_of(request.app_data())?.clone();
    let context = Rc::new(RequestContext::identify(&mut request, &edge));
    let id = context.entry.request_id.clone();
    let subject = context.subject(&edge, request.match_info().as_str());
    {
        let mut extensions = request.extensions_mut();
        extensions.insert(Rc::clone(&context));
        extensions.insert(id.clone());
        if let Some(subject) = subject {
            extensions.insert(subject);
        }
    }
    let connection = request.conn_data::<Rc<ConnectionState>>().cloned();
    if let Some(connection) = &connection {
        connection.begin(request.headers());
    }
    let log = RequestLog::new(Rc::clone(&context), Arc::clone(&edge.metrics), connection);

    // Log lines get the request id from a task-local; a span would cost as much as the line itself.
    let handled = panics::catch_unwind(async {
        if let Err(problem) = guard::check_host(request.request()) {
            return Ok(request.error_response(problem).map_into_right_body());
        }
        let response = next.call(request).await?;
        Ok(match context.area {
            Area::App => response.map_into_left_body(),
            _ => cors::finish_response(response),
        })
    });
    match request_id::scope(id, handled).await {
        Ok(mut response) => {
            respond::finish(&mut response, &context, &edge);
            context.entry.status.set(response.status());
            let log = log.with_response(response.request());
            Ok(response.map_body(|_, body| LoggedBody { body, log }))
        }
        Err(error) => {
            let mut response = error.error_response();
            respond::set_headers(response.headers_mut(), &context);
            context.entry.status.set(response.status());
            Err(InternalError::from_response(error, response).into())
        }
    }
}

/// Whether a request is for the web app, which has no CORS.
pub(crate) fn is_for_app(request: &GuardContext<'_>) -> bool {
    let data = request.req_data();
    data.get::<Rc<RequestContext>>()
        .is_some_and(|context| context.area == Area::App)
}

/// Whether it has `Origin`: a page sent it.
pub(crate) fn has_origin(request: &GuardContext<'_>) -> bool {
    request.head().headers.contains_key(header::ORIGIN)
}

/// Extractor: the phases guard and authenticate have admitted the request. Every handler uses it;
/// another middleware would cost each request more than the checks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Admitted {
    /// The area of the path.
    pub(crate) area: Area,
}

impl FromRequest for Admitted {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(admit(request))
    }
}

fn admit(request: &HttpRequest) -> Result<Admitted, Problem> {
    let edge = edge_of(request.app_data())?;
    let context = context_of(request)?;
    guard::check(request, &context, &edge.guard)?;
    authenticate::check(request, &context, edge)?;
    Ok(Admitted { area: context.area })
}

fn edge_of(edge: Option<&web::Data<Edge>>) -> Result<&web::Data<Edge>, Problem> {
    edge.ok_or_else(|| Problem::internal().caused_by("the edge is not set up"))
}

fn context_of(request: &impl HttpMessage) -> Result<Rc<RequestContext>, Problem> {
    let context = request.extensions().get::<Rc<RequestContext>>().cloned();
    context.ok_or_else(|| Problem::internal().caused_by("the request is not identified"))
}

#[cfg(test)]
mod tests {
    use actix_web::middleware::from_fn;
    use actix_web::test::{TestRequest, init_service, try_call_service};
    use actix_web::{App, HttpResponse};
    use kpi_common::config::{Environment, Settings};
    use kpi_common::security_headers::FIXED;

    use super::*;

    #[actix_web::test]
    async fn the_response_to_a_panic_has_the_common_fields() {
        async fn panics() -> HttpResponse {
            panic!("the handler panics")
        }
        let mut settings = Settings::from_pairs([]);
        let config = EdgeConfig::read(&mut settings, Environment::Staging);
        let metrics = Arc::new(Metrics::new().unwrap());
        let edge = Edge::new(&config, Arc::clone(&metrics)).unwrap();
        let app = App::new()
            .app_data(web::Data::new(edge))
            .default_service(web::to(panics))
            .wrap(from_fn(handle));
        let app = init_service(app).await;
        let request = TestRequest::with_uri("/api/x")
            .insert_header((header::HOST, "gateway"))
            .insert_header((request_id::HEADER.clone(), "mine"));
        // actix-http makes the response of an error, outside of all phases.
        let (status, headers) = match try_call_service(&app, request.to_request()).await {
            Ok(response) => (response.status(), response.headers().clone()),
            Err(error) => {
                let response = error.error_response();
                (response.status(), response.headers().clone())
            }
        };
        assert_eq!(status, 500);
        assert_eq!(
            headers.get(header::CONTENT_TYPE).unwrap(),
            "application/problem+json"
        );
        assert_eq!(headers.get(&request_id::HEADER).unwrap(), "mine");
        for (name, value) in FIXED {
            assert_eq!(headers.get(&name), Some(&value), "{name}");
        }
        assert!(headers.contains_key(header::CONTENT_SECURITY_POLICY));
        let counted = r#"gateway_requests_total{area="api",status="5xx"} 1"#;
        assert!(metrics.render().unwrap().contains(counted));
    }
}
