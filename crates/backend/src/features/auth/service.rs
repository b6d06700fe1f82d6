//! Account logic.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use secrecy::SecretString;

use super::client_info::ClientInfo;
use super::dto::{AccountDeletion, Credentials, PasswordChange, ProfileUpdate, Registration, User};
use super::email_tokens::{self, TokenPurpose};
use super::login_throttle::{self, Attempt};
use super::model::{Email, TypedAddress};
use super::sessions::{self, NewSession, Session};
use super::store;
use crate::config::{RegistrationConfig, RegistrationMode};
use crate::db::DbConnection;
use crate::domain::{Hour, Name, UserId};
use crate::error::AppError;
use crate::features::{friends, habits, teams};
use crate::identity::{Account, Language, Role, Theme, administrators, has_same_salt, leaders};
use crate::mail::{EmailMessage, Mail, Outbox, Queued};
use crate::realtime::Events;
use crate::session::{CurrentUser, SessionUser};
use crate::state::AppState;

/// An account to insert.
pub(crate) struct NewAccount {
    /// Address.
    pub email: Email,
    /// bcrypt hash of the password.
    pub password_hash: String,
    /// Display name.
    pub name: Name,
    /// Time zone.
    pub time_zone: Tz,
    /// Language.
    pub language: Language,
    /// Role.
    pub role: Role,
}

/// Inserts an account with the ten default habits. Must run in a write transaction.
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

/// Whether this address may sign up, with the invitation of another user or without.
///
/// # Errors
/// [`AppError::RegistrationClosed`], [`AppError::InvitationRequired`], or an invalid `/email`.
pub(crate) fn check_registration(
    settings: &RegistrationConfig,
    email: &Email,
    is_invited: bool,
) -> Result<(), AppError> {
    match settings.mode {
        RegistrationMode::Closed => Err(AppError::RegistrationClosed),
        RegistrationMode::Invite if !is_invited => Err(AppError::InvitationRequired),
        _ if settings.allows(email.domain()) => Ok(()),
        _ => Err(AppError::invalid(
            "/email",
            "domain_not_allowed",
            format!("must be in one of these domains: {}", settings.domains),
        )),
    }
}

pub(super) async fn sign_up(
    state: &AppState,
    registration: Registration,
    client: ClientInfo,
) -> Result<Session, AppError> {
    check_registration(&state.config.registration, &registration.email, false)?;
    open_account(state, registration, client, |_, _, _, _| {
        Ok(AddressProof::None)
    })
    .await
}

/// Whether somebody has shown that an address is theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AddressProof {
    /// No: they are asked to.
    None,
    /// By a token from a mail to it.
    MailedToken,
}

/// Registers an account and signs in, in one transaction with `admit`, which refuses it or tells how the address is
/// proved.
///
/// # Errors
/// Those of `admit`, and [`AppError::EmailTaken`].
pub(crate) async fn open_account(
    state: &AppState,
    registration: Registration,
    client: ClientInfo,
    admit: impl FnOnce(
        &mut DbConnection,
        &mut Events,
        &Account,
        DateTime<Utc>,
    ) -> Result<AddressProof, AppError>
    + Send
    + 'static,
) -> Result<Session, AppError> {
    let Registration {
        email,
        password,
        name,
        time_zone,
        language,
        session: _,
    } = registration;
    let new = NewAccount {
        email,
        password_hash: state.passwords.hash(password).await?,
        name,
        time_zone: time_zone.map_or(Tz::UTC, |zone| zone.0),
        language: language.unwrap_or(Language::English),
        role: Role::User,
    };
    let (new_session, outbox) = (NewSession::now(state, client), state.outbox.clone());
    let (account, new_session, queued) = state
        .write(move |conn, events| {
            let now = new_session.at;
            let mut account = register(conn, new, now)?;
            new_session.insert(conn, &account)?;
            let queued = match admit(conn, events, &account, now)? {
                AddressProof::None => {
                    login_throttle::count_sign_up(conn, &account.email, now)?;
                    let purpose = TokenPurpose::VerifyEmail;
                    Some(email_tokens::send(conn, &outbox, purpose, &account, now)?)
                }
                AddressProof::MailedToken => {
                    email_tokens::mark_email_verified(conn, account.id, now)?;
                    account.email_verified_at = Some(now);
                    None
                }
            };
            Ok::<_, AppError>((account, new_session, queued))
        })
        .await?;
    if let Some(queued) = queued {
        state.outbox.wake(queued);
    }
    new_session.session(state, account, 0)
}

pub(super) async fn sign_in(
    state: &AppState,
    credentials: Credentials,
    client: ClientInfo,
) -> Result<Session, AppError> {
    let Credentials {
        email,
        password,
        session: _,
    } = credentials;
    let attempt = Attempt::begin(state, &login_throttle::SIGN_IN, email.name(), &client).await?;
    let found = state
        .db
        .query(move |conn| store::find_by_email(conn, &email))
        .await?;
    // Without an account the verification must take the same time.
    let hash = found.as_ref().map(|(_, hash)| hash.clone());
    let verification = state.passwords.verify(password.clone(), hash);
    let matched = attempt.refund_if_busy(state, verification).await?;
    let ((account, hash), form) = found.zip(matched).ok_or(AppError::WrongCredentials)?;
    let rehashed = state.passwords.rehash(password, form, &hash).await?;

    let new_session = NewSession::now(state, client);
    let (account, version, new_session) = state
        .db
        .write(move |conn| {
            // The password may have been changed, or the account deleted, during the hashing.
            let credentials = store::lock_credentials(conn, account.id)?
                .filter(|credentials| has_same_salt(&credentials.password_hash, &hash))
                .ok_or(AppError::WrongCredentials)?;
            if let Some(rehashed) = rehashed {
                store::update_password(conn, account.id, &rehashed, new_session.at)?;
            }
            attempt.succeed(conn, new_session.at)?;
            new_session.insert(conn, &account)?;
            Ok::<_, AppError>((account, credentials.token_version, new_session))
        })
        .await?;
    new_session.session(state, account, version)
}

pub(super) async fn sign_out(state: &AppState, user: SessionUser) -> Result<(), AppError> {
    match sessions::end(state, &user, user.session).await {
        // Another request ended it meanwhile.
        Err(AppError::NotFound) => Ok(()),
        ended => ended,
    }
}

pub(super) async fn sign_out_everywhere(
    state: &AppState,
    user: SessionUser,
) -> Result<(), AppError> {
    state
        .write(move |conn, events| {
            events.sessions_ended(user.id);
            sessions::end_all(conn, user.id).map(drop)
        })
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
    user: SessionUser,
    change: PasswordChange,
    client: ClientInfo,
) -> Result<Session, AppError> {
    let (attempt, confirmed) =
        confirm_password(state, &user, change.current_password, &client).await?;
    let hashing = state.passwords.hash(change.new_password);
    let hash = attempt.refund_if_busy(state, hashing).await?;
    let (new_session, outbox) = (NewSession::now(state, client), state.outbox.clone());
    let (account, changed, new_session) = state
        .write(move |conn, events| {
            require_unchanged(conn, user.id, &confirmed)?;
            events.sessions_ended(user.id);
            attempt.succeed(conn, new_session.at)?;
            let changed = set_password(conn, &outbox, &user.account, &hash, new_session.at)?;
            new_session.insert(conn, &user.account)?;
            Ok::<_, AppError>((user.user.account, changed, new_session))
        })
        .await?;
    state.outbox.wake(changed.notice);
    new_session.session(state, account, changed.token_version)
}

/// The result of a password change.
pub(super) struct PasswordSet {
    /// The new token version.
    token_version: i32,
    /// The email that notifies the owner.
    pub notice: Queued,
}

/// Sets a new password: all sessions and access tokens end, known networks are removed, and the owner is notified by
/// email.
pub(super) fn set_password(
    conn: &mut DbConnection,
    outbox: &Outbox,
    account: &Account,
    hash: &str,
    now: DateTime<Utc>,
) -> Result<PasswordSet, AppError> {
    store::update_password(conn, account.id, hash, now)?;
    login_throttle::forget_networks(conn, account.id)?;
    let email = EmailMessage {
        to: account.into(),
        mail: Mail::PasswordChanged { at: now },
    };
    Ok(PasswordSet {
        token_version: sessions::end_all(conn, account.id)?,
        notice: outbox.enqueue(conn, &email, now)?,
    })
}

/// Sets a new password for the account with this address, without checking the current one, and resets
/// the login throttle. Must run in a write transaction.
///
/// # Errors
/// [`AppError::NotFound`] when there is no such account.
pub(crate) fn reset_password(
    conn: &mut DbConnection,
    outbox: &Outbox,
    address: &TypedAddress,
    hash: &str,
    now: DateTime<Utc>,
) -> Result<Queued, AppError> {
    let (account, _) = store::find_by_email(conn, address)?.ok_or(AppError::NotFound)?;
    login_throttle::reset(conn, &login_throttle::SIGN_IN, address.name())?;
    Ok(set_password(conn, outbox, &account, hash, now)?.notice)
}

pub(super) async fn delete_account(
    state: &AppState,
    user: SessionUser,
    deletion: AccountDeletion,
    client: ClientInfo,
) -> Result<(), AppError> {
    if deletion.email.name() != TypedAddress::from(user.email.clone()).name() {
        return Err(AppError::invalid(
            "/email",
            "email_differs",
            "is not this account's address",
        ));
    }
    let (attempt, confirmed) = confirm_password(state, &user, deletion.password, &client).await?;
    let now = state.clock.now();
    state
        .write(move |conn, events| {
            require_unchanged(conn, user.id, &confirmed)?;
            attempt.succeed(conn, now)?;
            administrators::check_stays(conn, user.id)?;
            leaders::leave_all(conn, user.id)?;
            remove_account(conn, events, user.id)
        })
        .await
}

/// Deletes an account with all its data. Friends and team mates are told, and the sockets of the account end.
///
/// # Errors
/// When the database fails.
pub(crate) fn remove_account(
    conn: &mut DbConnection,
    events: &mut Events,
    user: UserId,
) -> Result<(), AppError> {
    teams::publish_departure(conn, events, user)?;
    friends::publish_relations(conn, events, user)?;
    events.sessions_ended(user);
    store::delete_account(conn, user)
}

/// Locks the account, whose password may have been changed while `confirmed` was verified.
fn require_unchanged(
    conn: &mut DbConnection,
    user: UserId,
    confirmed: &str,
) -> Result<(), AppError> {
    store::lock_credentials(conn, user)?
        .filter(|credentials| has_same_salt(&credentials.password_hash, confirmed))
        .map(drop)
        .ok_or(AppError::WrongPassword)
}

/// Checks the password of a signed-in user, under the login throttle too. Returns the attempt and the
/// hash that the password matched.
async fn confirm_password(
    state: &AppState,
    user: &CurrentUser,
    password: SecretString,
    client: &ClientInfo,
) -> Result<(Attempt, String), AppError> {
    let attempt = Attempt::begin(state, &login_throttle::SIGN_IN, &user.email, client).await?;
    let id = user.id;
    let hash = state
        .db
        .query(move |conn| store::password_hash(conn, id))
        .await?;
    let verification = state.passwords.verify(password, Some(hash.clone()));
    match attempt.refund_if_busy(state, verification).await? {
        Some(_) => Ok((attempt, hash)),
        None => Err(AppError::WrongPassword),
    }
}
