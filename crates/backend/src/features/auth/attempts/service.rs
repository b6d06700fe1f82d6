//! Counting attempts.

use std::net::IpAddr;
use std::{fmt, iter};

use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest, Sha256};

use super::rule::{Rule, Rules};
use super::{networks, store};
use crate::db::{DbConnection, purge_expired};
use crate::error::AppError;
use crate::features::auth::caller::Caller;
use crate::state::AppState;

/// A count is forgotten when nothing was attempted for so long after the last wait.
const FORGOTTEN_AFTER: TimeDelta = TimeDelta::hours(1);

/// An attempt that has been counted and may be made.
#[derive(Debug)]
pub(crate) struct Attempt {
    account: Subject,
    /// `None` only where a request has no address, as in tests without a socket.
    address: Option<Subject>,
}

/// What counts together, with the rule it is under.
#[derive(Debug, Clone)]
struct Subject {
    key: String,
    rule: &'static Rule,
}

impl Attempt {
    /// Counts an attempt at the account of this name.
    ///
    /// # Errors
    /// [`AppError::TooManyAttempts`] when it comes too early; it is not counted then.
    pub(crate) async fn begin(
        state: &AppState,
        rules: &'static Rules,
        name: &str,
        caller: &Caller,
    ) -> Result<Self, AppError> {
        let (name, network) = (normalised(name), caller.network());
        let now = state.clock.now();
        state
            .db
            .write(move |conn| {
                let known = match network {
                    Some(network) if networks::is_known(conn, &name, network, now)? => {
                        Some(network)
                    }
                    _ => None,
                };
                let attempt = Self {
                    account: Subject::of_account(rules, &name, known),
                    address: network.map(|network| Subject::of_address(rules, network)),
                };
                for subject in attempt.subjects() {
                    subject.count(conn, now)?;
                }
                // Last, so that nobody waits for these rows while this waits for another's.
                purge_expired(conn, "attempts", "subject", now)?;
                Ok(attempt)
            })
            .await
    }

    /// The outcome of the hashing that the attempt was for. Where the hasher had no time for it
    /// nothing was tried, and nothing stays counted.
    ///
    /// # Errors
    /// Those of the hashing, and when the database fails.
    pub(crate) async fn unless_busy<T>(
        &self,
        state: &AppState,
        hashing: impl Future<Output = Result<T, AppError>>,
    ) -> Result<T, AppError> {
        let outcome = hashing.await;
        if matches!(outcome, Err(AppError::HasherBusy)) {
            let keys: Vec<String> = self.subjects().map(|subject| subject.key.clone()).collect();
            let now = state.clock.now();
            let taking_back = state.db.write(move |conn| {
                keys.iter()
                    .try_for_each(|key| store::take_one_back(conn, key, now))
            });
            taking_back.await?;
        }
        outcome
    }

    /// Takes back what it counted, and all that the account had; it was the owner's. Must run in
    /// the transaction in which it succeeds.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) fn succeed(
        &self,
        conn: &mut DbConnection,
        now: DateTime<Utc>,
    ) -> Result<(), AppError> {
        store::forget(conn, &self.account.key)?;
        if let Some(address) = &self.address {
            store::take_one_back(conn, &address.key, now)?;
        }
        Ok(())
    }

    /// Always in this order, so that no two attempts wait for each other.
    fn subjects(&self) -> impl Iterator<Item = &Subject> {
        iter::once(&self.account).chain(&self.address)
    }
}

/// Forgets what was counted for the account of this name, for someone with another proof of being
/// its owner.
///
/// # Errors
/// When the database fails.
pub(crate) fn forgive(
    conn: &mut DbConnection,
    rules: &'static Rules,
    name: &str,
) -> Result<(), AppError> {
    let name = normalised(name);
    store::forget(conn, &Subject::of_account(rules, &name, None).key)
}

/// Forgets what was counted for the account of this name at a network that it knows.
pub(super) fn forgive_at(
    conn: &mut DbConnection,
    rules: &'static Rules,
    name: &str,
    network: IpAddr,
) -> Result<(), AppError> {
    store::forget(conn, &Subject::of_account(rules, name, Some(network)).key)
}

/// The account's name in one spelling.
fn normalised(name: &str) -> String {
    name.trim().to_lowercase()
}

/// What is counted, or known, and for whom, as the tables have it.
pub(super) fn digest(whose: fmt::Arguments<'_>) -> String {
    hex::encode(Sha256::digest(whose.to_string()))
}

impl Subject {
    /// The account, as it is tried from anywhere or from a network that is known to it.
    fn of_account(rules: &'static Rules, name: &str, known: Option<IpAddr>) -> Self {
        let kind = rules.name;
        Self {
            key: match known {
                Some(network) => digest(format_args!("{kind} account at {network} {name}")),
                None => digest(format_args!("{kind} account {name}")),
            },
            rule: &rules.account,
        }
    }

    fn of_address(rules: &'static Rules, network: IpAddr) -> Self {
        Self {
            key: digest(format_args!("{} address {network}", rules.name)),
            rule: &rules.address,
        }
    }

    fn count(&self, conn: &mut DbConnection, now: DateTime<Utc>) -> Result<(), AppError> {
        let counted = store::lock(conn, &self.key, now)?;
        if counted.next_at > now.into() {
            let wait = DateTime::from(counted.next_at) - now;
            return Err(AppError::TooManyAttempts(whole_seconds(wait)));
        }
        let before = if counted.expires_at > now.into() {
            counted.count
        } else {
            0
        };
        let count = before.saturating_add(1);
        let next_at = now + self.rule.wait(count);
        store::record(
            conn,
            &self.key,
            &store::Counted {
                count,
                next_at: next_at.into(),
                expires_at: (next_at + FORGOTTEN_AFTER).into(),
            },
        )
    }
}

/// Rounded up: who waits so long has waited long enough.
fn whole_seconds(wait: TimeDelta) -> u32 {
    u32::try_from((wait + TimeDelta::seconds(1) - TimeDelta::nanoseconds(1)).num_seconds())
        .unwrap_or(u32::MAX)
}
