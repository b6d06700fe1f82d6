//! What administrators ask about mails.

use super::dto::{EmailStatus, EmailTest};
use crate::error::AppError;
use crate::mail::{Letter, Mail, Recipient, outbox};
use crate::session::Admin;
use crate::state::AppState;

pub(super) async fn status(state: &AppState) -> Result<EmailStatus, AppError> {
    let counts = state
        .db
        .read(|conn| Ok::<_, AppError>(outbox::counts(conn)?))
        .await?;
    let outbox = &state.outbox;
    Ok(EmailStatus::new(
        outbox.transport(),
        counts,
        outbox.last_attempt(),
    ))
}

pub(super) async fn send_test(state: &AppState, admin: &Admin) -> Result<EmailTest, AppError> {
    if !state.outbox.delivers() {
        return Err(AppError::MailOff);
    }
    let now = state.clock.now();
    let letter = Letter {
        to: Recipient::from(&admin.account),
        mail: Mail::Test { at: now },
    };
    let outbox = state.outbox.clone();
    let queued = state
        .db
        .write(move |conn| Ok::<_, AppError>(outbox.enqueue(conn, &letter, now)?))
        .await?;
    state.outbox.wake(queued);
    Ok(EmailTest {
        to: admin.email.clone(),
    })
}
