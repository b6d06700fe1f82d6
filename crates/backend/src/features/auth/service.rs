//! The rules of accounts and sessions.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use secrecy::SecretString;

use super::dto::{
    AccountDeletion, Credentials, PasswordChange, ProfileUpdate, Registration, Session, User,
};
use super::model::Email;
use super::store;
use crate::account::{Account, Language, Name, Theme};
use crate::bounded::Hour;
use crate::db::DbConnection;
use crate::features::habits;
use crate::http::{AppError, CurrentUser, Token};
use crate::ids::{SessionId, UserId};
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
        created_at: now,
    };
    store::insert_account(conn, &account, &new.password_hash)?;
    habits::add_defaults(conn, &account, now)?;
    Ok(account)
}

pub(super) async fn sign_up(
    state: &AppState,
    registration: Registration,
    user_agent: Option<String>,
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
    };
    let opening = Opening::now(state, user_agent);
    let (account, opening) = state
        .db
        .write(move |conn| {
            let account = register(conn, new, opening.at)?;
            opening.insert(conn, account.id)?;
            Ok::<_, AppError>((account, opening))
        })
        .await?;
    opening.session(state, account)
}

pub(super) async fn sign_in(
    state: &AppState,
    credentials: Credentials,
    user_agent: Option<String>,
) -> Result<Session, AppError> {
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
    let (account, hash) = found.unzip();
    let verified = state
        .passwords
        .verify(credentials.password, hash.clone())
        .await?;
    let account = account
        .filter(|_| verified)
        .ok_or(AppError::WrongCredentials)?;

    let opening = Opening::now(state, user_agent);
    let (account, opening) = state
        .db
        .write(move |conn| {
            // The password may have been changed, or the account deleted, while this one was hashed.
            if store::lock_password_hash(conn, account.id)? != hash {
                return Err(AppError::WrongCredentials);
            }
            store::delete_expired_sessions(conn, account.id, opening.at)?;
            opening.insert(conn, account.id)?;
            Ok::<_, AppError>((account, opening))
        })
        .await?;
    opening.session(state, account)
}

pub(super) async fn sign_out(state: &AppState, user: CurrentUser) -> Result<(), AppError> {
    state
        .db
        .write(move |conn| store::delete_session(conn, user.session))
        .await
}

pub(super) async fn sign_out_everywhere(
    state: &AppState,
    user: CurrentUser,
) -> Result<(), AppError> {
    state
        .db
        .write(move |conn| store::delete_sessions(conn, user.id))
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
    Ok(User::of(account, &state.clock))
}

pub(super) async fn change_password(
    state: &AppState,
    user: CurrentUser,
    change: PasswordChange,
    user_agent: Option<String>,
) -> Result<Session, AppError> {
    let confirmed = confirm_password(state, &user, change.current_password).await?;
    let hash = state.passwords.hash(change.new_password).await?;
    let opening = Opening::now(state, user_agent);
    let (account, opening) = state
        .db
        .write(move |conn| {
            if store::lock_password_hash(conn, user.id)? != Some(confirmed) {
                return Err(AppError::WrongPassword);
            }
            store::update_password(conn, user.id, &hash, opening.at)?;
            store::delete_sessions(conn, user.id)?;
            opening.insert(conn, user.id)?;
            Ok::<_, AppError>((user.account, opening))
        })
        .await?;
    opening.session(state, account)
}

pub(super) async fn delete_account(
    state: &AppState,
    user: CurrentUser,
    deletion: AccountDeletion,
) -> Result<(), AppError> {
    if deletion.email.trim().to_lowercase() != user.email {
        return Err(AppError::invalid(
            "/email",
            "email_differs",
            "is not this account's address",
        ));
    }
    confirm_password(state, &user, deletion.password).await?;
    state
        .db
        .write(move |conn| store::delete_account(conn, user.id))
        .await
}

/// The hash that the password was compared with.
async fn confirm_password(
    state: &AppState,
    user: &CurrentUser,
    password: SecretString,
) -> Result<String, AppError> {
    let id = user.id;
    let hash = state
        .db
        .query(move |conn| store::password_hash(conn, id))
        .await?;
    if state.passwords.verify(password, Some(hash.clone())).await? {
        Ok(hash)
    } else {
        Err(AppError::WrongPassword)
    }
}

/// A session about to begin.
struct Opening {
    id: SessionId,
    at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    user_agent: Option<String>,
}

impl Opening {
    fn now(state: &AppState, user_agent: Option<String>) -> Self {
        let at = state.clock.now();
        let lifetime = TimeDelta::from_std(state.config.auth.session_lifetime);
        Self {
            id: SessionId::new(),
            at,
            expires_at: at + lifetime.unwrap_or(TimeDelta::MAX),
            user_agent,
        }
    }

    fn insert(&self, conn: &mut DbConnection, user: UserId) -> Result<(), AppError> {
        let row = store::SessionRow {
            id: self.id,
            user_id: user,
            user_agent: self.user_agent.clone(),
            created_at: self.at.into(),
            expires_at: self.expires_at.into(),
        };
        store::insert_session(conn, row)
    }

    fn session(self, state: &AppState, account: Account) -> Result<Session, AppError> {
        let token = Token {
            user: account.id,
            session: self.id,
        };
        Ok(Session {
            token: state.tokens.sign(token, self.at, self.expires_at)?,
            user: User::of(account, &state.clock),
            expires_at: self.expires_at,
        })
    }
}
