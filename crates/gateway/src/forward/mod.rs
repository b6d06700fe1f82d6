//! Forwards a request: selects the upstream, admits the body, sends the request, and relays the
//! response.

use std::time::Duration;

use actix_web::http::{ConnectionType, StatusCode};
use actix_web::{HttpMessage, HttpRequest, HttpResponse, ResponseError as _, web};
use kpi_common::problem::Problem;
use kpi_common::reports;
use kpi_common::shutdown::Lifecycle;

use crate::area::Area;
use crate::config::Config;
use crate::edge::Admitted;
use crate::outgoing::{BodyTimeout, ForwardingContext, OutgoingHead, RequestBody};
use crate::tunnel;
use crate::upstream::{ExchangeError, Upstream, UpstreamResponse};

/// The state of forwarding; one per worker.
pub(crate) struct Forwarder {
    backend: Upstream,
    frontend: Upstream,
    max_body_bytes: usize,
    body_timeout: BodyTimeout,
    context: ForwardingContext,
    tunnel_idle: Duration,
    lifecycle: Lifecycle,
    is_traced: bool,
}

impl Forwarder {
    pub(crate) fn new(config: &Config, upstreams: [Upstream; 2], lifecycle: &Lifecycle) -> Self {
        let [backend, frontend] = upstreams;
        let timeouts = &config.upstreams.timeouts;
        Self {
            backend,
            frontend,
            max_body_bytes: config.server.max_body_bytes,
            body_timeout: BodyTimeout {
                idle: timeouts.body,
                min_rate: timeouts.body_rate,
            },
            context: ForwardingContext {
                trusted_proxies: config.service.trusted_proxies.clone(),
                is_tls: config.edge.tls.is_some(),
            },
            tunnel_idle: config.upstreams.tunnel_idle,
            lifecycle: lifecycle.clone(),
            is_traced: config.reports.is_enabled(),
        }
    }
}

/// Handler: forwards a request and streams the response.
pub(crate) async fn forward(
    admitted: Admitted,
    request: HttpRequest,
    payload: web::Payload,
    forwarder: web::Data<Forwarder>,
) -> Result<HttpResponse, Problem> {
    let area = admitted.area;
    if forwarder.is_traced {
        set_transaction_name(&request, area);
    }
    let outcome = exchange(&request, payload, area, &forwarder).await;
    if !forwarder.lifecycle.is_draining() {
        return outcome;
    }
    // While draining, the client's next request should go to another gateway.
    let mut response = outcome.unwrap_or_else(|problem| problem.error_response());
    if response.status() != StatusCode::SWITCHING_PROTOCOLS {
        response
            .head_mut()
            .set_connection_type(ConnectionType::Close);
    }
    Ok(response)
}

/// Sets the transaction name by upstream, because all forwarded requests have the same route.
fn set_transaction_name(request: &HttpRequest, area: Area) {
    let to = match area {
        Area::Api | Area::Health => "backend",
        Area::App => "frontend",
        Area::Gateway | Area::Ambiguous => "gateway",
    };
    reports::set_transaction_name(&format!("{} {to}", request.method()));
}

async fn exchange(
    request: &HttpRequest,
    payload: web::Payload,
    area: Area,
    forwarder: &Forwarder,
) -> Result<HttpResponse, Problem> {
    let upstream = select_upstream(area, forwarder)?;
    let is_upgrade = tunnel::is_requested(request)?;
    let payload = payload.into_inner();
    let (payload, body) = if is_upgrade {
        (Some(payload), RequestBody::empty())
    } else {
        let (limit, timeout) = (forwarder.max_body_bytes, forwarder.body_timeout);
        let body = RequestBody::admit(request, payload, limit, timeout);
        (None, body.map_err(ExchangeError::Body)?)
    };
    let head = OutgoingHead {
        request,
        context: &forwarder.context,
        is_upgrade,
    };
    let forwarded = upstream.send(head, body).await?;
    request.extensions_mut().insert(forwarded.upstream);
    match (forwarded.response, payload) {
        (UpstreamResponse::Http(response), _) => Ok(response),
        (UpstreamResponse::Tunnel(tunnel), Some(payload)) => Ok(tunnel::open(
            *tunnel,
            payload,
            forwarder.tunnel_idle,
            &forwarder.lifecycle,
        )),
        // Already an error in `Upstream::send`.
        (UpstreamResponse::Tunnel(_), None) => Err(ExchangeError::UnexpectedUpgrade.into()),
    }
}

/// The upstream of an area.
fn select_upstream(area: Area, forwarder: &Forwarder) -> Result<&Upstream, Problem> {
    match area {
        Area::Api | Area::Health => Ok(&forwarder.backend),
        Area::App => Ok(&forwarder.frontend),
        // The gateway's own resources have their routes, and ambiguous paths are rejected before.
        Area::Gateway | Area::Ambiguous => Err(Problem::not_found()),
    }
}
