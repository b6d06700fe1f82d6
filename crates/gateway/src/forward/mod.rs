//! One exchange, in phases: choose the upstream, admit the body, prepare the head, send and wait,
//! hand the answer back.

mod answer;
mod head;
mod upload;

use std::rc::Rc;
use std::time::Duration;

use actix_web::dev::RequestHead;
use actix_web::http::Method;
use actix_web::{HttpRequest, HttpResponse, web};
use kpi_common::client_ip::TrustedProxies;
use kpi_common::problem::Problem;

pub(crate) use upload::UploadFault;

use crate::config::Config;
use crate::problem::ExchangeError;
use crate::routing::{self, Destination};
use crate::upstream::{Answer, Upstream};
use upload::Upload;

/// What forwarding needs; one for each worker.
pub(crate) struct Gateway {
    backend: Upstream,
    frontend: Upstream,
    timeout: Duration,
    max_body_bytes: usize,
    trusted_proxies: TrustedProxies,
}

impl Gateway {
    pub(crate) fn new(config: &Config, backend: Upstream, frontend: Upstream) -> Self {
        Self {
            backend,
            frontend,
            timeout: config.upstreams.timeout,
            max_body_bytes: config.max_body_bytes,
            trusted_proxies: config.trusted_proxies.clone(),
        }
    }
}

/// Forwards a request and streams the answer back.
pub(crate) async fn forward(
    request: HttpRequest,
    payload: web::Payload,
    gateway: web::Data<Gateway>,
) -> Result<HttpResponse, Problem> {
    let upstream = choose(&request, &gateway)?;
    let upload = Upload::admit(&request, payload.into_inner(), gateway.max_body_bytes)
        .map_err(ExchangeError::Upload)?;
    let head = head::prepare(&request, upstream.origin(), &gateway.trusted_proxies);
    let response = exchange(upstream, head, upload, gateway.timeout).await?;
    Ok(answer::hand_back(request.method(), response))
}

/// Phase one: the upstream of this request, or why it has none.
fn choose<'a>(request: &HttpRequest, gateway: &'a Gateway) -> Result<&'a Upstream, Problem> {
    // TRACE shows credentials to whoever can make a browser ask (RFC 9110 §9.3.8), and a gateway
    // opens no tunnels (§9.3.6).
    if matches!(*request.method(), Method::TRACE | Method::CONNECT) {
        return Err(Problem::method_not_allowed().allow(&[
            Method::GET,
            Method::HEAD,
            Method::POST,
            Method::PUT,
            Method::PATCH,
            Method::DELETE,
            Method::OPTIONS,
        ]));
    }
    match routing::route(request.uri().path()) {
        Ok(Destination::Backend) => Ok(&gateway.backend),
        Ok(Destination::Frontend) => Ok(&gateway.frontend),
        // What the gateway has pages for has been answered already.
        Ok(Destination::Gateway) => Err(Problem::not_found()),
        Err(routing::Ambiguous) => Err(Problem::malformed("The path of the request is ambiguous.")),
    }
}

/// Sends, and once more if a used connection broke and nothing can have happened twice.
async fn exchange(
    upstream: &Upstream,
    head: RequestHead,
    upload: Upload,
    patience: Duration,
) -> Result<Answer, ExchangeError> {
    let again = (upload.is_empty() && is_repeatable(&head.method)).then(|| upload.empty());
    let head = Rc::new(head);
    match (send(upstream, &head, upload, patience).await, again) {
        (Err(ExchangeError::Stale(_)), Some(again)) => send(upstream, &head, again, patience).await,
        (outcome, _) => outcome,
    }
}

/// Sends head and body and waits for the head of the answer, as long as something moves.
async fn send(
    upstream: &Upstream,
    head: &Rc<RequestHead>,
    upload: Upload,
    patience: Duration,
) -> Result<Answer, ExchangeError> {
    let progress = upload.progress();
    tokio::select! {
        outcome = upstream.send(head, upload) => outcome,
        fault = progress.standstill(patience) => {
            Err(fault.map_or(ExchangeError::Late, ExchangeError::Upload))
        }
    }
}

/// RFC 9110 §9.2.2: a method that means the same when it is sent twice.
fn is_repeatable(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}
