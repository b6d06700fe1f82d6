//! Queries of attempt counters and known networks.

use chrono::{DateTime, Utc};
use diesel::dsl::{case_when, exists};
use diesel::prelude::*;
use diesel::upsert::excluded;

use crate::db::{DbConnection, DbTimestamp, attempts, known_networks, on_each};
use crate::domain::UserId;
use crate::error::AppError;

/// The row of a counter.
#[derive(Debug, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = attempts)]
pub(super) struct CounterRow {
    pub count: i32,
    pub next_at: DbTimestamp,
    pub expires_at: DbTimestamp,
}

/// Locks the counter until the transaction ends, and inserts an expired one with a count of 0 if there
/// is none.
pub(super) fn lock(
    conn: &mut DbConnection,
    subject: &str,
    now: DateTime<Utc>,
) -> Result<CounterRow, AppError> {
    let now = DbTimestamp::from(now);
    let empty = (
        attempts::subject.eq(subject),
        attempts::count.eq(0),
        attempts::next_at.eq(now),
        attempts::expires_at.eq(now),
    );
    // Writing the key back changes nothing, but locks an existing row.
    Ok(on_each!(conn, |conn| diesel::insert_into(attempts::table)
        .values(empty)
        .on_conflict(attempts::subject)
        .do_update()
        .set(attempts::subject.eq(excluded(attempts::subject)))
        .returning(CounterRow::as_select())
        .get_result(conn))?)
}

pub(super) fn record(
    conn: &mut DbConnection,
    subject: &str,
    counter: &CounterRow,
) -> Result<(), AppError> {
    diesel::update(attempts::table.find(subject))
        .set(counter)
        .execute(conn)?;
    Ok(())
}

pub(super) fn reset(conn: &mut DbConnection, subject: &str) -> Result<(), AppError> {
    diesel::delete(attempts::table.find(subject)).execute(conn)?;
    Ok(())
}

/// Decrements the counter, and allows the next attempt now.
pub(super) fn refund(
    conn: &mut DbConnection,
    subject: &str,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let decremented =
        case_when(attempts::count.gt(0), attempts::count - 1).otherwise(attempts::count);
    diesel::update(attempts::table.find(subject))
        .set((
            attempts::count.eq(decremented),
            attempts::next_at.eq(DbTimestamp::from(now)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Inserts or renews a known network of the user.
pub(super) fn remember_network(
    conn: &mut DbConnection,
    digest: &str,
    user: UserId,
    expires_at: DateTime<Utc>,
) -> Result<(), AppError> {
    let network = (
        known_networks::digest.eq(digest),
        known_networks::user_id.eq(user),
        known_networks::expires_at.eq(DbTimestamp::from(expires_at)),
    );
    on_each!(conn, |conn| diesel::insert_into(known_networks::table)
        .values(network)
        .on_conflict(known_networks::digest)
        .do_update()
        .set((
            known_networks::user_id.eq(excluded(known_networks::user_id)),
            known_networks::expires_at.eq(excluded(known_networks::expires_at)),
        ))
        .execute(conn))?;
    Ok(())
}

/// Whether a network is known at `now`.
pub(super) fn is_network_known(
    conn: &mut DbConnection,
    digest: &str,
    now: DateTime<Utc>,
) -> Result<bool, AppError> {
    let network = known_networks::table
        .find(digest)
        .filter(known_networks::expires_at.gt(DbTimestamp::from(now)));
    Ok(diesel::select(exists(network)).get_result(conn)?)
}

pub(super) fn forget_networks(conn: &mut DbConnection, user: UserId) -> Result<(), AppError> {
    let networks = known_networks::table.filter(known_networks::user_id.eq(user));
    diesel::delete(networks).execute(conn)?;
    Ok(())
}
