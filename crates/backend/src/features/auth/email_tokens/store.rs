//! Queries of email tokens.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::upsert::excluded;

use super::TokenPurpose;
use crate::db::{DbConnection, DbEnum, DbTimestamp, links, on_each, users};
use crate::domain::UserId;
use crate::error::AppError;
use crate::identity::{Account, store as accounts};

/// Stores a token in place of the user's previous one of the purpose.
pub(super) fn replace(
    conn: &mut DbConnection,
    user: UserId,
    purpose: TokenPurpose,
    digest: &str,
    expires_at: DateTime<Utc>,
) -> Result<(), AppError> {
    let token = (
        links::user_id.eq(user),
        links::purpose.eq(DbEnum(purpose)),
        links::digest.eq(digest),
        links::expires_at.eq(DbTimestamp::from(expires_at)),
    );
    on_each!(conn, |conn| diesel::insert_into(links::table)
        .values(token)
        .on_conflict((links::user_id, links::purpose))
        .do_update()
        .set((
            links::digest.eq(excluded(links::digest)),
            links::expires_at.eq(excluded(links::expires_at)),
        ))
        .execute(conn))?;
    Ok(())
}

/// The token with this digest, if it is valid at `now`.
#[diesel::dsl::auto_type(no_type_alias)]
fn valid_token(purpose: DbEnum<TokenPurpose>, digest: &str, now: DbTimestamp) -> _ {
    links::table
        .filter(links::digest.eq(digest))
        .filter(links::purpose.eq(purpose))
        .filter(links::expires_at.gt(now))
}

/// The user of a token that is valid at `now`.
pub(super) fn user_of(
    conn: &mut DbConnection,
    purpose: TokenPurpose,
    digest: &str,
    now: DateTime<Utc>,
) -> Result<Option<UserId>, AppError> {
    let token = valid_token(DbEnum(purpose), digest, now.into());
    Ok(token.select(links::user_id).first(conn).optional()?)
}

/// Deletes a valid token and returns its account. Of concurrent requests one gets it.
pub(super) fn consume(
    conn: &mut DbConnection,
    purpose: TokenPurpose,
    digest: &str,
    now: DateTime<Utc>,
) -> Result<Option<Account>, AppError> {
    let user: Option<UserId> = diesel::delete(valid_token(DbEnum(purpose), digest, now.into()))
        .returning(links::user_id)
        .get_result(conn)
        .optional()?;
    user.map(|user| accounts::account(conn, user)).transpose()
}

/// Deletes the user's token of the purpose, if there is one.
pub(super) fn delete(
    conn: &mut DbConnection,
    user: UserId,
    purpose: TokenPurpose,
) -> Result<(), AppError> {
    diesel::delete(links::table.find((user, DbEnum(purpose)))).execute(conn)?;
    Ok(())
}

/// Marks the email address as verified; the time of the first verification stays.
pub(in crate::features::auth) fn mark_email_verified(
    conn: &mut DbConnection,
    user: UserId,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let now = DbTimestamp::from(now);
    diesel::update(users::table.find(user))
        .filter(users::email_verified_at.is_null())
        .set((users::email_verified_at.eq(now), users::updated_at.eq(now)))
        .execute(conn)?;
    Ok(())
}
