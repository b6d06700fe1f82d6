//! Queries of access tokens.

use chrono::{DateTime, Utc};
use diesel::dsl::count_star;
use diesel::prelude::*;

use crate::db::{DbConnection, DbEnum, DbTimestamp, access_tokens};
use crate::domain::{AccessTokenId, UserId};
use crate::error::AppError;
use crate::identity::Scope;

/// A token, without its digest.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = access_tokens)]
pub(super) struct AccessTokenRow {
    pub id: AccessTokenId,
    pub name: String,
    pub scope: DbEnum<Scope>,
    pub created_at: DbTimestamp,
    pub expires_at: Option<DbTimestamp>,
    pub last_used_at: Option<DbTimestamp>,
}

/// The user's tokens that have not ended.
#[diesel::dsl::auto_type(no_type_alias)]
fn valid_tokens(user: UserId, now: DbTimestamp) -> _ {
    let is_valid = access_tokens::expires_at
        .is_null()
        .or(access_tokens::expires_at.gt(now));
    access_tokens::table
        .filter(access_tokens::user_id.eq(user))
        .filter(is_valid)
}

/// The user's tokens, the newest first.
pub(super) fn list(
    conn: &mut DbConnection,
    user: UserId,
    now: DateTime<Utc>,
) -> Result<Vec<AccessTokenRow>, AppError> {
    Ok(valid_tokens(user, now.into())
        .order((access_tokens::created_at.desc(), access_tokens::id.desc()))
        .select(AccessTokenRow::as_select())
        .load(conn)?)
}

/// How many tokens the user has.
pub(super) fn count(
    conn: &mut DbConnection,
    user: UserId,
    now: DateTime<Utc>,
) -> Result<i64, AppError> {
    Ok(valid_tokens(user, now.into())
        .select(count_star())
        .first(conn)?)
}

pub(super) fn insert(
    conn: &mut DbConnection,
    user: UserId,
    digest: &str,
    row: &AccessTokenRow,
) -> Result<(), AppError> {
    diesel::insert_into(access_tokens::table)
        .values((
            row,
            access_tokens::user_id.eq(user),
            access_tokens::digest.eq(digest),
        ))
        .execute(conn)?;
    Ok(())
}

/// Revokes a token of the user.
///
/// # Errors
/// [`AppError::NotFound`] when the user has none with this id.
pub(super) fn revoke(
    conn: &mut DbConnection,
    user: UserId,
    token: AccessTokenId,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let mine = valid_tokens(user, now.into()).filter(access_tokens::id.eq(token));
    match diesel::delete(mine).execute(conn)? {
        0 => Err(AppError::NotFound),
        _ => Ok(()),
    }
}

/// Revokes all tokens of the user.
pub(in crate::features::auth) fn revoke_all(
    conn: &mut DbConnection,
    user: UserId,
) -> Result<(), AppError> {
    diesel::delete(access_tokens::table.filter(access_tokens::user_id.eq(user))).execute(conn)?;
    Ok(())
}
