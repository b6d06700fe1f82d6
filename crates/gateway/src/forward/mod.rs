//! One exchange, in phases: choose the upstream, admit the body, prepare the head, send and wait,
//! hand the answer back.

mod answer;
mod head;
mod upload;

use std::net::IpAddr;
use std::time::Duration;

use actix_web::http::Method;
use actix_web::{HttpRequest, HttpResponse, web};
use awc::error::{ConnectError, SendRequestError};
use awc::{Client, ClientRequest, ClientResponse};
use kpi_common::client_ip::TrustedProxies;
use kpi_common::problem::Problem;

pub(crate) use upload::UploadFault;

use crate::config::Config;
use crate::problem::ExchangeError;
use crate::routing::{self, Destination};
use crate::upstream::Origin;
use upload::Upload;

/// What forwarding needs; one for each worker.
pub(crate) struct Gateway {
    client: Client,
    backend: Origin,
    frontend: Origin,
    timeout: Duration,
    max_body_bytes: usize,
    trusted_proxies: TrustedProxies,
}

impl Gateway {
    pub(crate) fn new(config: &Config, client: Client) -> Self {
        Self {
            client,
            backend: config.upstreams.backend.clone(),
            frontend: config.upstreams.frontend.clone(),
            timeout: config.upstreams.timeout,
            max_body_bytes: config.max_body_bytes,
            trusted_proxies: config.trusted_proxies.clone(),
        }
    }

    fn trusts(&self, peer: IpAddr) -> bool {
        self.trusted_proxies.contains(peer)
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
    let response = exchange(&request, upstream, upload, &gateway).await?;
    Ok(answer::hand_back(request.method(), response))
}

/// Phase one: the upstream of this request, or why it has none.
fn choose<'a>(request: &HttpRequest, gateway: &'a Gateway) -> Result<&'a Origin, Problem> {
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

/// Sends, and once more if the connection broke and nothing can have happened twice.
async fn exchange(
    request: &HttpRequest,
    upstream: &Origin,
    upload: Upload,
    gateway: &Gateway,
) -> Result<ClientResponse, ExchangeError> {
    let again = (upload.is_empty() && is_repeatable(request.method())).then(|| upload.empty());
    let outgoing = || head::prepare(request, upstream, gateway);
    match (send(outgoing(), upload, gateway.timeout).await, again) {
        // A pooled connection may be closed by the upstream just as it is used.
        (Err(ExchangeError::Upstream(error)), Some(again)) if is_broken_connection(&error) => {
            send(outgoing(), again, gateway.timeout).await
        }
        (outcome, _) => outcome,
    }
}

/// Sends head and body and waits for the head of the answer, as long as something moves.
async fn send(
    outgoing: ClientRequest,
    upload: Upload,
    patience: Duration,
) -> Result<ClientResponse, ExchangeError> {
    let progress = upload.progress();
    let outcome = tokio::select! {
        outcome = outgoing.send_body(upload) => outcome,
        fault = progress.standstill(patience) => {
            return Err(fault.map_or(ExchangeError::Late, ExchangeError::Upload));
        }
    };
    // A fault of the body shows as an error of sending it.
    outcome.map_err(|error| match progress.fault() {
        Some(fault) => ExchangeError::Upload(fault),
        None => ExchangeError::Upstream(error),
    })
}

/// RFC 9110 §9.2.2: a method that means the same when it is sent twice.
fn is_repeatable(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

fn is_broken_connection(error: &SendRequestError) -> bool {
    matches!(
        error,
        SendRequestError::Connect(ConnectError::Disconnected) | SendRequestError::Send(_)
    )
}
