//! The rule that somebody administers the installation.

use diesel::prelude::*;

use super::Role;
use crate::db::{DbConnection, DbEnum, users};
use crate::domain::UserId;
use crate::error::AppError;

/// Locks the administrators whose accounts are not disabled until the transaction ends, so that two of them do not
/// go at once.
///
/// # Errors
/// When the database fails.
pub(crate) fn lock(conn: &mut DbConnection) -> Result<Vec<UserId>, AppError> {
    let administrators = users::table
        .filter(users::role.eq(DbEnum(Role::Admin)))
        .filter(users::disabled_at.is_null())
        .order(users::id)
        .select(users::id);
    Ok(match conn {
        DbConnection::Postgres(conn) => administrators.for_no_key_update().load(conn)?,
        // A write transaction on SQLite locks the whole database.
        DbConnection::Sqlite(conn) => administrators.load(conn)?,
    })
}

/// Checks that there are administrators without this one, if it is one.
///
/// # Errors
/// [`AppError::LastAdministrator`].
pub(crate) fn check_stays(conn: &mut DbConnection, leaving: UserId) -> Result<(), AppError> {
    match *lock(conn)? {
        [last] if last == leaving => Err(AppError::LastAdministrator),
        _ => Ok(()),
    }
}
