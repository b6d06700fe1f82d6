//! The way of a request through the edge, in phases: identify → guard → limit → authenticate →
//! (route → forward, which are not the edge's) → respond → log.
//!
//! Each phase is a file. A phase that refuses answers with a problem, and the answer goes through
//! the last two phases like every other.

mod authenticate;
pub(crate) mod certificate;
mod guard;
mod limit;
mod log;
mod public;
mod respond;
pub mod settings;
mod visit;

use std::rc::Rc;
use std::sync::Arc;

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpResponse, ResponseError, web};
use kpi_common::cors::AllowedOrigins;
use kpi_common::panics;
use kpi_common::problem::Problem;
use kpi_common::rate_limit::{Counters, Limiter};
use kpi_common::redis::{Redis, RedisError};
use kpi_common::request_id;
use kpi_common::session_token::Verifier;

use crate::connection_state::{ConnectionState, Framing};
use crate::metrics::Metrics;
pub use certificate::CertificateError;
use log::{Line, Logged};
use public::PublicOperations;
pub use public::UnreadableDescription;
use settings::{EdgeConfig, GuardConfig};
use visit::Visit;

/// What the phases need; one for each worker.
pub(crate) struct Edge {
    is_tls: bool,
    guard: GuardConfig,
    cors: AllowedOrigins,
    tokens: Option<Verifier>,
    public: Arc<PublicOperations>,
    limiter: Limiter,
    metrics: Arc<Metrics>,
}

/// What the workers' edges have in common.
#[derive(Clone)]
pub(crate) struct Common {
    config: EdgeConfig,
    public: Arc<PublicOperations>,
    counters: Arc<Counters>,
    redis: Option<Redis>,
    metrics: Arc<Metrics>,
}

/// Why there can be no edge.
#[derive(Debug, thiserror::Error)]
pub enum EdgeError {
    /// Who may do what cannot be told.
    #[error(transparent)]
    Description(#[from] UnreadableDescription),
    /// Counts cannot be shared.
    #[error(transparent)]
    Redis(#[from] RedisError),
}

impl Common {
    /// Prepares it, once.
    pub(crate) fn new(config: &EdgeConfig, metrics: Arc<Metrics>) -> Result<Self, EdgeError> {
        if config.jwt_secret.is_none() {
            tracing::warn!("JWT_SECRET is not set: the backend alone judges who is signed in");
        }
        Ok(Self {
            config: config.clone(),
            public: Arc::new(PublicOperations::read()?),
            counters: Arc::new(Counters::new(&config.limits)),
            redis: config.redis.as_ref().map(Redis::start).transpose()?,
            metrics,
        })
    }

    /// The edge of one worker.
    pub(crate) fn edge(&self) -> Edge {
        Edge {
            is_tls: self.config.tls.is_some(),
            guard: self.config.guard,
            cors: self.config.cors.clone(),
            tokens: self.config.jwt_secret.as_ref().map(Verifier::new),
            public: Arc::clone(&self.public),
            limiter: Limiter::new(Arc::clone(&self.counters), self.redis.clone()),
            metrics: Arc::clone(&self.metrics),
        }
    }
}

/// Middleware: walks a request through the phases. It belongs outermost.
pub(crate) async fn walk<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<Logged<EitherBody<B>>>, Error> {
    let edge = request
        .app_data::<web::Data<Edge>>()
        .cloned()
        .ok_or_else(|| Problem::internal().caused_by("the edge is not set up"))?;
    let visit = Rc::new(Visit::identify(&mut request, &edge));
    let id = visit.request_id.clone();
    {
        let mut extensions = request.extensions_mut();
        extensions.insert(Rc::clone(&visit));
        extensions.insert(id.clone());
    }
    let connection = request.conn_data::<Rc<ConnectionState>>().cloned();
    if let Some(connection) = &connection {
        connection.begin(Framing::of(request.headers()));
    }
    let line = Line::new(Rc::clone(&visit), Arc::clone(&edge.metrics), connection);

    // The lines of the log know the request by its task; a span would cost as much as the line.
    let passage = panics::contained(pass(request, &visit, &edge, next));
    match request_id::scope(id, passage).await {
        Ok(mut response) => {
            respond::finish(response.headers_mut(), &visit, &edge);
            visit.status.set(response.status());
            let line = line.answered(response.request());
            Ok(response.map_body(|_, body| Logged::new(body, line)))
        }
        Err(error) => {
            visit.status.set(error.as_response_error().status_code());
            Err(error)
        }
    }
}

/// Lets a request through to what is behind the edge, or answers it here.
async fn pass<B: MessageBody>(
    request: ServiceRequest,
    visit: &Visit,
    edge: &Edge,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let answer = match admit(&request, visit, edge).await {
        Ok(None) => {
            let response = next.call(request).await?;
            return Ok(response.map_into_left_body());
        }
        Ok(Some(answer)) => answer,
        Err(problem) => problem.error_response(),
    };
    Ok(request.into_response(answer).map_into_right_body())
}

/// The phases before the one that asks a service: nothing, an answer, or a refusal.
async fn admit(
    request: &ServiceRequest,
    visit: &Visit,
    edge: &Edge,
) -> Result<Option<HttpResponse<BoxBody>>, Problem> {
    guard::check(request, visit, &edge.guard)?;
    if visit.is_preflight {
        return edge.cors.preflight(visit.origin.as_ref()).map(Some);
    }
    limit::check(request, visit, edge).await?;
    authenticate::check(visit, edge)?;
    Ok(None)
}
