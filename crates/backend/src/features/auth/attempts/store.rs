//! The queries of counted attempts.

use chrono::{DateTime, Utc};
use diesel::dsl::case_when;
use diesel::prelude::*;
use diesel::upsert::excluded;

use crate::db::{DbConnection, Instant, attempts, on_each};
use crate::error::AppError;

/// What is known of a subject.
#[derive(Debug, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = attempts)]
pub(super) struct Counted {
    pub count: i32,
    pub next_at: Instant,
    pub expires_at: Instant,
}

/// The subject's count so far, which nobody else can change until the transaction ends; none, and
/// expired by now, when there was no row.
pub(super) fn lock(
    conn: &mut DbConnection,
    subject: &str,
    now: DateTime<Utc>,
) -> Result<Counted, AppError> {
    let now = Instant::from(now);
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
            attempts::next_at.eq(Instant::from(now)),
        ))
        .execute(conn)?;
    Ok(())
}
