//! One exchange, in phases: choose the upstream, admit the body, prepare the head, send and wait,
//! hand the answer back.

mod answer;
mod trailers;

use actix_web::dev::Payload;
use actix_web::http::{ConnectionType, StatusCode};
use actix_web::{HttpMessage, HttpRequest, HttpResponse, ResponseError as _, web};
use kpi_common::problem::Problem;
use kpi_common::reports;
use kpi_common::shutdown::Life;

use crate::config::Config;
use crate::outgoing::{Length, OutgoingHead, Pace, Upload, Vantage};
use crate::routing::{self, Destination};
use crate::tunnel;
use crate::upstream::config::TunnelConfig;
use crate::upstream::{ExchangeError, Outcome, Upstream};

/// What forwarding needs; one for each worker.
pub(crate) struct Gateway {
    backend: Upstream,
    frontend: Upstream,
    max_body_bytes: usize,
    pace: Pace,
    vantage: Vantage,
    tunnel: TunnelConfig,
    life: Life,
    is_traced: bool,
    /// Whether problems tell what caused them.
    is_development: bool,
}

impl Gateway {
    pub(crate) fn new(config: &Config, backend: Upstream, frontend: Upstream, life: &Life) -> Self {
        let patience = &config.upstreams.patience;
        Self {
            backend,
            frontend,
            max_body_bytes: config.max_body_bytes,
            pace: Pace {
                pause: patience.body,
                rate: patience.body_rate,
            },
            vantage: Vantage {
                trusted_proxies: config.trusted_proxies.clone(),
                is_tls: config.edge.tls.is_some(),
            },
            tunnel: config.upstreams.tunnel,
            life: life.clone(),
            is_traced: config.reports.is_on(),
            is_development: config.environment.is_development(),
        }
    }
}

/// Forwards a request and streams the answer back.
pub(crate) async fn forward(
    request: HttpRequest,
    payload: web::Payload,
    gateway: web::Data<Gateway>,
) -> Result<HttpResponse, Problem> {
    if gateway.is_traced {
        name_trace(&request);
    }
    let outcome = answer(&request, payload, &gateway).await;
    let outcome = outcome.map_err(|problem| {
        if gateway.is_development {
            problem.telling_cause()
        } else {
            problem
        }
    });
    if !gateway.life.is_leaving() {
        return outcome;
    }
    // The next request of this client is for another gateway.
    let mut response = outcome.unwrap_or_else(|problem| problem.error_response());
    if response.status() != StatusCode::SWITCHING_PROTOCOLS {
        response
            .head_mut()
            .set_connection_type(ConnectionType::Close);
    }
    Ok(response)
}

/// Names the trace of a request by who answers it: all that is forwarded has one route.
fn name_trace(request: &HttpRequest) {
    let to = match routing::route(request.path()) {
        Ok(Destination::Backend) => "backend",
        Ok(Destination::Frontend) => "frontend",
        Ok(Destination::Gateway) | Err(_) => "nobody",
    };
    reports::name_trace(&format!("{} {to}", request.method()));
}

async fn answer(
    request: &HttpRequest,
    payload: web::Payload,
    gateway: &Gateway,
) -> Result<HttpResponse, Problem> {
    let upstream = choose(request, gateway)?;
    if tunnel::is_asked(request)? {
        let payload = payload.into_inner();
        return Box::pin(connect(request, payload, gateway, upstream)).await;
    }
    let admitted = Upload::admit(
        request,
        payload.into_inner(),
        gateway.max_body_bytes,
        gateway.pace,
    );
    let (length, upload) = admitted.await.map_err(ExchangeError::Upload)?;
    let head = OutgoingHead::new(request, length, &gateway.vantage);
    match send(request, upstream, &head, upload).await? {
        Outcome::Answer(answer) => Ok(answer::hand_back(&head, answer)),
        // That is an error of the exchange already; it does not come this far.
        Outcome::Switched(_) => Err(Problem::bad_gateway()),
    }
}

/// Opens a tunnel, if the instance agrees.
async fn connect(
    request: &HttpRequest,
    payload: Payload,
    gateway: &Gateway,
    upstream: &Upstream,
) -> Result<HttpResponse, Problem> {
    let head = OutgoingHead::new(request, Length::None, &gateway.vantage).upgrading();
    match send(request, upstream, &head, None).await? {
        Outcome::Answer(answer) => Ok(answer::hand_back(&head, answer)),
        Outcome::Switched(switched) => {
            tunnel::open(switched, payload, gateway.tunnel, &gateway.life)
        }
    }
}

/// Sends, and leaves a note of who served it.
async fn send(
    request: &HttpRequest,
    upstream: &Upstream,
    head: &OutgoingHead<'_>,
    upload: Option<Upload>,
) -> Result<Outcome, ExchangeError> {
    let served = upstream.send(head, upload).await?;
    request.extensions_mut().insert(served.by);
    Ok(served.outcome)
}

/// Phase one: the upstream of this request, or why it has none.
fn choose<'a>(request: &HttpRequest, gateway: &'a Gateway) -> Result<&'a Upstream, Problem> {
    match routing::route(request.uri().path()) {
        Ok(Destination::Backend) => Ok(&gateway.backend),
        Ok(Destination::Frontend) => Ok(&gateway.frontend),
        // What the gateway has pages for has been answered already.
        Ok(Destination::Gateway) => Err(Problem::not_found()),
        Err(routing::Ambiguous) => Err(Problem::malformed("The path of the request is ambiguous.")),
    }
}
