//! Queries of accounts.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::result::Error as QueryError;
use diesel::sql_query;
use diesel::sql_types::Text;

use super::model::{Email, TypedAddress};
use crate::db::{DbConnection, DbEnum, DbTimestamp, users};
use crate::domain::{Revision, UserId};
use crate::error::{AppError, is_unique_violation};
use crate::identity::{Account, Language, Role, Theme, leaders, store::AccountRow};

#[derive(Insertable)]
#[diesel(table_name = users)]
struct NewUserRow<'a> {
    id: UserId,
    email: &'a str,
    password_hash: &'a str,
    name: &'a str,
    time_zone: &'a str,
    day_start_hour: i16,
    language: DbEnum<Language>,
    theme: DbEnum<Theme>,
    role: DbEnum<Role>,
    created_at: DbTimestamp,
    updated_at: DbTimestamp,
}

pub(super) fn insert_account(
    conn: &mut DbConnection,
    account: &Account,
    password_hash: &str,
) -> Result<(), AppError> {
    let row = NewUserRow {
        id: account.id,
        email: &account.email,
        password_hash,
        name: &account.name,
        time_zone: account.time_zone.name(),
        day_start_hour: account.day_start_hour.get(),
        language: DbEnum(account.language),
        theme: DbEnum(account.theme),
        role: DbEnum(account.role),
        created_at: account.created_at.into(),
        updated_at: account.created_at.into(),
    };
    match diesel::insert_into(users::table).values(row).execute(conn) {
        Ok(_) => Ok(()),
        // The id is new, so it is the address that another row has.
        Err(error) if is_unique_violation(&error) => Err(AppError::EmailTaken),
        Err(error) => Err(error.into()),
    }
}

pub(super) fn update_account(
    conn: &mut DbConnection,
    account: &Account,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let updated = diesel::update(users::table.find(account.id))
        .set((
            users::name.eq(&account.name),
            users::time_zone.eq(account.time_zone.name()),
            users::day_start_hour.eq(account.day_start_hour.get()),
            users::language.eq(DbEnum(account.language)),
            users::theme.eq(DbEnum(account.theme)),
            // Days depend on the time zone.
            users::revision.eq(Revision::new()),
            users::updated_at.eq(DbTimestamp::from(now)),
        ))
        .execute(conn)?;
    // Deleted since the request was authenticated.
    if updated == 0 {
        Err(AppError::Unauthenticated)
    } else {
        Ok(())
    }
}

/// The account with this address, and its password hash. Of two accounts that once had two spellings of
/// it, this is the one whose spelling was typed.
pub(super) fn find_by_email(
    conn: &mut DbConnection,
    address: &TypedAddress,
) -> Result<Option<(Account, String)>, AppError> {
    let found: Vec<(AccountRow, String)> = users::table
        .filter(users::email.eq_any(address.spellings()))
        .select((AccountRow::as_select(), users::password_hash))
        .load(conn)?;
    let accounts = found
        .into_iter()
        .map(|(row, hash)| Ok((Account::try_from(row)?, hash)))
        .collect::<Result<Vec<_>, AppError>>()?;
    Ok(accounts
        .into_iter()
        .max_by_key(|(account, _)| address.is_stored_as(&account.email)))
}

pub(super) fn password_hash(conn: &mut DbConnection, user: UserId) -> Result<String, AppError> {
    Ok(users::table
        .find(user)
        .select(users::password_hash)
        .first(conn)?)
}

/// The locked credentials of a user.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct LockedCredentials {
    /// The password hash.
    pub password_hash: String,
    /// The current token version.
    pub token_version: i32,
}

/// Locks the user's password hash and token version until the transaction ends; `None` when the user
/// was deleted.
pub(super) fn lock_credentials(
    conn: &mut DbConnection,
    user: UserId,
) -> Result<Option<LockedCredentials>, AppError> {
    let row = users::table
        .find(user)
        .select((users::password_hash, users::token_version));
    let found: Option<(String, i32)> = match conn {
        DbConnection::Postgres(conn) => row.for_no_key_update().first(conn),
        // A write transaction on SQLite locks the whole database.
        DbConnection::Sqlite(conn) => row.first(conn),
    }
    .optional()?;
    Ok(
        found.map(|(password_hash, token_version)| LockedCredentials {
            password_hash,
            token_version,
        }),
    )
}

pub(super) fn update_password(
    conn: &mut DbConnection,
    user: UserId,
    hash: &str,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    diesel::update(users::table.find(user))
        .set((
            users::password_hash.eq(hash),
            users::updated_at.eq(DbTimestamp::from(now)),
        ))
        .execute(conn)?;
    Ok(())
}

/// The address of an account.
#[derive(Queryable, Selectable)]
#[diesel(table_name = users)]
pub(super) struct AddressRow {
    pub id: UserId,
    pub email: String,
    pub email_verified_at: Option<DbTimestamp>,
}

/// The addresses of all accounts.
pub(super) fn addresses(conn: &mut DbConnection) -> Result<Vec<AddressRow>, AppError> {
    Ok(users::table.select(AddressRow::as_select()).load(conn)?)
}

/// Stores other addresses, by the ids of their users.
pub(super) fn update_addresses(
    conn: &mut DbConnection,
    by_id: &HashMap<String, String>,
) -> Result<usize, AppError> {
    let statement = match conn {
        DbConnection::Postgres(_) => {
            "UPDATE users SET email = changed.value \
             FROM jsonb_each_text($1::jsonb) AS changed WHERE users.id = changed.key::uuid"
        }
        DbConnection::Sqlite(_) => {
            "UPDATE users SET email = changed.value \
             FROM json_each($1) AS changed WHERE users.id = changed.key"
        }
    };
    let json = serde_json::to_string(by_id)
        .map_err(|error| QueryError::SerializationError(error.into()))?;
    Ok(sql_query(statement).bind::<Text, _>(json).execute(conn)?)
}

/// Deletes the user; the foreign keys cascade to all their data.
pub(crate) fn delete_account(conn: &mut DbConnection, user: UserId) -> Result<(), AppError> {
    diesel::delete(users::table.find(user)).execute(conn)?;
    Ok(())
}

/// Deletes the account with this address, if there is one.
///
/// # Errors
/// When the database fails.
pub(crate) fn delete_by_email(conn: &mut DbConnection, email: &Email) -> Result<(), AppError> {
    let user: Option<UserId> = users::table
        .filter(users::email.eq(email.as_str()))
        .select(users::id)
        .first(conn)
        .optional()?;
    if let Some(user) = user {
        leaders::hand_over_all(conn, user)?;
        delete_account(conn, user)?;
    }
    Ok(())
}
