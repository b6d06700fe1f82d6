//! Status and test of email delivery.

use super::dto::{EmailStatus, EmailTest};
use crate::error::AppError;
use crate::mail::{EmailMessage, Mail, Recipient, outbox};
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
    let email = EmailMessage {
        to: Recipient::from(&admin.account),
        mail: Mail::Test { at: now },
    };
    let outbox = state.outbox.clone();
    let queued = state
        .db
        .write(move |conn| Ok::<_, AppError>(outbox.enqueue(conn, &email, now)?))
        .await?;
    state.outbox.wake(queued);
    Ok(EmailTest {
        to: admin.email.clone(),
    })
}
