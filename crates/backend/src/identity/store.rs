//! Queries of accounts, sessions and access tokens that more than one feature needs.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use diesel::dsl::exists;
use diesel::prelude::*;

use super::{AccessToken, Account, Credential, Language, Role, Scope, Theme};
use crate::db::{DbConnection, DbEnum, DbTimestamp, MultiBackend, access_tokens, sessions, users};
use crate::domain::{Hour, Revision, UserId};
use crate::error::AppError;
use crate::identity::TokenClaims;
use crate::sharing::{SharingSettings, Visibility};

/// The row of an account.
#[derive(Queryable, Selectable)]
#[diesel(table_name = users)]
pub(crate) struct AccountRow {
    id: UserId,
    email: String,
    name: String,
    time_zone: String,
    day_start_hour: i16,
    language: DbEnum<Language>,
    theme: DbEnum<Theme>,
    role: DbEnum<Role>,
    email_verified_at: Option<DbTimestamp>,
    created_at: DbTimestamp,
}

impl TryFrom<AccountRow> for Account {
    type Error = AppError;

    fn try_from(row: AccountRow) -> Result<Self, AppError> {
        let unreadable = |what: &str| AppError::Inconsistent(format!("user {}: {what}", row.id));
        Ok(Self {
            id: row.id,
            time_zone: row
                .time_zone
                .parse::<Tz>()
                .map_err(|error| unreadable(&error.to_string()))?,
            day_start_hour: Hour::new(row.day_start_hour)
                .ok_or_else(|| unreadable("day_start_hour"))?,
            email: row.email,
            name: row.name,
            language: row.language.0,
            theme: row.theme.0,
            role: row.role.0,
            email_verified_at: row.email_verified_at.map(Into::into),
            created_at: row.created_at.into(),
        })
    }
}

/// What an account shows to others.
#[derive(Queryable, Selectable)]
#[diesel(table_name = users)]
pub(crate) struct SharingRow {
    shared_with_friends: DbEnum<Visibility>,
    shared_with_teams: DbEnum<Visibility>,
}

impl From<SharingRow> for SharingSettings {
    fn from(row: SharingRow) -> Self {
        Self {
            friends: row.shared_with_friends.0,
            teams: row.shared_with_teams.0,
        }
    }
}

/// The account with this id.
///
/// # Errors
/// [`AppError::NotFound`].
pub(crate) fn account(conn: &mut DbConnection, id: UserId) -> Result<Account, AppError> {
    let row: AccountRow = users::table
        .find(id)
        .select(AccountRow::as_select())
        .first(conn)?;
    row.try_into()
}

/// Locks an account until the transaction ends.
///
/// # Errors
/// [`AppError::NotFound`].
pub(crate) fn lock(conn: &mut DbConnection, id: UserId) -> Result<(), AppError> {
    let account = users::table.find(id).select(users::id);
    match conn {
        DbConnection::Postgres(conn) => account.for_no_key_update().first::<UserId>(conn)?,
        // A write transaction on SQLite locks the whole database.
        DbConnection::Sqlite(conn) => account.first::<UserId>(conn)?,
    };
    Ok(())
}

/// The user of a valid credential.
pub(crate) struct SignedIn {
    /// The account.
    pub account: Account,
    /// The revision of the user's data.
    pub revision: Revision,
    /// When the credential was last used, as far as that is written.
    pub last_used: Option<DateTime<Utc>>,
}

/// The user of a credential, for a request that needs a scope.
///
/// # Errors
/// [`AppError::Unauthenticated`] when it has expired or was ended, [`AppError::ScopeMissing`] for an access token
/// without the scope.
pub(crate) fn sign_in(
    conn: &mut DbConnection,
    credential: Credential,
    needed: Scope,
    now: DateTime<Utc>,
) -> Result<SignedIn, AppError> {
    match credential {
        Credential::Session(token) => session(conn, token, now),
        Credential::AccessToken(token) => access_token(conn, token, needed, now),
    }
}

fn access_token(
    conn: &mut DbConnection,
    token: AccessToken,
    needed: Scope,
    now: DateTime<Utc>,
) -> Result<SignedIn, AppError> {
    let is_valid = access_tokens::expires_at
        .is_null()
        .or(access_tokens::expires_at.gt(DbTimestamp::from(now)));
    let (account, revision, scope, last_used_at) = access_tokens::table
        .inner_join(users::table)
        .filter(access_tokens::digest.eq(token.digest()))
        .filter(access_tokens::user_id.eq(token.user))
        .filter(is_valid)
        .select((
            AccountRow::as_select(),
            users::revision,
            access_tokens::scope,
            access_tokens::last_used_at,
        ))
        .first::<(AccountRow, Revision, DbEnum<Scope>, Option<DbTimestamp>)>(conn)
        .optional()?
        .ok_or(AppError::Unauthenticated)?;
    if scope.0 < needed {
        return Err(AppError::ScopeMissing(needed.as_str()));
    }
    Ok(SignedIn {
        account: account.try_into()?,
        revision,
        last_used: last_used_at.map(Into::into),
    })
}

fn session(
    conn: &mut DbConnection,
    token: TokenClaims,
    now: DateTime<Utc>,
) -> Result<SignedIn, AppError> {
    let (account, revision, created_at, last_used_at) = sessions::table
        .inner_join(users::table)
        .filter(sessions::id.eq(token.session))
        .filter(sessions::user_id.eq(token.user))
        .filter(sessions::expires_at.gt(DbTimestamp::from(now)))
        .filter(users::token_version.eq(token.version))
        .select((
            AccountRow::as_select(),
            users::revision,
            sessions::created_at,
            sessions::last_used_at,
        ))
        .first::<(AccountRow, Revision, DbTimestamp, Option<DbTimestamp>)>(conn)
        .optional()?
        .ok_or(AppError::Unauthenticated)?;
    Ok(SignedIn {
        account: account.try_into()?,
        revision,
        last_used: Some(last_used_at.unwrap_or(created_at).into()),
    })
}

/// Locks the account of a credential, for a transaction that writes the user's days or habits, and sets
/// a new revision, which invalidates cached responses.
///
/// # Errors
/// See [`sign_in`].
pub(crate) fn lock_for_write(
    conn: &mut DbConnection,
    credential: Credential,
    needed: Scope,
    now: DateTime<Utc>,
) -> Result<SignedIn, AppError> {
    match credential {
        Credential::Session(token) => lock_by_session(conn, token, now),
        Credential::AccessToken(token) => {
            diesel::update(users::table.find(token.user))
                .set(users::revision.eq(Revision::new()))
                .execute(conn)?;
            access_token(conn, token, needed, now)
        }
    }
}

/// In one statement. When the session was last used is left to reads: it would cost each write one more.
fn lock_by_session(
    conn: &mut DbConnection,
    token: TokenClaims,
    now: DateTime<Utc>,
) -> Result<SignedIn, AppError> {
    let session = sessions::table
        .filter(sessions::id.eq(token.session))
        .filter(sessions::user_id.eq(token.user))
        .filter(sessions::expires_at.gt(DbTimestamp::from(now)));
    let user = users::table
        .filter(users::id.eq(token.user))
        .filter(users::token_version.eq(token.version))
        .filter(exists(session));
    let revision = Revision::new();
    // No key column changes, so inserts that reference the user, such as a session, do not wait.
    let row: Option<AccountRow> = diesel::update(user)
        .set(users::revision.eq(revision))
        .returning(<AccountRow as Selectable<MultiBackend>>::construct_selection())
        .get_result(conn)
        .optional()?;
    Ok(SignedIn {
        account: row.ok_or(AppError::Unauthenticated)?.try_into()?,
        revision,
        last_used: Some(now),
    })
}

/// As [`lock_for_write`], for work in the background; `None` if the account is gone.
///
/// # Errors
/// When the database fails.
pub(crate) fn lock_for_background(
    conn: &mut DbConnection,
    user: UserId,
) -> Result<Option<Account>, AppError> {
    let row: Option<AccountRow> = diesel::update(users::table.find(user))
        .set(users::revision.eq(Revision::new()))
        .returning(<AccountRow as Selectable<MultiBackend>>::construct_selection())
        .get_result(conn)
        .optional()?;
    row.map(Account::try_from).transpose()
}

/// Whether the user's days and habits still have this revision.
///
/// # Errors
/// When the database fails.
pub(crate) fn is_unchanged(
    conn: &mut DbConnection,
    user: UserId,
    revision: Revision,
) -> Result<bool, AppError> {
    let current: Revision = users::table
        .find(user)
        .select(users::revision)
        .first(conn)?;
    Ok(current == revision)
}

/// Records when a credential was last used, and the new end of a session, if it has one. False if it was ended
/// meanwhile, or if another request has recorded the use of an access token.
///
/// # Errors
/// When the database fails.
pub(crate) fn touch(
    conn: &mut DbConnection,
    credential: Credential,
    now: DateTime<Utc>,
    expires_at: Option<DateTime<Utc>>,
) -> Result<bool, AppError> {
    let touched = match credential {
        Credential::Session(token) => {
            let expires_at = expires_at.map(|at| sessions::expires_at.eq(DbTimestamp::from(at)));
            diesel::update(sessions::table.find(token.session))
                .set((
                    sessions::last_used_at.eq(DbTimestamp::from(now)),
                    expires_at,
                ))
                .execute(conn)?
        }
        Credential::AccessToken(token) => {
            let due = DbTimestamp::from(now - credential.touch_interval());
            let is_due = access_tokens::last_used_at
                .is_null()
                .or(access_tokens::last_used_at.le(due));
            let used = access_tokens::table
                .filter(access_tokens::digest.eq(token.digest()))
                .filter(is_due);
            diesel::update(used)
                .set(access_tokens::last_used_at.eq(DbTimestamp::from(now)))
                .execute(conn)?
        }
    };
    Ok(touched == 1)
}
