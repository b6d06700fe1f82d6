//! The queries of links.

use chrono::{DateTime, Utc};
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::upsert::excluded;

use super::Purpose;
use crate::domain::UserId;
use crate::identity::{Account, store::AccountRow};
use crate::db::{DbConnection, DbTimestamp, DbEnum, links, on_each, users};
use crate::error::AppError;

/// Keeps a link instead of the user's last one of the purpose.
pub(super) fn replace(
    conn: &mut DbConnection,
    user: UserId,
    purpose: Purpose,
    digest: &str,
    expires_at: DateTime<Utc>,
) -> Result<(), AppError> {
    let link = (
        links::user_id.eq(user),
        links::purpose.eq(DbEnum(purpose)),
        links::digest.eq(digest),
        links::expires_at.eq(DbTimestamp::from(expires_at)),
    );
    on_each!(conn, |conn| diesel::insert_into(links::table)
        .values(link)
        .on_conflict((links::user_id, links::purpose))
        .do_update()
        .set((
            links::digest.eq(excluded(links::digest)),
            links::expires_at.eq(excluded(links::expires_at)),
        ))
        .execute(conn))?;
    Ok(())
}

/// The link with this digest, if it works now.
#[diesel::dsl::auto_type(no_type_alias)]
fn working(purpose: DbEnum<Purpose>, digest: &str, now: DbTimestamp) -> _ {
    links::table
        .filter(links::digest.eq(digest))
        .filter(links::purpose.eq(purpose))
        .filter(links::expires_at.gt(now))
}

/// Whether a link works now.
pub(super) fn works(
    conn: &mut DbConnection,
    purpose: Purpose,
    digest: &str,
    now: DateTime<Utc>,
) -> Result<bool, AppError> {
    let link = working(DbEnum(purpose), digest, now.into());
    Ok(diesel::select(exists(link)).get_result(conn)?)
}

/// Takes a link away: whose it was, if it still worked. Of several who follow it at once, one gets
/// it.
pub(super) fn take(
    conn: &mut DbConnection,
    purpose: Purpose,
    digest: &str,
    now: DateTime<Utc>,
) -> Result<Option<Account>, AppError> {
    let user: Option<UserId> = diesel::delete(working(DbEnum(purpose), digest, now.into()))
        .returning(links::user_id)
        .get_result(conn)
        .optional()?;
    let Some(user) = user else {
        return Ok(None);
    };
    let row: AccountRow = users::table
        .find(user)
        .select(AccountRow::as_select())
        .first(conn)?;
    row.try_into().map(Some)
}

/// Notes that the address is the user's; the first time counts.
pub(super) fn verify(
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
