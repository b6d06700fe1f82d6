//! The services behind the gateway, and the HTTP/1.1 client that reaches them.
//!
//! The client is a proxy's. awc, actix' own, is built for other ends: it reads no answer before
//! the whole request is written, leaves the tail of a large upload unsent when the socket is full
//! at its end, holds small parts of an upload back, and takes a chunked answer that breaks off for
//! a whole one. Here head and body of a request are written while the answer is awaited, an answer
//! that breaks off is an error, and a connection is used again only after an exchange that ended
//! as it should on both sides.
//!
//! What is known of the instances is shared by all workers (`group`, `standing`); connections are
//! each worker's own.

mod answer;
mod budget;
pub mod config;
mod connector;
mod exchange;
mod failure;
mod group;
mod http1;
mod origin;
mod pool;
mod probe;
mod standing;
mod tls;
mod wire;

use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use actix_web::http::{Method, StatusCode};
use tokio::time::Instant;

pub(crate) use answer::{Answer, AnswerBody, Coming, Switched};
pub use config::UpstreamConfig;
pub(crate) use failure::ExchangeError;
pub(crate) use group::{Group, Instance};
pub(crate) use http1::{BadAnswer, Piece};
pub use origin::{Origin, Origins};
pub(crate) use probe::Prober;
pub(crate) use standing::State;
pub use tls::TlsError;
pub(crate) use tls::tls;
pub(crate) use wire::Wire;

use crate::metrics::Metrics;
use crate::outgoing::{OutgoingHead, Upload};
use answer::Rest;
use budget::Budget;
use config::Patience;
use connector::Connector;
use exchange::Sending;
use group::{Claim, Tried};
use pool::Pool;

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
    /// It was answered.
    Answer(Answer),
    /// The connection is a tunnel from here on.
    Switched(Box<Switched>),
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
        head: &OutgoingHead<'_>,
        mut upload: Option<Upload>,
    ) -> Result<Served, ExchangeError> {
        self.budget.deposit();
        let started = Instant::now();
        let end = self.patience.total.map(|total| started + total);
        let is_repeatable = upload.is_none() && is_idempotent(head.method());
        let mut tried = Tried::default();
        let mut claim = self.claim(&tried)?;
        let mut retries = self.retries;
        let mut is_fresh = false;
        loop {
            let instance = Arc::clone(claim.instance().label());
            let attempt = self.attempt(claim, head, &mut upload, is_fresh, end);
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
            if !may_repeat || retries == 0 || !self.budget.withdraw() {
                return Err(failure);
            }
            tracing::debug!(%instance, %failure, "a request is tried again");
            retries -= 1;
            self.metrics.retried();
            is_fresh = matches!(failure, ExchangeError::Stale(_));
            if is_fresh {
                // Other connections of the same age are no better.
                self.pools[failed.index()].clear();
                claim = failed;
            } else {
                tried.add(&failed);
                match self.group.claim(&tried, now()) {
                    Some(next) => claim = next,
                    None => return Err(failure),
                }
            }
        }
    }

    fn claim(&self, tried: &Tried) -> Result<Claim, ExchangeError> {
        let now = now();
        let none = || ExchangeError::NoInstance {
            returns_in: self.group.returns_in(now),
        };
        self.group.claim(tried, now).ok_or_else(none)
    }

    /// One exchange with one instance, whose standing learns of the outcome.
    async fn attempt(
        &self,
        mut claim: Claim,
        head: &OutgoingHead<'_>,
        upload: &mut Option<Upload>,
        is_fresh: bool,
        end: Option<Instant>,
    ) -> Result<Outcome, (Claim, ExchangeError)> {
        let pool = &self.pools[claim.index()];
        // What cannot be sent twice is worth a closer look at the connection.
        let certainly = upload.is_some() || !is_idempotent(head.method());
        let used = if is_fresh { None } else { pool.take(certainly) };
        let is_used = used.is_some();
        let origin = claim.instance().origin();
        let mut wire = match used {
            Some(wire) => wire,
            // Rare and large: apart from the exchange, so that every request's future stays small.
            None => match Box::pin(self.connector.connect(origin)).await {
                Ok(connection) => Wire::new(connection),
                Err(failure) => return Err(self.blame(claim, failure)),
            },
        };
        head.write(origin.authority(), &mut wire.write);
        let mut sending = Sending::new(upload.take());
        let exchange =
            exchange::exchange(&mut wire, &mut sending, head.method(), &self.patience, end);
        let answer = match exchange.await {
            Ok(answer) => answer,
            Err(failure) if is_used => return Err(self.blame(claim, failure.on_used_connection())),
            Err(failure) => return Err(self.blame(claim, failure)),
        };
        self.judge(&mut claim, answer.status);
        let rest = Rest {
            wire,
            sending,
            claim,
            pool: Rc::clone(pool),
            idle: self.patience.idle,
            end,
        };
        Ok(if answer.status != StatusCode::SWITCHING_PROTOCOLS {
            Outcome::Answer(Answer::new(answer, rest))
        } else if head.is_upgrade() {
            Outcome::Switched(Box::new(Switched::new(answer, rest)))
        } else {
            let failure = ExchangeError::Nonsense(BadAnswer::Upgrade);
            return Err(self.blame(rest.claim, failure));
        })
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

/// RFC 9110 §9.2.2: a method that means the same when it is sent twice.
fn is_idempotent(method: &Method) -> bool {
    matches!(
        *method,
        Method::GET | Method::HEAD | Method::OPTIONS | Method::PUT | Method::DELETE
    )
}
