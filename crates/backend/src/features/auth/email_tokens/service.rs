//! Issuing and redeeming email tokens.

use actix_web::web::Data;
use secrecy::{ExposeSecret, SecretString};

use super::dto::PasswordReset;
use super::{TokenPurpose, send, store};
use crate::error::AppError;
use crate::features::auth::client_info::ClientInfo;
use crate::features::auth::login_throttle::{self, Attempt};
use crate::features::auth::model::TypedAddress;
use crate::features::auth::{service as accounts_service, store as accounts};
use crate::identity::SecretToken;
use crate::session::SessionUser;
use crate::state::AppState;

/// Sends an email to reset the password, if there is an account with the address. The account is looked
/// up after the response, so neither the response nor its timing reveals whether there is one.
pub(super) async fn request_password_reset(
    state: Data<AppState>,
    address: TypedAddress,
    client: ClientInfo,
) -> Result<(), AppError> {
    require_mail(&state)?;
    Attempt::begin(&state, &login_throttle::MAIL, address.name(), &client).await?;
    actix_web::rt::spawn(async move {
        if let Err(error) = send_reset_email(&state, address).await {
            tracing::error!(%error, "the email to reset a password was not sent");
        }
    });
    Ok(())
}

/// The email goes to the address of the account, never to the one that was typed.
async fn send_reset_email(state: &AppState, address: TypedAddress) -> Result<(), AppError> {
    let (outbox, now) = (state.outbox.clone(), state.clock.now());
    let queued = state
        .db
        .write(move |conn| {
            let found = accounts::find_by_email(conn, &address)?;
            found
                .map(|(account, _)| send(conn, &outbox, TokenPurpose::ResetPassword, &account, now))
                .transpose()
        })
        .await?;
    if let Some(queued) = queued {
        state.outbox.wake(queued);
    }
    Ok(())
}

/// Sets a new password for the account of a token. Its sessions end. The token came by email, so the
/// address is verified too, and the login throttle of the account is reset.
///
/// An invalid token is rejected before the expensive hashing; the transaction that consumes the token
/// checks it again.
pub(super) async fn reset_password(
    state: &AppState,
    reset: PasswordReset,
    client: ClientInfo,
) -> Result<(), AppError> {
    let (digest, now) = (token_digest(&reset.token), state.clock.now());
    let checked = digest.clone();
    state
        .db
        .query(move |conn| store::user_of(conn, TokenPurpose::ResetPassword, &checked, now))
        .await?
        .ok_or_else(token_invalid)?;
    let hash = state.passwords.hash(reset.password).await?;
    let (outbox, now) = (state.outbox.clone(), state.clock.now());
    let notice = state
        .db
        .write(move |conn| {
            let purpose = TokenPurpose::ResetPassword;
            let user = store::user_of(conn, purpose, &digest, now)?;
            // The user before the token, as in a change of the password, to avoid deadlocks.
            accounts::lock_credentials(conn, user.ok_or_else(token_invalid)?)?;
            let account = store::consume(conn, purpose, &digest, now)?;
            let account = account.ok_or_else(token_invalid)?;
            store::mark_email_verified(conn, account.id, now)?;
            login_throttle::reset(conn, &login_throttle::SIGN_IN, &account.email)?;
            let changed = accounts_service::set_password(conn, &outbox, &account, &hash, now)?;
            login_throttle::remember_network(conn, &account, &client, now)?;
            Ok::<_, AppError>(changed.notice)
        })
        .await?;
    state.outbox.wake(notice);
    Ok(())
}

/// Marks the email address of the account of a token as verified. The token stays: whoever opens its link
/// again, after a program of the mail server or by another device, gets the same answer.
pub(super) async fn verify_email(state: &AppState, token: SecretString) -> Result<(), AppError> {
    let (digest, now) = (token_digest(&token), state.clock.now());
    state
        .db
        .write(move |conn| {
            let user = store::user_of(conn, TokenPurpose::VerifyEmail, &digest, now)?;
            store::mark_email_verified(conn, user.ok_or_else(token_invalid)?, now)
        })
        .await
}

/// Sends another email to verify the address, unless it is verified.
pub(super) async fn resend_verification(
    state: &AppState,
    user: SessionUser,
    client: ClientInfo,
) -> Result<(), AppError> {
    if user.email_verified_at.is_some() {
        return Ok(());
    }
    require_mail(state)?;
    Attempt::begin(state, &login_throttle::MAIL, &user.email, &client).await?;
    let (outbox, now) = (state.outbox.clone(), state.clock.now());
    let queued = state
        .db
        .write(move |conn| send(conn, &outbox, TokenPurpose::VerifyEmail, &user.account, now))
        .await?;
    state.outbox.wake(queued);
    Ok(())
}

fn require_mail(state: &AppState) -> Result<(), AppError> {
    if state.outbox.delivers() {
        Ok(())
    } else {
        Err(AppError::MailOff)
    }
}

fn token_digest(token: &SecretString) -> String {
    SecretToken::digest_of(token.expose_secret())
}

fn token_invalid() -> AppError {
    AppError::invalid(
        "/token",
        "link_spent",
        "has been used, was replaced by a newer one, or is too old",
    )
}
