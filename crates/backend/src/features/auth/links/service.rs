//! Sending links, and what following one does.

use actix_web::web::Data;
use secrecy::{ExposeSecret, SecretString};

use super::dto::PasswordReset;
use super::{Purpose, digest, send, store};
use crate::error::AppError;
use crate::features::auth::attempts::{self, Attempt};
use crate::features::auth::caller::Caller;
use crate::features::auth::model::Email;
use crate::features::auth::{service, store as accounts};
use crate::session::CurrentUser;
use crate::state::AppState;

/// Sends a link to choose a new password, if there is an account with the address. What is known
/// of the address is looked up behind the answer, which so tells nothing, not even by its time.
pub(super) async fn forgotten(
    state: Data<AppState>,
    email: String,
    caller: Caller,
) -> Result<(), AppError> {
    mail_is_on(&state)?;
    Attempt::begin(&state, &attempts::MAIL, &email, &caller).await?;
    actix_web::rt::spawn(async move {
        if let Err(error) = send_to_owner(&state, email).await {
            tracing::error!(%error, "a link to choose a new password was not sent");
        }
    });
    Ok(())
}

async fn send_to_owner(state: &AppState, email: String) -> Result<(), AppError> {
    // What is no address has no account.
    let Ok(email) = Email::try_from(email) else {
        return Ok(());
    };
    let (outbox, now) = (state.outbox.clone(), state.clock.now());
    let queued = state
        .db
        .write(move |conn| {
            let found = accounts::find_by_email(conn, &email)?;
            found
                .map(|(account, _)| send(conn, &outbox, Purpose::ResetPassword, &account, now))
                .transpose()
        })
        .await?;
    if let Some(queued) = queued {
        state.outbox.wake(queued);
    }
    Ok(())
}

/// Gives the account of a link a new password. Its sessions end; and since the link came by mail,
/// the address is the owner's, who may sign in at once, whatever others tried.
///
/// A link that does not work is refused before anything is hashed, which is dear; whether it still
/// works afterwards is the word of the transaction that takes it.
pub(super) async fn reset(
    state: &AppState,
    reset: PasswordReset,
    caller: Caller,
) -> Result<(), AppError> {
    let (digest, now) = (digest_of(&reset.token), state.clock.now());
    let looked_at = digest.clone();
    let works = state
        .db
        .query(move |conn| store::works(conn, Purpose::ResetPassword, &looked_at, now))
        .await?;
    if !works {
        return Err(spent());
    }
    let hash = state.passwords.hash(reset.password).await?;
    let (outbox, now) = (state.outbox.clone(), state.clock.now());
    let notice = state
        .db
        .write(move |conn| {
            let account = store::take(conn, Purpose::ResetPassword, &digest, now)?;
            let account = account.ok_or_else(spent)?;
            store::verify(conn, account.id, now)?;
            attempts::forgive(conn, &attempts::SIGN_IN, &account.email)?;
            let changed = service::set_password(conn, &outbox, &account, &hash, now)?;
            attempts::remember(conn, &account, &caller, now)?;
            Ok::<_, AppError>(changed.notice)
        })
        .await?;
    state.outbox.wake(notice);
    Ok(())
}

/// Notes that the address is the user's whom the link was sent to.
pub(super) async fn verify(state: &AppState, token: SecretString) -> Result<(), AppError> {
    let (digest, now) = (digest_of(&token), state.clock.now());
    state
        .db
        .write(move |conn| {
            let account = store::take(conn, Purpose::VerifyEmail, &digest, now)?;
            store::verify(conn, account.ok_or_else(spent)?.id, now)
        })
        .await
}

/// Sends another link to show that the address is the user's, unless that is known.
pub(super) async fn verify_again(
    state: &AppState,
    user: CurrentUser,
    caller: Caller,
) -> Result<(), AppError> {
    if user.email_verified_at.is_some() {
        return Ok(());
    }
    mail_is_on(state)?;
    Attempt::begin(state, &attempts::MAIL, &user.email, &caller).await?;
    let (outbox, now) = (state.outbox.clone(), state.clock.now());
    let queued = state
        .db
        .write(move |conn| send(conn, &outbox, Purpose::VerifyEmail, &user.account, now))
        .await?;
    state.outbox.wake(queued);
    Ok(())
}

fn mail_is_on(state: &AppState) -> Result<(), AppError> {
    if state.outbox.delivers() {
        Ok(())
    } else {
        Err(AppError::MailOff)
    }
}

fn digest_of(token: &SecretString) -> String {
    digest(token.expose_secret())
}

fn spent() -> AppError {
    AppError::invalid(
        "/token",
        "link_spent",
        "has been used, was replaced by a newer one, or is too old",
    )
}
