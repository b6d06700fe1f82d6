//! From which date on a user's days are still to be scored again.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::db::{DbConnection, users};
use crate::error::AppError;
use crate::ids::{Revision, UserId};

/// The date, if any is to be scored again.
pub(in crate::scoring) fn mark(
    conn: &mut DbConnection,
    user: UserId,
) -> Result<Option<NaiveDate>, AppError> {
    let row = users::table.find(user).select(users::recompute_from);
    Ok(row.first(conn)?)
}

/// Notes the date; `None` when all are as they should be.
pub(in crate::scoring) fn set_mark(
    conn: &mut DbConnection,
    user: UserId,
    from: Option<NaiveDate>,
) -> Result<(), AppError> {
    diesel::update(users::table.find(user))
        .set(users::recompute_from.eq(from))
        .execute(conn)?;
    Ok(())
}

/// Some user whose days are to be scored again.
pub(in crate::scoring) fn any_marked(conn: &mut DbConnection) -> Result<Option<UserId>, AppError> {
    let marked = users::table.filter(users::recompute_from.is_not_null());
    Ok(marked.select(users::id).first(conn).optional()?)
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
