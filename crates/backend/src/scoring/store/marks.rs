//! From which date on a user's days are still to be scored again.

use chrono::NaiveDate;
use diesel::dsl::count_star;
use diesel::prelude::*;

use crate::db::{DbConnection, days, users};
use crate::error::AppError;
use crate::domain::{Revision, UserId};

/// Days that are to be scored again.
#[derive(Debug, Clone, Copy)]
pub(in crate::scoring) struct Mark {
    /// Those from here on still are.
    pub from: NaiveDate,
    /// Those from here on were.
    pub since: NaiveDate,
}

/// The user's, if any are.
pub(in crate::scoring) fn mark(
    conn: &mut DbConnection,
    user: UserId,
) -> Result<Option<Mark>, AppError> {
    let row = users::table
        .find(user)
        .select((users::recompute_from, users::recompute_since));
    let (from, since) = row.first::<(Option<NaiveDate>, Option<NaiveDate>)>(conn)?;
    Ok(from.zip(since).map(|(from, since)| Mark { from, since }))
}

/// Notes it; `None` when all days are as they should be.
pub(in crate::scoring) fn set_mark(
    conn: &mut DbConnection,
    user: UserId,
    mark: Option<Mark>,
) -> Result<(), AppError> {
    diesel::update(users::table.find(user))
        .set((
            users::recompute_from.eq(mark.map(|mark| mark.from)),
            users::recompute_since.eq(mark.map(|mark| mark.since)),
        ))
        .execute(conn)?;
    Ok(())
}

/// How many days are recorded from the date on.
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

/// Of the users whose days are to be scored again the one who has waited longest: revisions are in
/// the order in which they were made.
pub(in crate::scoring) fn any_marked(conn: &mut DbConnection) -> Result<Option<UserId>, AppError> {
    let marked = users::table.filter(users::recompute_from.is_not_null());
    let first = marked.order(users::revision).select(users::id);
    Ok(first.first(conn).optional()?)
}

/// As a request's write begins: nobody else writes the user's days until the transaction ends, and
/// no answer made before is shown after it.
pub(in crate::scoring) fn lock_marked(
    conn: &mut DbConnection,
    user: UserId,
) -> Result<bool, AppError> {
    let marked = users::table
        .filter(users::id.eq(user))
        .filter(users::recompute_from.is_not_null());
    let locked = diesel::update(marked).set(users::revision.eq(Revision::new()));
    Ok(locked.execute(conn)? > 0)
}
