//! Queries of pending recomputations.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use diesel::dsl::{count_star, exists};
use diesel::prelude::*;

use crate::db::{DbConnection, DbTimestamp, days, users};
use crate::domain::{Revision, UserId};
use crate::error::AppError;

/// A pending recomputation.
#[derive(Debug, Clone, Copy)]
pub(in crate::scoring) struct Pending {
    /// Days from this date are pending.
    pub from: NaiveDate,
    /// Days from this date are affected by the change.
    pub since: NaiveDate,
    /// When a worker may claim it.
    pub due_at: DateTime<Utc>,
}

impl Pending {
    /// Both together, due when this one is.
    pub fn merge(self, other: Self) -> Self {
        Self {
            from: self.from.min(other.from),
            since: self.since.min(other.since),
            ..self
        }
    }
}

/// The pending recomputation of the user.
pub(in crate::scoring) fn pending(
    conn: &mut DbConnection,
    user: UserId,
) -> Result<Option<Pending>, AppError> {
    let row = users::table
        .find(user)
        .filter(users::recompute_from.is_not_null())
        .select((
            users::recompute_from.assume_not_null(),
            users::recompute_since.assume_not_null(),
            users::recompute_due_at.assume_not_null(),
        ));
    let pending: Option<(NaiveDate, NaiveDate, DbTimestamp)> = row.first(conn).optional()?;
    Ok(pending.map(|(from, since, due_at)| Pending {
        from,
        since,
        due_at: due_at.into(),
    }))
}

/// Sets or clears the pending recomputation.
pub(in crate::scoring) fn set_pending(
    conn: &mut DbConnection,
    user: UserId,
    pending: Option<Pending>,
) -> Result<(), AppError> {
    diesel::update(users::table.find(user))
        .set((
            users::recompute_from.eq(pending.map(|pending| pending.from)),
            users::recompute_since.eq(pending.map(|pending| pending.since)),
            users::recompute_due_at.eq(pending.map(|pending| DbTimestamp::from(pending.due_at))),
        ))
        .execute(conn)?;
    Ok(())
}

/// The number of days recorded from the date.
pub(in crate::scoring) fn count_days(
    conn: &mut DbConnection,
    user: UserId,
    from: NaiveDate,
) -> Result<i64, AppError> {
    let recorded = days::table
        .filter(days::user_id.eq(user))
        .filter(days::date.ge(from));
    Ok(recorded.select(count_star()).first(conn)?)
}

/// The first recorded day after the date.
pub(in crate::scoring) fn next_day(
    conn: &mut DbConnection,
    user: UserId,
    after: NaiveDate,
) -> Result<Option<NaiveDate>, AppError> {
    let later = days::table
        .filter(days::user_id.eq(user))
        .filter(days::date.gt(after));
    let first = later.order(days::date).select(days::date);
    Ok(first.first(conn).optional()?)
}

/// Whether a pending recomputation is due.
pub(in crate::scoring) fn is_any_due(
    conn: &mut DbConnection,
    now: DateTime<Utc>,
) -> Result<bool, AppError> {
    let due = users::table.filter(users::recompute_due_at.le(DbTimestamp::from(now)));
    Ok(diesel::select(exists(due.select(users::id))).get_result(conn)?)
}

/// Claims the recomputation that has been due the longest for the time of the lease. Must run in a write
/// transaction of its own: a claim holds no lock while the slice runs.
pub(in crate::scoring) fn claim_due(
    conn: &mut DbConnection,
    now: DateTime<Utc>,
    lease: TimeDelta,
) -> Result<Option<UserId>, AppError> {
    let due = users::table
        .filter(users::recompute_due_at.le(DbTimestamp::from(now)))
        .order(users::recompute_due_at)
        .select(users::id);
    let user: Option<UserId> = match conn {
        // Skips users who are being written or claimed.
        DbConnection::Postgres(conn) => due.for_update().skip_locked().first(conn),
        // A write transaction on SQLite locks the whole database.
        DbConnection::Sqlite(conn) => due.first(conn),
    }
    .optional()?;
    if let Some(user) = user {
        diesel::update(users::table.find(user))
            .set(users::recompute_due_at.eq(DbTimestamp::from(now + lease)))
            .execute(conn)?;
    }
    Ok(user)
}

/// Locks the user's days for the transaction and sets a new revision, like the write of a request, which
/// invalidates cached responses.
pub(in crate::scoring) fn lock_pending_user(
    conn: &mut DbConnection,
    user: UserId,
) -> Result<bool, AppError> {
    let pending_users = users::table
        .filter(users::id.eq(user))
        .filter(users::recompute_from.is_not_null());
    let locked = diesel::update(pending_users).set(users::revision.eq(Revision::new()));
    Ok(locked.execute(conn)? > 0)
}
