//! The networks that accounts have been signed in to from.

use std::net::IpAddr;

use chrono::{DateTime, TimeDelta, Utc};

use super::rule::SIGN_IN;
use super::{service, store};
use crate::domain::UserId;
use crate::identity::Account;
use crate::db::{DbConnection, purge_expired};
use crate::error::AppError;
use crate::features::auth::caller::Caller;

/// How long a network is known after a sign-in.
const KNOWN_FOR: TimeDelta = TimeDelta::days(30);

/// Notes that the account's owner is at the caller's network, and forgets what was counted there.
/// Must run in a write transaction.
///
/// # Errors
/// When the database fails.
pub(in crate::features::auth) fn remember(
    conn: &mut DbConnection,
    account: &Account,
    caller: &Caller,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    if let Some(network) = caller.network() {
        let digest = digest(&account.email, network);
        service::forgive_at(conn, &SIGN_IN, &account.email, network)?;
        store::remember_network(conn, &digest, account.id, now + KNOWN_FOR)?;
        purge_expired(conn, "known_networks", "digest", now)?;
    }
    Ok(())
}

/// Forgets all networks of the user.
///
/// # Errors
/// When the database fails.
pub(in crate::features::auth) fn forget_networks(
    conn: &mut DbConnection,
    user: UserId,
) -> Result<(), AppError> {
    store::forget_networks(conn, user)
}

/// Whether the account of this name, in lower case, has been signed in to from the network of late.
pub(super) fn is_known(
    conn: &mut DbConnection,
    name: &str,
    network: IpAddr,
    now: DateTime<Utc>,
) -> Result<bool, AppError> {
    store::knows_network(conn, &digest(name, network), now)
}

fn digest(name: &str, network: IpAddr) -> String {
    service::digest(format_args!("network {network} {name}"))
}
