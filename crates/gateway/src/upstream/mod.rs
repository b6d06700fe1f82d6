//! The services behind the gateway, and the HTTP/1.1 client that reaches them.
//!
//! awc, actix' own client, cannot carry the data: it reads no response before the whole request is
//! written, and takes a chunked response that breaks off for a whole one (`tests/gateway/awc.rs`
//! shows it, and fails on the day that it is mended). hyper does; awc makes the probes.
//!
//! What is known of the instances is shared by all workers (`group`, `standing`); connections are
//! each worker's own.

mod budget;
mod client;
pub mod config;
mod connector;
mod failure;
mod group;
mod origin;
mod pool;
mod probe;
mod response;
mod standing;
mod tls;

use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use actix_web::HttpResponse;
use hyper::StatusCode;
use tokio::time::Instant;

pub use config::UpstreamConfig;
pub(crate) use failure::ExchangeError;
pub(crate) use group::{Group, Instance};
pub use origin::{Origin, Origins};
pub(crate) use probe::Prober;
pub(crate) use response::Tunnel;
pub(crate) use standing::State;
pub use tls::TlsError;
pub(crate) use tls::tls;

use crate::metrics::Metrics;
use crate::outgoing::{OutgoingHead, RequestBody};
use budget::Budget;
use config::Patience;
use connector::Connector;
use group::{Claim, Tried};
use pool::Pool;
use response::Exchange;

/// One service, as one worker reaches it.
pub(crate) struct Upstream {
    group: Arc<Group>,
    /// One for each instance.
    pools: Vec<Rc<Pool>>,
    connector: Connector,
    budget: Budget,
    patience: Patience,
    retries: u32,
    metrics: Arc<Metrics>,
}

/// What became of a request.
pub(crate) enum Outcome {
    /// It has a response.
    Response(HttpResponse),
    /// The connection is a tunnel from here on.
    Tunnel(Box<Tunnel>),
}

/// What became of a request, and by whom.
pub(crate) struct Served {
    pub(crate) outcome: Outcome,
    pub(crate) by: ServedBy,
}

/// Who served a request, for the log; in the request's extensions once its answer has begun.
#[derive(Debug, Clone)]
pub(crate) struct ServedBy {
    /// Scheme, host and port of the instance.
    pub(crate) instance: Arc<str>,
    /// From the sending of the request to the beginning of the answer.
    pub(crate) began_after: Duration,
}

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
            connector: Connector::new(config.patience.connect, tls),
            budget: Budget::new(),
            patience: config.patience,
            retries: config.retries,
            metrics,
        }
    }

    /// Sends a request to an instance and waits for the head of its answer; to another instance if
    /// nothing was sent, or if what was sent may be sent twice.
    pub(crate) async fn send(
        &self,
        head: OutgoingHead<'_>,
        body: RequestBody,
    ) -> Result<Served, ExchangeError> {
        self.budget.deposit();
        let started = Instant::now();
        let is_repeatable = body.is_empty() && head.is_idempotent();
        let mut body = Some(body);
        let mut tried = Tried::default();
        let mut claim = self.claim(&tried)?;
        let mut retries = self.retries;
        let mut is_fresh = false;
        loop {
            let instance = Arc::clone(claim.instance().label());
            let attempt = self.attempt(claim, head, &mut body, is_fresh);
            let (failed, failure) = match attempt.await {
                Ok(outcome) => {
                    let began_after = started.elapsed();
                    return Ok(Served {
                        outcome,
                        by: ServedBy {
                            instance,
                            began_after,
                        },
                    });
                }
                Err(failure) => failure,
            };
            let may_repeat =
                failure.is_before_sending() || is_repeatable && failure.is_of_connection();
            // An instance may close a kept connection at any time (RFC 9112 §9.3.1): that says nothing
            // of it, and is none of the retries.
            is_fresh =
                !is_fresh && matches!(failure, ExchangeError::Stale(_) | ExchangeError::Unsent(_));
            if !may_repeat {
                return Err(failure);
            }
            tracing::debug!(%instance, %failure, "a request is tried again");
            if is_fresh {
                // Other connections of the same age are no better.
                self.pools[failed.index()].clear();
                claim = failed;
            } else {
                tried.add(&failed);
                drop(failed);
                let other = self.group.claim(&tried, now());
                let other = other.filter(|_| retries > 0 && self.budget.withdraw());
                claim = other.ok_or(failure)?;
                retries -= 1;
            }
            self.metrics.retried();
        }
    }

    fn claim(&self, tried: &Tried) -> Result<Claim, ExchangeError> {
        let now = now();
        let none = || ExchangeError::NoInstance {
            returns_in: self.group.returns_in(now),
        };
        self.group.claim(tried, now).ok_or_else(none)
    }

    /// One exchange with one instance, whose standing learns of the outcome. The body is taken
    /// once something may be sent.
    async fn attempt(
        &self,
        claim: Claim,
        head: OutgoingHead<'_>,
        body: &mut Option<RequestBody>,
        is_fresh: bool,
    ) -> Result<Outcome, (Claim, ExchangeError)> {
        let pool = &self.pools[claim.index()];
        let has_body = body.as_ref().is_some_and(|body| !body.is_empty());
        if has_body || !head.is_idempotent() {
            // What cannot be sent twice waits until hyper has seen which connections are closed.
            tokio::task::yield_now().await;
        }
        let used = if is_fresh { None } else { pool.take() };
        let is_used = used.is_some();
        let mut connection = match used {
            Some(connection) => connection,
            // Rare and large: apart from the exchange, so that every request's future stays small.
            None => match Box::pin(self.connector.connect(claim.instance().origin())).await {
                Ok(connection) => connection,
                Err(failure) => return Err(self.blame(claim, failure)),
            },
        };
        let sent = body.take().unwrap_or_else(RequestBody::empty);
        let upload = sent.progress();
        let request = match head.to_request(claim.instance().authority(), sent) {
            Ok(request) => request,
            Err(error) => return Err((claim, error.into())),
        };
        let method = request.method().clone();
        let response = match connection.send(request, self.patience.first_byte).await {
            Ok(response) => response,
            Err((failure, unsent)) => {
                *body = unsent;
                let failure = if is_used {
                    failure.on_used_connection()
                } else {
                    failure
                };
                return Err(self.blame(claim, failure));
            }
        };
        let mut exchange = Exchange {
            connection,
            upload,
            claim,
            pool: Rc::clone(pool),
            idle: self.patience.idle,
        };
        self.judge(&mut exchange.claim, response.status());
        if response.status() != StatusCode::SWITCHING_PROTOCOLS {
            let response = response::relay(&method, response, exchange);
            return Ok(Outcome::Response(response));
        }
        if !head.is_upgrade {
            return Err(self.blame(exchange.claim, ExchangeError::UnexpectedUpgrade));
        }
        match Box::pin(Tunnel::open(response, exchange)).await {
            Ok(tunnel) => Ok(Outcome::Tunnel(Box::new(tunnel))),
            Err((claim, failure)) => Err(self.blame(claim, failure)),
        }
    }

    /// Holds a failure against the instance, if it is its own. Silence and nonsense of the only
    /// instance in service do not eject it: a slow page must not take the others with it.
    fn blame(&self, mut claim: Claim, failure: ExchangeError) -> (Claim, ExchangeError) {
        let now = now();
        let is_certain = failure.is_before_sending();
        if failure.is_of_instance() && (is_certain || self.group.has_other(&claim, now)) {
            claim.failed(now);
        }
        (claim, failure)
    }

    /// Holds what the instance answers for it or against it.
    fn judge(&self, claim: &mut Claim, status: StatusCode) {
        const FAILURES: [StatusCode; 3] = [
            StatusCode::BAD_GATEWAY,
            StatusCode::SERVICE_UNAVAILABLE,
            StatusCode::GATEWAY_TIMEOUT,
        ];
        if !FAILURES.contains(&status) {
            claim.succeeded();
        } else if self.group.has_other(claim, now()) {
            claim.failed(now());
        }
    }
}

fn now() -> std::time::Instant {
    std::time::Instant::now()
}
