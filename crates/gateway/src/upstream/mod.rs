//! The services behind the gateway, and the HTTP/1.1 client that reaches them.
//!
//! awc, the client of actix, is not usable for forwarding: it reads the response only after the whole
//! request is written, and accepts a truncated chunked response as complete (`tests/gateway/awc.rs`
//! shows both, and fails once they are fixed). hyper is used instead; awc sends the probes.
//!
//! The health of instances is shared by all workers (`group`, `health_state`); each worker has its
//! own connections.

mod budget;
mod client;
pub mod config;
mod connector;
mod error;
mod group;
mod health_state;
mod origin;
mod pool;
mod probe;
mod response;
mod tls;

use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use actix_web::HttpResponse;
use hyper::StatusCode;
use tokio::time::Instant;

pub use config::UpstreamConfig;
pub(crate) use error::ExchangeError;
pub(crate) use group::{Group, Instance};
pub(crate) use health_state::State;
pub use origin::{Origin, Origins};
pub(crate) use probe::Prober;
pub(crate) use response::Tunnel;
pub use tls::TlsError;
pub(crate) use tls::client_config;

use crate::metrics::Metrics;
use crate::outgoing::{OutgoingHead, RequestBody};
use budget::RetryBudget;
use config::Timeouts;
use connector::Connector;
use group::{InFlightGuard, Tried};
use pool::Pool;
use response::Exchange;

/// One worker's client for one service.
pub(crate) struct Upstream {
    group: Arc<Group>,
    /// One for each instance.
    pools: Vec<Rc<Pool>>,
    connector: Connector,
    budget: RetryBudget,
    timeouts: Timeouts,
    retries: u32,
    metrics: Arc<Metrics>,
}

/// The response of an instance.
pub(crate) enum UpstreamResponse {
    /// An HTTP response.
    Http(HttpResponse),
    /// A tunnel.
    Tunnel(Box<Tunnel>),
}

/// A forwarded request.
pub(crate) struct Forwarded {
    pub(crate) response: UpstreamResponse,
    pub(crate) upstream: UpstreamInfo,
}

/// The instance and its response time, for the log; stored in the request's extensions.
#[derive(Debug, Clone)]
pub(crate) struct UpstreamInfo {
    /// Scheme, host and port of the instance.
    pub(crate) instance: Arc<str>,
    /// Time to the response head.
    pub(crate) response_time: Duration,
}

/// A failed attempt: its instance, and the error.
type Failed = (InFlightGuard, ExchangeError);

impl Upstream {
    pub(crate) fn new(
        group: Arc<Group>,
        config: &UpstreamConfig,
        tls: Arc<rustls::ClientConfig>,
        metrics: Arc<Metrics>,
    ) -> Self {
        let pools = group
            .instances()
            .iter()
            .map(|_| Pool::new(config.keep_alive));
        Self {
            pools: pools.collect(),
            group,
            connector: Connector::new(config.timeouts.connect, tls),
            budget: RetryBudget::new(),
            timeouts: config.timeouts,
            retries: config.retries,
            metrics,
        }
    }

    /// Sends a request to an instance and waits for the response head; retries on another instance if
    /// nothing was sent, or if the request may be sent twice.
    pub(crate) async fn send(
        &self,
        head: OutgoingHead<'_>,
        body: RequestBody,
    ) -> Result<Forwarded, ExchangeError> {
        self.budget.deposit();
        let started = Instant::now();
        let is_replayable = body.is_empty() && head.is_idempotent();
        let mut body = Some(body);
        let mut tried = Tried::default();
        let mut guard = self.select(&tried)?;
        let mut retries = self.retries;
        let mut force_new = false;
        loop {
            let instance = Arc::clone(guard.instance().label());
            let attempt = self.attempt(guard, head, &mut body, force_new);
            let (failed, failure) = match attempt.await {
                Ok(response) => {
                    let response_time = started.elapsed();
                    return Ok(Forwarded {
                        response,
                        upstream: UpstreamInfo {
                            instance,
                            response_time,
                        },
                    });
                }
                Err(failure) => failure,
            };
            let is_retryable =
                failure.is_before_sending() || is_replayable && failure.is_connection_error();
            // An instance may close an idle connection at any time (RFC 9112 §9.3.1): this is not a
            // failure of the instance, and does not count as a retry.
            force_new =
                !force_new && matches!(failure, ExchangeError::Stale(_) | ExchangeError::Unsent(_));
            if !is_retryable {
                return Err(failure);
            }
            tracing::debug!(%instance, %failure, "a request is retried");
            if force_new {
                // The other pooled connections are probably closed, too.
                self.pools[failed.index()].clear();
                guard = failed;
            } else {
                tried.add(&failed);
                drop(failed);
                let other = self.group.select(&tried, now());
                let other = other.filter(|_| retries > 0 && self.budget.withdraw());
                guard = other.ok_or(failure)?;
                retries -= 1;
            }
            self.metrics.request_retried();
        }
    }

    fn select(&self, tried: &Tried) -> Result<InFlightGuard, ExchangeError> {
        let now = now();
        let none = || ExchangeError::NoHealthyInstance {
            retry_after: self.group.retry_after(now),
        };
        self.group.select(tried, now).ok_or_else(none)
    }

    /// One exchange with one instance; records the result. The body is taken once a connection is
    /// available.
    async fn attempt(
        &self,
        guard: InFlightGuard,
        head: OutgoingHead<'_>,
        body: &mut Option<RequestBody>,
        force_new: bool,
    ) -> Result<UpstreamResponse, Failed> {
        let pool = &self.pools[guard.index()];
        let has_body = body.as_ref().is_some_and(|body| !body.is_empty());
        if has_body || !head.is_idempotent() {
            // A request that cannot be retried yields, so that hyper detects closed connections first.
            tokio::task::yield_now().await;
        }
        let used = if force_new { None } else { pool.take() };
        let is_used = used.is_some();
        let mut connection = match used {
            Some(connection) => connection,
            // Boxed: rare and large, so it must not enlarge the future of every request.
            None => match Box::pin(self.connector.connect(guard.instance().origin())).await {
                Ok(connection) => connection,
                Err(failure) => return Err(self.record_failure(guard, failure)),
            },
        };
        let sent = body.take().unwrap_or_else(RequestBody::empty);
        let upload = sent.progress();
        let request = match head.to_request(guard.instance().authority(), sent) {
            Ok(request) => request,
            Err(error) => return Err((guard, error.into())),
        };
        let method = request.method().clone();
        let response = match connection.send(request, self.timeouts.first_byte).await {
            Ok(response) => response,
            Err((failure, unsent)) => {
                *body = unsent;
                let failure = if is_used {
                    failure.on_used_connection()
                } else {
                    failure
                };
                return Err(self.record_failure(guard, failure));
            }
        };
        let mut exchange = Exchange {
            connection,
            upload,
            guard,
            pool: Rc::clone(pool),
            idle: self.timeouts.idle,
        };
        self.record_status(&mut exchange.guard, response.status());
        if response.status() != StatusCode::SWITCHING_PROTOCOLS {
            let response = response::relay(&method, response, exchange);
            return Ok(UpstreamResponse::Http(response));
        }
        if !head.is_upgrade {
            return Err(self.record_failure(exchange.guard, ExchangeError::UnexpectedUpgrade));
        }
        match Box::pin(Tunnel::open(response, exchange)).await {
            Ok(tunnel) => Ok(UpstreamResponse::Tunnel(Box::new(tunnel))),
            Err((guard, failure)) => Err(self.record_failure(guard, failure)),
        }
    }

    /// Records a failure, if it is the instance's. Timeouts and malformed responses do not eject the
    /// only eligible instance: one slow page must not make the others unavailable.
    fn record_failure(&self, mut guard: InFlightGuard, failure: ExchangeError) -> Failed {
        let now = now();
        let is_certain = failure.is_before_sending();
        if failure.is_instance_failure() && (is_certain || self.group.has_other(&guard, now)) {
            guard.record_failure(now);
        }
        (guard, failure)
    }

    /// Records the response status as success or failure.
    fn record_status(&self, guard: &mut InFlightGuard, status: StatusCode) {
        const FAILURES: [StatusCode; 3] = [
            StatusCode::BAD_GATEWAY,
            StatusCode::SERVICE_UNAVAILABLE,
            StatusCode::GATEWAY_TIMEOUT,
        ];
        if !FAILURES.contains(&status) {
            guard.record_success();
        } else if self.group.has_other(guard, now()) {
            guard.record_failure(now());
        }
    }
}

fn now() -> std::time::Instant {
    std::time::Instant::now()
}
