//! Counting and limiting attempts.

use std::net::IpAddr;
use std::{fmt, iter};

use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest, Sha256};

use super::policy::{Backoff, INVITATION, Policy, SIGN_UP};
use super::{known_networks, store};
use crate::db::DbConnection;
use crate::error::AppError;
use crate::features::auth::client_info::ClientInfo;
use crate::features::auth::model::TypedAddress;
use crate::state::AppState;

/// A counter expires this long after the last wait.
const RETENTION: TimeDelta = TimeDelta::hours(1);

/// An attempt that is counted and allowed.
#[derive(Debug)]
pub(crate) struct Attempt {
    account: Counter,
    /// `None` only if the request has no peer address, as in tests without a socket.
    address: Option<Counter>,
}

/// A counter and its backoff.
#[derive(Debug, Clone)]
struct Counter {
    key: String,
    backoff: &'static Backoff,
}

impl Attempt {
    /// Counts an attempt at the account of this name.
    ///
    /// # Errors
    /// [`AppError::TooManyAttempts`] when the wait is not over; the attempt is then not counted.
    pub(crate) async fn begin(
        state: &AppState,
        policy: &'static Policy,
        name: &str,
        client: &ClientInfo,
    ) -> Result<Self, AppError> {
        let (name, network) = (normalized(name), client.network());
        let now = state.clock.now();
        state
            .db
            .write(move |conn| {
                let known = match network {
                    Some(network) if known_networks::is_known(conn, &name, network, now)? => {
                        Some(network)
                    }
                    _ => None,
                };
                let attempt = Self {
                    account: Counter::of_account(policy, &name, known),
                    address: network.map(|network| Counter::of_address(policy, network)),
                };
                // Always in this order, to avoid deadlocks.
                attempt.account.count(conn, now)?;
                if known.is_some() && policy.known_networks_count {
                    Counter::of_account(policy, &name, None).add(conn, now)?;
                }
                if let Some(address) = &attempt.address {
                    address.count(conn, now)?;
                }
                Ok(attempt)
            })
            .await
    }

    /// Awaits the hashing that the attempt is for. If the hasher is busy, no attempt was made, so it is
    /// refunded.
    ///
    /// # Errors
    /// Those of the hashing, and when the database fails.
    pub(crate) async fn refund_if_busy<T>(
        &self,
        state: &AppState,
        hashing: impl Future<Output = Result<T, AppError>>,
    ) -> Result<T, AppError> {
        let outcome = hashing.await;
        if matches!(outcome, Err(AppError::HasherBusy)) {
            let keys: Vec<String> = self.counters().map(|counter| counter.key.clone()).collect();
            let now = state.clock.now();
            let refund = state.db.write(move |conn| {
                keys.iter()
                    .try_for_each(|key| store::refund(conn, key, now))
            });
            refund.await?;
        }
        outcome
    }

    /// Resets the counter of the account, and refunds the attempt to the address. Must run in the
    /// transaction of the sign-in.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) fn succeed(
        &self,
        conn: &mut DbConnection,
        now: DateTime<Utc>,
    ) -> Result<(), AppError> {
        store::reset(conn, &self.account.key)?;
        if let Some(address) = &self.address {
            store::refund(conn, &address.key, now)?;
        }
        Ok(())
    }

    /// Always in this order, to avoid deadlocks.
    fn counters(&self) -> impl Iterator<Item = &Counter> {
        iter::once(&self.account).chain(&self.address)
    }
}

/// Resets the counter of the account of this name, after another proof of ownership.
///
/// # Errors
/// When the database fails.
pub(crate) fn reset(
    conn: &mut DbConnection,
    policy: &'static Policy,
    name: &str,
) -> Result<(), AppError> {
    let name = normalized(name);
    store::reset(conn, &Counter::of_account(policy, &name, None).key)
}

/// Resets the counter of the account of this name at a known network.
pub(super) fn reset_for_network(
    conn: &mut DbConnection,
    policy: &'static Policy,
    name: &str,
    network: IpAddr,
) -> Result<(), AppError> {
    store::reset(conn, &Counter::of_account(policy, name, Some(network)).key)
}

/// Counts the email to the address of a new account. The counter outlives the account, so that repeated
/// registration and deletion sends no more mail than the policy allows. Must run in the transaction of the
/// registration.
///
/// # Errors
/// [`AppError::TooManyAttempts`] when the wait is not over.
pub(crate) fn count_sign_up(
    conn: &mut DbConnection,
    email: &str,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    Counter::of_account(&SIGN_UP, email, None).count(conn, now)
}

/// Counts an invitation by mail to an address, whether it has an account or not. Must run in the transaction of the
/// invitation.
///
/// # Errors
/// [`AppError::TooManyAttempts`] when the wait is not over.
pub(crate) fn count_invitation(
    conn: &mut DbConnection,
    email: &str,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    Counter::of_account(&INVITATION, email, None).count(conn, now)
}

/// The normalized name of the account: one for all spellings of its address.
pub(super) fn normalized(name: &str) -> String {
    TypedAddress::from(name.to_owned()).name().to_owned()
}

/// The key of a counter or of a known network in its table: a SHA-256 digest.
pub(super) fn digest(key: fmt::Arguments<'_>) -> String {
    hex::encode(Sha256::digest(key.to_string()))
}

impl Counter {
    /// The counter of an account, or its separate counter at a known network.
    fn of_account(policy: &'static Policy, name: &str, known: Option<IpAddr>) -> Self {
        let kind = policy.name;
        Self {
            key: match known {
                Some(network) => digest(format_args!("{kind} account at {network} {name}")),
                None => digest(format_args!("{kind} account {name}")),
            },
            backoff: &policy.account,
        }
    }

    fn of_address(policy: &'static Policy, network: IpAddr) -> Self {
        Self {
            key: digest(format_args!("{} address {network}", policy.name)),
            backoff: &policy.address,
        }
    }

    fn count(&self, conn: &mut DbConnection, now: DateTime<Utc>) -> Result<(), AppError> {
        let counter = store::lock(conn, &self.key, now)?;
        let wait = DateTime::from(counter.next_at) - now;
        // A longer wait than the policy's means that the clock was set back: its end is unknown.
        if wait > TimeDelta::zero() && wait <= self.backoff.wait(counter.count) {
            return Err(AppError::TooManyAttempts(whole_seconds(wait)));
        }
        self.record(conn, &counter, now)
    }

    /// Counts an attempt that another counter allowed.
    fn add(&self, conn: &mut DbConnection, now: DateTime<Utc>) -> Result<(), AppError> {
        let counter = store::lock(conn, &self.key, now)?;
        self.record(conn, &counter, now)
    }

    fn record(
        &self,
        conn: &mut DbConnection,
        counter: &store::CounterRow,
        now: DateTime<Utc>,
    ) -> Result<(), AppError> {
        let before = if counter.expires_at > now.into() {
            counter.count
        } else {
            0
        };
        let count = before.saturating_add(1);
        let next_at = now + self.backoff.wait(count);
        store::record(
            conn,
            &self.key,
            &store::CounterRow {
                count,
                next_at: next_at.into(),
                expires_at: (next_at + RETENTION).into(),
            },
        )
    }
}

/// Rounded up, so that the wait is over after these seconds.
fn whole_seconds(wait: TimeDelta) -> u32 {
    u32::try_from((wait + TimeDelta::seconds(1) - TimeDelta::nanoseconds(1)).num_seconds())
        .unwrap_or(u32::MAX)
}
