//! Sends emails from the outbox.
//!
//! Each process has one worker. Workers claim rows of the same table without conflicts: see `store`.

use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future;
use tokio_util::sync::CancellationToken;

use super::outbox::DeliveryEvent;
use super::render::{RenderError, Rendered, render};
use super::store::{self, ClaimedMail, DeliveryState};
use super::{Attempt, Failure, FailureKind, MailConfig, Outbox, Transport};
use crate::db::{Database, DatabaseError};
use crate::domain::Clock;

/// How often to poll for retries and for emails that other instances enqueued.
const POLL_INTERVAL: Duration = Duration::from_secs(5);
/// How often finished emails are purged, and their retention.
const PURGE_INTERVAL: Duration = Duration::from_secs(3_600);
const RETENTION: TimeDelta = TimeDelta::days(14);
/// Emails that are sent concurrently.
const BATCH_SIZE: i64 = 4;
/// How long a claim is valid: longer than sending can take.
const LEASE: TimeDelta = TimeDelta::minutes(3);
/// The backoff after a failure: it triples with each attempt, up to an hour.
const INITIAL_BACKOFF: TimeDelta = TimeDelta::seconds(10);
const MAX_BACKOFF: TimeDelta = TimeDelta::hours(1);
/// Attempts before an email is given up, about six hours after the first.
const MAX_ATTEMPTS: i16 = 12;

/// Claims emails from the outbox and sends them.
pub struct Worker {
    config: MailConfig,
    transport: Transport,
    outbox: Outbox,
    db: Database,
    clock: Clock,
}

impl Worker {
    /// Creates a worker; [`Worker::run`] starts it.
    ///
    /// # Errors
    /// When TLS to the mail server can't be set up.
    pub fn new(
        config: MailConfig,
        outbox: Outbox,
        db: Database,
        clock: Clock,
    ) -> Result<Self, lettre::transport::smtp::Error> {
        Ok(Self {
            transport: Transport::new(&config.transport)?,
            config,
            outbox,
            db,
            clock,
        })
    }

    /// Sends emails until `stop` is cancelled, and then those that are due.
    pub async fn run(self, stop: CancellationToken) {
        let mut purged: Option<Instant> = None;
        let mut healthy = true;
        while !stop.is_cancelled() {
            if purged.is_none_or(|at| at.elapsed() >= PURGE_INTERVAL) && self.purge().await.is_ok()
            {
                purged = Some(Instant::now());
            }
            let sent = self.send_due().await;
            match &sent {
                Err(error) if healthy => tracing::error!(%error, "the outbox cannot be read"),
                _ => {}
            }
            healthy = sent.is_ok();
            if matches!(sent, Ok(0) | Err(_)) {
                tokio::select! {
                    () = stop.cancelled() => {}
                    () = self.outbox.woken() => {}
                    () = tokio::time::sleep(POLL_INTERVAL) => {}
                }
            }
        }
        while matches!(self.send_due().await, Ok(1..)) {}
        self.transport.close().await;
    }

    /// Sends one batch of due emails, and returns its size.
    ///
    /// # Errors
    /// When the database fails. Claimed emails are then due again after the lease.
    pub async fn send_due(&self) -> Result<usize, DatabaseError> {
        let now = self.clock.now();
        // Usually nothing is due; this query takes no lock.
        let any_due = self
            .db
            .query(move |conn| Ok::<_, DatabaseError>(store::is_any_due(conn, now)?));
        if !any_due.await? {
            return Ok(0);
        }
        let claimed = self
            .db
            .write(move |conn| {
                Ok::<_, DatabaseError>(store::claim_due(conn, now, LEASE, BATCH_SIZE)?)
            })
            .await?;
        let count = claimed.len();
        let deliveries = claimed.into_iter().map(|mail| self.deliver(mail, now));
        // Waits for all, even if one fails.
        let results = future::join_all(deliveries).await;
        results.into_iter().collect::<Result<(), _>>()?;
        Ok(count)
    }

    /// Deletes the records of emails that were finished long ago.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn purge(&self) -> Result<usize, DatabaseError> {
        let limit = self.clock.now() - RETENTION;
        self.db
            .write(move |conn| Ok(store::purge_finished(conn, limit)?))
            .await
    }

    async fn deliver(&self, mail: ClaimedMail, now: DateTime<Utc>) -> Result<(), DatabaseError> {
        let outcome = match self.prepare(&mail, now) {
            Ok(rendered) => self.transport.send(rendered).await,
            Err(failure) => Err(failure),
        };
        self.record(mail, outcome).await
    }

    fn prepare(&self, mail: &ClaimedMail, now: DateTime<Utc>) -> Result<Rendered, Failure> {
        let email = self.outbox.decrypt(mail.id, &mail.letter)?;
        if let Some(expiry) = email.mail.expires_at().filter(|expiry| *expiry <= now) {
            return Err(Failure::new(FailureKind::Expired, expiry));
        }
        Ok(render(&self.config, mail.id, &email, now)?)
    }

    /// Records the result of an attempt in the database, the log, the metrics and the status.
    async fn record(
        &self,
        mail: ClaimedMail,
        outcome: Result<(), Failure>,
    ) -> Result<(), DatabaseError> {
        let now = self.clock.now();
        self.outbox.set_last_attempt(Attempt {
            at: now,
            outcome: outcome.clone(),
        });
        let (id, kind, attempts) = (mail.id, mail.kind.clone(), mail.attempts);
        match outcome {
            Ok(()) => {
                tracing::info!(mail = %id, kind, attempts, "mail sent");
                self.outbox.count(DeliveryEvent::Sent);
                self.db
                    .write(move |conn| {
                        Ok(store::finish(conn, &mail, DeliveryState::Sent, None, now)?)
                    })
                    .await
            }
            Err(failure) if failure.kind.is_final() || attempts >= MAX_ATTEMPTS => {
                tracing::error!(mail = %id, kind, attempts, %failure, "mail given up");
                self.outbox.count(DeliveryEvent::Failed);
                let error = failure.to_string();
                self.db
                    .write(move |conn| {
                        Ok(store::finish(
                            conn,
                            &mail,
                            DeliveryState::Failed,
                            Some(error),
                            now,
                        )?)
                    })
                    .await
            }
            Err(failure) => {
                let until = now + backoff(attempts);
                tracing::warn!(mail = %id, kind, attempts, %failure, %until, "mail put off");
                self.outbox.count(DeliveryEvent::Deferred);
                let error = failure.to_string();
                self.db
                    .write(move |conn| Ok(store::reschedule(conn, &mail, error, until)?))
                    .await
            }
        }
    }
}

impl From<RenderError> for Failure {
    fn from(error: RenderError) -> Self {
        Self::new(FailureKind::Unreadable, error)
    }
}

/// The backoff after this many failed attempts.
fn backoff(attempts: i16) -> TimeDelta {
    let tripled = u32::try_from(attempts - 1)
        .ok()
        .and_then(|times| 3_i32.checked_pow(times))
        .and_then(|factor| INITIAL_BACKOFF.checked_mul(factor));
    tripled.map_or(MAX_BACKOFF, |backoff| backoff.min(MAX_BACKOFF))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backoff_grows_to_an_hour() {
        let seconds: Vec<i64> = (1..MAX_ATTEMPTS)
            .map(|n| backoff(n).num_seconds())
            .collect();
        assert_eq!(
            seconds,
            [
                10, 30, 90, 270, 810, 2_430, 3_600, 3_600, 3_600, 3_600, 3_600
            ]
        );
        assert_eq!(backoff(i16::MAX), MAX_BACKOFF);
    }
}
