//! Queries of sessions.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use crate::db::{DbConnection, DbTimestamp, sessions, sql, users};
use crate::domain::{SessionId, UserId};
use crate::error::AppError;
use crate::features::auth::{access_tokens, email_tokens};

/// Most sessions of a user. A new one replaces the one that has not been used for longest.
const MAX_SESSIONS: u8 = 50;

#[derive(Insertable)]
#[diesel(table_name = sessions)]
pub(super) struct NewSessionRow<'a> {
    pub id: SessionId,
    pub user_id: UserId,
    pub user_agent: Option<&'a str>,
    pub created_at: DbTimestamp,
    pub expires_at: DbTimestamp,
    pub address: Option<String>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = sessions)]
pub(super) struct SessionRow {
    pub id: SessionId,
    pub user_agent: Option<String>,
    pub created_at: DbTimestamp,
    pub expires_at: DbTimestamp,
    pub address: Option<String>,
    pub last_used_at: Option<DbTimestamp>,
}

/// Inserts a session. Only as many others of the user stay as are allowed beside it.
///
/// # Errors
/// [`AppError::AccountDisabled`].
pub(super) fn insert(conn: &mut DbConnection, row: NewSessionRow<'_>) -> Result<(), AppError> {
    let disabled_at: Option<DbTimestamp> = users::table
        .find(row.user_id)
        .select(users::disabled_at)
        .first(conn)?;
    if disabled_at.is_some() {
        return Err(AppError::AccountDisabled);
    }
    diesel::sql_query(format!(
        "DELETE FROM sessions WHERE user_id = $1 AND id NOT IN \
         (SELECT id FROM sessions WHERE user_id = $1 \
         ORDER BY coalesce(last_used_at, created_at) DESC, id DESC LIMIT {})",
        MAX_SESSIONS - 1
    ))
    .bind::<sql::Id, _>(row.user_id)
    .execute(conn)?;
    diesel::insert_into(sessions::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// The user's sessions that have not expired.
pub(super) fn list(
    conn: &mut DbConnection,
    user: UserId,
    now: DateTime<Utc>,
) -> Result<Vec<SessionRow>, AppError> {
    Ok(sessions::table
        .filter(sessions::user_id.eq(user))
        .filter(sessions::expires_at.gt(DbTimestamp::from(now)))
        .select(SessionRow::as_select())
        .load(conn)?)
}

/// Ends a session of the user.
///
/// # Errors
/// [`AppError::NotFound`] when the user has none with this id.
pub(super) fn end(
    conn: &mut DbConnection,
    user: UserId,
    session: SessionId,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let mine = sessions::table
        .find(session)
        .filter(sessions::user_id.eq(user))
        .filter(sessions::expires_at.gt(DbTimestamp::from(now)));
    match diesel::delete(mine).execute(conn)? {
        0 => Err(AppError::NotFound),
        _ => Ok(()),
    }
}

/// Ends all sessions of the user, the access tokens, and the email tokens that would start a session.
/// Returns the new token version.
///
/// # Errors
/// [`AppError::Unauthenticated`] when the user was deleted.
pub(crate) fn end_all(conn: &mut DbConnection, user: UserId) -> Result<i32, AppError> {
    let version = diesel::update(users::table.find(user))
        .set(users::token_version.eq(users::token_version + 1))
        .returning(users::token_version)
        .get_result(conn)
        .optional()?
        .ok_or(AppError::Unauthenticated)?;
    diesel::delete(sessions::table.filter(sessions::user_id.eq(user))).execute(conn)?;
    access_tokens::revoke_all(conn, user)?;
    email_tokens::revoke_access(conn, user)?;
    Ok(version)
}
