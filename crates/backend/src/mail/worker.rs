//! Sends what waits in the outbox.
//!
//! Each process has one worker. Several take mails from one table without getting in each other's
//! way: see `store`.

use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future;
use tokio_util::sync::CancellationToken;

use super::message::{MessageError, Rendered, render};
use super::outbox::Step;
use super::store::{self, State, Taken};
use super::{Attempt, Failure, FailureKind, MailConfig, Outbox, Transport};
use crate::domain::Clock;
use crate::db::{Database, DatabaseError};

/// How often to look for mails that are due again, or that another instance queued.
const POLL: Duration = Duration::from_secs(5);
/// How often finished mails are swept, and how long they are kept.
const SWEEP: Duration = Duration::from_secs(3_600);
const KEPT: TimeDelta = TimeDelta::days(14);
/// Mails that are sent at once.
const AT_ONCE: i64 = 4;
/// For how long a mail belongs to whoever took it: longer than sending it can take.
const LEASE: TimeDelta = TimeDelta::minutes(3);
/// The first pause after a failure; each further one is three times as long, to an hour.
const FIRST_PAUSE: TimeDelta = TimeDelta::seconds(10);
const LONGEST_PAUSE: TimeDelta = TimeDelta::hours(1);
/// Attempts before a mail is given up, some six hours after the first.
const ATTEMPTS: i16 = 12;

/// Takes mails from the outbox and sends them.
pub struct Worker {
    config: MailConfig,
    transport: Transport,
    outbox: Outbox,
    db: Database,
    clock: Clock,
}

impl Worker {
    /// A worker that does nothing yet.
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

    /// Sends mails until it is told to stop; then once more what is due by then.
    pub async fn run(self, stop: CancellationToken) {
        let mut swept: Option<Instant> = None;
        let mut well = true;
        while !stop.is_cancelled() {
            if swept.is_none_or(|at| at.elapsed() >= SWEEP) && self.sweep().await.is_ok() {
                swept = Some(Instant::now());
            }
            let round = self.round().await;
            match &round {
                Err(error) if well => tracing::error!(%error, "the outbox cannot be read"),
                _ => {}
            }
            well = round.is_ok();
            if matches!(round, Ok(0) | Err(_)) {
                tokio::select! {
                    () = stop.cancelled() => {}
                    () = self.outbox.arrival() => {}
                    () = tokio::time::sleep(POLL) => {}
                }
            }
        }
        while matches!(self.round().await, Ok(1..)) {}
        self.transport.close().await;
    }

    /// Tries to send a few of the mails that are due; how many there were.
    ///
    /// # Errors
    /// When the database fails. A mail that was on its way by then is due again after a while.
    pub async fn round(&self) -> Result<usize, DatabaseError> {
        let now = self.clock.now();
        // Looked at far more often than there is something: that takes no lock.
        let any_due = self
            .db
            .query(move |conn| Ok::<_, DatabaseError>(store::is_any_due(conn, now)?));
        if !any_due.await? {
            return Ok(0);
        }
        let taken = self
            .db
            .write(move |conn| Ok::<_, DatabaseError>(store::take_due(conn, now, LEASE, AT_ONCE)?))
            .await?;
        let count = taken.len();
        let deliveries = taken.into_iter().map(|mail| self.deliver(mail, now));
        // Each to its end, whatever becomes of the others.
        let ended = future::join_all(deliveries).await;
        ended.into_iter().collect::<Result<(), _>>()?;
        Ok(count)
    }

    /// Deletes the books of mails that were done with long ago.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sweep(&self) -> Result<usize, DatabaseError> {
        let limit = self.clock.now() - KEPT;
        self.db
            .write(move |conn| Ok(store::sweep(conn, limit)?))
            .await
    }

    async fn deliver(&self, mail: Taken, now: DateTime<Utc>) -> Result<(), DatabaseError> {
        let outcome = match self.compose(&mail, now) {
            Ok(rendered) => self.transport.send(rendered).await,
            Err(failure) => Err(failure),
        };
        self.note(mail, outcome).await
    }

    fn compose(&self, mail: &Taken, now: DateTime<Utc>) -> Result<Rendered, Failure> {
        let letter = self.outbox.open(mail.id, &mail.letter)?;
        if let Some(expiry) = letter.mail.expires_at().filter(|expiry| *expiry <= now) {
            return Err(Failure::new(FailureKind::Expired, expiry));
        }
        Ok(render(&self.config, mail.id, &letter, now)?)
    }

    /// Every attempt's outcome passes here once: into the books, the log and the status.
    async fn note(&self, mail: Taken, outcome: Result<(), Failure>) -> Result<(), DatabaseError> {
        let now = self.clock.now();
        self.outbox.set_last_attempt(Attempt {
            at: now,
            outcome: outcome.clone(),
        });
        let (id, kind, attempts) = (mail.id, mail.kind.clone(), mail.attempts);
        match outcome {
            Ok(()) => {
                tracing::info!(mail = %id, kind, attempts, "mail sent");
                self.outbox.count(Step::Sent);
                self.db
                    .write(move |conn| Ok(store::finish(conn, &mail, State::Sent, None, now)?))
                    .await
            }
            Err(failure) if failure.kind.is_final() || attempts >= ATTEMPTS => {
                tracing::error!(mail = %id, kind, attempts, %failure, "mail given up");
                self.outbox.count(Step::GivenUp);
                let why = failure.to_string();
                self.db
                    .write(move |conn| {
                        Ok(store::finish(conn, &mail, State::Failed, Some(why), now)?)
                    })
                    .await
            }
            Err(failure) => {
                let until = now + pause(attempts);
                tracing::warn!(mail = %id, kind, attempts, %failure, %until, "mail put off");
                self.outbox.count(Step::PutOff);
                let why = failure.to_string();
                self.db
                    .write(move |conn| Ok(store::put_off(conn, &mail, why, until)?))
                    .await
            }
        }
    }
}

impl From<MessageError> for Failure {
    fn from(error: MessageError) -> Self {
        Self::new(FailureKind::Unreadable, error)
    }
}

/// How long to wait after so many failed attempts.
fn pause(attempts: i16) -> TimeDelta {
    let tripled = u32::try_from(attempts - 1)
        .ok()
        .and_then(|times| 3_i32.checked_pow(times))
        .and_then(|factor| FIRST_PAUSE.checked_mul(factor));
    tripled.map_or(LONGEST_PAUSE, |pause| pause.min(LONGEST_PAUSE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_an_hour() {
        let seconds: Vec<i64> = (1..ATTEMPTS).map(|n| pause(n).num_seconds()).collect();
        assert_eq!(
            seconds,
            [
                10, 30, 90, 270, 810, 2_430, 3_600, 3_600, 3_600, 3_600, 3_600
            ]
        );
        assert_eq!(pause(i16::MAX), LONGEST_PAUSE);
    }
}
