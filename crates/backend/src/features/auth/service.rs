//! The rules of accounts.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use secrecy::SecretString;

use super::attempts::{self, Attempt};
use super::caller::Caller;
use super::dto::{AccountDeletion, Credentials, PasswordChange, ProfileUpdate, Registration, User};
use super::links::{self, Purpose};
use super::model::Email;
use super::sessions::{self, Opening, Session};
use super::store;
use crate::domain::{Hour, Name, UserId};
use crate::identity::{Account, Language, Role, Theme, has_same_salt};
use crate::db::DbConnection;
use crate::error::AppError;
use crate::features::habits;
use crate::mail::{Letter, Mail, Outbox, Queued};
use crate::session::CurrentUser;
use crate::state::AppState;

/// What an account is made of.
pub(crate) struct NewAccount {
    /// Address.
    pub email: Email,
    /// bcrypt hash of the password.
    pub password_hash: String,
    /// What to call the user.
    pub name: Name,
    /// Time zone.
    pub time_zone: Tz,
    /// Language.
    pub language: Language,
    /// What the user may do beyond what is their own.
    pub role: Role,
}

/// Makes an account with the ten first habits. Must run in a write transaction.
///
/// # Errors
/// [`AppError::EmailTaken`] when there is one with the address.
pub(crate) fn register(
    conn: &mut DbConnection,
    new: NewAccount,
    now: DateTime<Utc>,
) -> Result<Account, AppError> {
    let account = Account {
        id: UserId::new(),
        email: new.email.as_str().to_owned(),
        name: new.name.into(),
        time_zone: new.time_zone,
        day_start_hour: Hour::MIDNIGHT,
        language: new.language,
        theme: Theme::System,
        role: new.role,
        email_verified_at: None,
        created_at: now,
    };
    store::insert_account(conn, &account, &new.password_hash)?;
    habits::add_defaults(conn, &account, now)?;
    Ok(account)
}

pub(super) async fn sign_up(
    state: &AppState,
    registration: Registration,
    caller: Caller,
) -> Result<Session, AppError> {
    let Registration {
        email,
        password,
        name,
        time_zone,
        language,
    } = registration;
    let new = NewAccount {
        email,
        password_hash: state.passwords.hash(password).await?,
        name,
        time_zone: time_zone.map_or(Tz::UTC, |zone| zone.0),
        language: language.unwrap_or(Language::English),
        role: Role::User,
    };
    let (opening, outbox) = (Opening::now(state, caller), state.outbox.clone());
    let (account, opening, queued) = state
        .db
        .write(move |conn| {
            let account = register(conn, new, opening.at)?;
            opening.insert(conn, &account)?;
            let queued = links::send(conn, &outbox, Purpose::VerifyEmail, &account, opening.at)?;
            Ok::<_, AppError>((account, opening, queued))
        })
        .await?;
    state.outbox.wake(queued);
    opening.session(state, account, 0)
}

pub(super) async fn sign_in(
    state: &AppState,
    credentials: Credentials,
    caller: Caller,
) -> Result<Session, AppError> {
    let attempt = Attempt::begin(state, &attempts::SIGN_IN, &credentials.email, &caller).await?;
    // What is no address has no account; the password is compared all the same, to take as long.
    let found = match Email::try_from(credentials.email) {
        Ok(email) => {
            state
                .db
                .query(move |conn| store::find_by_email(conn, &email))
                .await?
        }
        Err(_no_address) => None,
    };
    let hash = found.as_ref().map(|(_, hash)| hash.clone());
    let comparing = state.passwords.verify(credentials.password.clone(), hash);
    let verified = attempt.unless_busy(state, comparing).await?;
    let (account, hash) = found
        .filter(|_| verified)
        .ok_or(AppError::WrongCredentials)?;
    let rehashed = state.passwords.rehash(credentials.password, &hash).await?;

    let opening = Opening::now(state, caller);
    let (account, version, opening) = state
        .db
        .write(move |conn| {
            // The password may have been changed, or the account deleted, while this one was hashed.
            let lock = store::lock(conn, account.id)?
                .filter(|lock| has_same_salt(&lock.password_hash, &hash))
                .ok_or(AppError::WrongCredentials)?;
            if let Some(rehashed) = rehashed {
                store::update_password(conn, account.id, &rehashed, opening.at)?;
            }
            attempt.succeed(conn, opening.at)?;
            opening.insert(conn, &account)?;
            Ok::<_, AppError>((account, lock.token_version, opening))
        })
        .await?;
    opening.session(state, account, version)
}

pub(super) async fn sign_out(state: &AppState, user: CurrentUser) -> Result<(), AppError> {
    match sessions::end(state, &user, user.session).await {
        // It was ended from elsewhere meanwhile.
        Err(AppError::NotFound) => Ok(()),
        ended => ended,
    }
}

pub(super) async fn sign_out_everywhere(
    state: &AppState,
    user: CurrentUser,
) -> Result<(), AppError> {
    state
        .db
        .write(move |conn| sessions::end_all(conn, user.id).map(drop))
        .await
}

pub(super) async fn update_profile(
    state: &AppState,
    user: CurrentUser,
    profile: ProfileUpdate,
) -> Result<User, AppError> {
    let account = Account {
        name: profile.name.into(),
        time_zone: profile.time_zone.0,
        day_start_hour: profile.day_start_hour,
        language: profile.language,
        theme: profile.theme,
        ..user.account
    };
    let now = state.clock.now();
    let account = state
        .db
        .write(move |conn| {
            store::update_account(conn, &account, now)?;
            Ok::<_, AppError>(account)
        })
        .await?;
    Ok(User::of(account, state))
}

pub(super) async fn change_password(
    state: &AppState,
    user: CurrentUser,
    change: PasswordChange,
    caller: Caller,
) -> Result<Session, AppError> {
    let (attempt, confirmed) =
        confirm_password(state, &user, change.current_password, &caller).await?;
    let hashing = state.passwords.hash(change.new_password);
    let hash = attempt.unless_busy(state, hashing).await?;
    let (opening, outbox) = (Opening::now(state, caller), state.outbox.clone());
    let (account, changed, opening) = state
        .db
        .write(move |conn| {
            store::lock(conn, user.id)?
                .filter(|lock| has_same_salt(&lock.password_hash, &confirmed))
                .ok_or(AppError::WrongPassword)?;
            attempt.succeed(conn, opening.at)?;
            let changed = set_password(conn, &outbox, &user.account, &hash, opening.at)?;
            opening.insert(conn, &user.account)?;
            Ok::<_, AppError>((user.account, changed, opening))
        })
        .await?;
    state.outbox.wake(changed.notice);
    opening.session(state, account, changed.token_version)
}

/// What a new password brings with it.
pub(super) struct PasswordSet {
    /// What tokens signed from now on say.
    token_version: i32,
    /// The mail that tells the owner.
    pub notice: Queued,
}

/// Gives the account another password: all its sessions end, its networks are not known any more,
/// and its owner is told by mail.
pub(super) fn set_password(
    conn: &mut DbConnection,
    outbox: &Outbox,
    account: &Account,
    hash: &str,
    now: DateTime<Utc>,
) -> Result<PasswordSet, AppError> {
    store::update_password(conn, account.id, hash, now)?;
    attempts::forget_networks(conn, account.id)?;
    let letter = Letter {
        to: account.into(),
        mail: Mail::PasswordChanged { at: now },
    };
    Ok(PasswordSet {
        token_version: sessions::end_all(conn, account.id)?,
        notice: outbox.enqueue(conn, &letter, now)?,
    })
}

/// Gives the account with this address another password, without asking for the one it has, and
/// lets its owner sign in at once. Must run in a write transaction.
///
/// # Errors
/// [`AppError::NotFound`] when there is no such account.
pub(crate) fn reset_password(
    conn: &mut DbConnection,
    outbox: &Outbox,
    email: &Email,
    hash: &str,
    now: DateTime<Utc>,
) -> Result<Queued, AppError> {
    let (account, _) = store::find_by_email(conn, email)?.ok_or(AppError::NotFound)?;
    attempts::forgive(conn, &attempts::SIGN_IN, email.as_str())?;
    Ok(set_password(conn, outbox, &account, hash, now)?.notice)
}

pub(super) async fn delete_account(
    state: &AppState,
    user: CurrentUser,
    deletion: AccountDeletion,
    caller: Caller,
) -> Result<(), AppError> {
    if deletion.email.trim().to_lowercase() != user.email {
        return Err(AppError::invalid(
            "/email",
            "email_differs",
            "is not this account's address",
        ));
    }
    let (attempt, _) = confirm_password(state, &user, deletion.password, &caller).await?;
    let now = state.clock.now();
    state
        .db
        .write(move |conn| {
            attempt.succeed(conn, now)?;
            store::delete_account(conn, user.id)
        })
        .await
}

/// The attempt that this was, and the hash that the password was compared with. Whoever holds a
/// session has no more guesses at the password than others.
async fn confirm_password(
    state: &AppState,
    user: &CurrentUser,
    password: SecretString,
    caller: &Caller,
) -> Result<(Attempt, String), AppError> {
    let attempt = Attempt::begin(state, &attempts::SIGN_IN, &user.email, caller).await?;
    let id = user.id;
    let hash = state
        .db
        .query(move |conn| store::password_hash(conn, id))
        .await?;
    let comparing = state.passwords.verify(password, Some(hash.clone()));
    if attempt.unless_busy(state, comparing).await? {
        Ok((attempt, hash))
    } else {
        Err(AppError::WrongPassword)
    }
}
