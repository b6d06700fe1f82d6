//! The networks from which accounts have been signed in to.

use std::net::IpAddr;

use chrono::{DateTime, TimeDelta, Utc};

use super::policy::SIGN_IN;
use super::{service, store};
use crate::db::DbConnection;
use crate::domain::UserId;
use crate::error::AppError;
use crate::features::auth::client_info::ClientInfo;
use crate::identity::Account;

/// How long a network stays known after a sign-in.
const RETENTION: TimeDelta = TimeDelta::days(30);

/// Makes the client's network known to the account, and resets the counter of the account there. Must
/// run in a write transaction.
///
/// # Errors
/// When the database fails.
pub(in crate::features::auth) fn remember_network(
    conn: &mut DbConnection,
    account: &Account,
    client: &ClientInfo,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    if let Some(network) = client.network() {
        let name = service::normalized(&account.email);
        service::reset_for_network(conn, &SIGN_IN, &name, network)?;
        let digest = digest(&name, network);
        store::remember_network(conn, &digest, account.id, now + RETENTION)?;
    }
    Ok(())
}

/// Removes all known networks of the user.
///
/// # Errors
/// When the database fails.
pub(in crate::features::auth) fn forget_networks(
    conn: &mut DbConnection,
    user: UserId,
) -> Result<(), AppError> {
    store::forget_networks(conn, user)
}

/// Whether the network is known to the account of this normalized name.
pub(super) fn is_known(
    conn: &mut DbConnection,
    name: &str,
    network: IpAddr,
    now: DateTime<Utc>,
) -> Result<bool, AppError> {
    store::is_network_known(conn, &digest(name, network), now)
}

fn digest(name: &str, network: IpAddr) -> String {
    service::digest(format_args!("network {network} {name}"))
}
