//! One exchange, in phases: choose the upstream, admit the body, prepare the head, send and wait,
//! relay the response.

use std::time::Duration;

use actix_web::http::{ConnectionType, StatusCode};
use actix_web::{HttpMessage, HttpRequest, HttpResponse, ResponseError as _, web};
use kpi_common::problem::Problem;
use kpi_common::reports;
use kpi_common::shutdown::Lifecycle;

use crate::area::Area;
use crate::config::Config;
use crate::edge::Admitted;
use crate::outgoing::{BodyPace, ForwardingContext, OutgoingHead, RequestBody};
use crate::tunnel;
use crate::upstream::{ExchangeError, Outcome, Upstream};

/// What forwarding needs; one for each worker.
pub(crate) struct Gateway {
    backend: Upstream,
    frontend: Upstream,
    max_body_bytes: usize,
    pace: BodyPace,
    context: ForwardingContext,
    tunnel_idle: Duration,
    life: Lifecycle,
    is_traced: bool,
}

impl Gateway {
    pub(crate) fn new(config: &Config, backend: Upstream, frontend: Upstream, life: &Lifecycle) -> Self {
        let patience = &config.upstreams.patience;
        Self {
            backend,
            frontend,
            max_body_bytes: config.server.max_body_bytes,
            pace: BodyPace {
                pause: patience.body,
                rate: patience.body_rate,
            },
            context: ForwardingContext {
                trusted_proxies: config.service.trusted_proxies.clone(),
                is_tls: config.edge.tls.is_some(),
            },
            tunnel_idle: config.upstreams.tunnel_idle,
            life: life.clone(),
            is_traced: config.reports.is_enabled(),
        }
    }
}

/// Forwards a request and streams the answer back.
pub(crate) async fn forward(
    admitted: Admitted,
    request: HttpRequest,
    payload: web::Payload,
    gateway: web::Data<Gateway>,
) -> Result<HttpResponse, Problem> {
    let area = admitted.area;
    if gateway.is_traced {
        name_trace(&request, area);
    }
    let outcome = answer(&request, payload, area, &gateway).await;
    if !gateway.life.is_draining() {
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
fn name_trace(request: &HttpRequest, area: Area) {
    let to = match area {
        Area::Api | Area::Health => "backend",
        Area::App => "frontend",
        Area::Own | Area::Nowhere => "nobody",
    };
    reports::set_transaction_name(&format!("{} {to}", request.method()));
}

async fn answer(
    request: &HttpRequest,
    payload: web::Payload,
    area: Area,
    gateway: &Gateway,
) -> Result<HttpResponse, Problem> {
    let upstream = choose(area, gateway)?;
    let is_upgrade = tunnel::is_requested(request)?;
    let payload = payload.into_inner();
    let (payload, body) = if is_upgrade {
        (Some(payload), RequestBody::empty())
    } else {
        let body = RequestBody::admit(request, payload, gateway.max_body_bytes, gateway.pace);
        (None, body.map_err(ExchangeError::Body)?)
    };
    let head = OutgoingHead {
        request,
        context: &gateway.context,
        is_upgrade,
    };
    let served = upstream.send(head, body).await?;
    request.extensions_mut().insert(served.by);
    match (served.outcome, payload) {
        (Outcome::Response(response), _) => Ok(response),
        (Outcome::Tunnel(tunnel), Some(payload)) => Ok(tunnel::open(
            *tunnel,
            payload,
            gateway.tunnel_idle,
            &gateway.life,
        )),
        // That is an error of the exchange already; it does not come this far.
        (Outcome::Tunnel(_), None) => Err(ExchangeError::UnexpectedUpgrade.into()),
    }
}

/// Phase one: the upstream of this request, or why it has none.
fn choose(area: Area, gateway: &Gateway) -> Result<&Upstream, Problem> {
    match area {
        Area::Api | Area::Health => Ok(&gateway.backend),
        Area::App => Ok(&gateway.frontend),
        // What the gateway has pages for has been answered already, and what is nowhere refused.
        Area::Own | Area::Nowhere => Err(Problem::not_found()),
    }
}
