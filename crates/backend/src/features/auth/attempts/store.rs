//! The queries of counted attempts.

use chrono::{DateTime, Utc};
use diesel::dsl::{case_when, exists};
use diesel::prelude::*;
use diesel::upsert::excluded;

use crate::db::{DbConnection, DbTimestamp, attempts, known_networks, on_each};
use crate::error::AppError;
use crate::domain::UserId;

/// What is known of a subject.
#[derive(Debug, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = attempts)]
pub(super) struct Counted {
    pub count: i32,
    pub next_at: DbTimestamp,
    pub expires_at: DbTimestamp,
}

/// The subject's count so far, which nobody else can change until the transaction ends; none, and
/// expired by now, when there was no row.
pub(super) fn lock(
    conn: &mut DbConnection,
    subject: &str,
    now: DateTime<Utc>,
) -> Result<Counted, AppError> {
    let now = DbTimestamp::from(now);
    let none = (
        attempts::subject.eq(subject),
        attempts::count.eq(0),
        attempts::next_at.eq(now),
        attempts::expires_at.eq(now),
    );
    // Writing back the key changes nothing, but locks the row there is.
    Ok(on_each!(conn, |conn| diesel::insert_into(attempts::table)
        .values(none)
        .on_conflict(attempts::subject)
        .do_update()
        .set(attempts::subject.eq(excluded(attempts::subject)))
        .returning(Counted::as_select())
        .get_result(conn))?)
}

pub(super) fn record(
    conn: &mut DbConnection,
    subject: &str,
    counted: &Counted,
) -> Result<(), AppError> {
    diesel::update(attempts::table.find(subject))
        .set(counted)
        .execute(conn)?;
    Ok(())
}

pub(super) fn forget(conn: &mut DbConnection, subject: &str) -> Result<(), AppError> {
    diesel::delete(attempts::table.find(subject)).execute(conn)?;
    Ok(())
}

/// Counts one attempt less, and lets the next one be made by now.
pub(super) fn take_one_back(
    conn: &mut DbConnection,
    subject: &str,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let one_less = case_when(attempts::count.gt(0), attempts::count - 1).otherwise(attempts::count);
    diesel::update(attempts::table.find(subject))
        .set((
            attempts::count.eq(one_less),
            attempts::next_at.eq(DbTimestamp::from(now)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Keeps a network of the user until then.
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

/// Whether a network is known now.
pub(super) fn knows_network(
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
