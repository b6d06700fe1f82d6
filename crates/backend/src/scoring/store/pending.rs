//! Queries of pending recomputations.

use chrono::NaiveDate;
use diesel::dsl::count_star;
use diesel::prelude::*;

use crate::db::{DbConnection, days, users};
use crate::domain::{Revision, UserId};
use crate::error::AppError;

/// A pending recomputation.
#[derive(Debug, Clone, Copy)]
pub(in crate::scoring) struct Pending {
    /// Days from this date are pending.
    pub from: NaiveDate,
    /// Days from this date are affected by the change.
    pub since: NaiveDate,
}

/// The pending recomputation of the user.
pub(in crate::scoring) fn pending(
    conn: &mut DbConnection,
    user: UserId,
) -> Result<Option<Pending>, AppError> {
    let row = users::table
        .find(user)
        .select((users::recompute_from, users::recompute_since));
    let (from, since) = row.first::<(Option<NaiveDate>, Option<NaiveDate>)>(conn)?;
    Ok(from.zip(since).map(|(from, since)| Pending { from, since }))
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

/// The user with a pending recomputation who has waited longest: revisions are in the order of their
/// creation.
pub(in crate::scoring) fn next_pending_user(
    conn: &mut DbConnection,
) -> Result<Option<UserId>, AppError> {
    let pending_users = users::table.filter(users::recompute_from.is_not_null());
    let first = pending_users.order(users::revision).select(users::id);
    Ok(first.first(conn).optional()?)
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
