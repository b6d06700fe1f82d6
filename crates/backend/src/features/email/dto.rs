//! Responses of `/api/email`.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::mail::outbox::Counts;
use crate::mail::{Attempt, Failure, FailureKind, TransportKind};

/// The status of email delivery.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EmailStatus {
    /// The transport.
    transport: TransportKind,
    /// Emails that wait for the first attempt or a retry.
    queued: i64,
    /// Emails that failed permanently in the last two weeks.
    failed: i64,
    /// The last attempt of this instance; null if there was none since its start.
    last_attempt: Option<EmailAttempt>,
}

/// An attempt to send an email.
#[derive(Debug, Serialize, ToSchema)]
pub struct EmailAttempt {
    /// When it ended.
    at: DateTime<Utc>,
    /// Why the email was not sent; null when it was.
    failure: Option<EmailFailure>,
}

/// Why an email was not sent.
#[derive(Debug, Serialize, ToSchema)]
pub struct EmailFailure {
    /// The kind of failure.
    kind: FailureKind,
    /// Details: the server, the step that failed, and a cure.
    detail: String,
}

/// A test email that was enqueued.
#[derive(Debug, Serialize, ToSchema)]
pub struct EmailTest {
    /// The recipient.
    pub(super) to: String,
}

impl EmailStatus {
    pub(super) fn new(transport: TransportKind, counts: Counts, last: Option<Attempt>) -> Self {
        Self {
            transport,
            queued: counts.queued,
            failed: counts.failed,
            last_attempt: last.map(Into::into),
        }
    }
}

impl From<Attempt> for EmailAttempt {
    fn from(attempt: Attempt) -> Self {
        let failure = attempt.outcome.err();
        Self {
            at: attempt.at,
            failure: failure.map(|Failure { kind, detail }| EmailFailure { kind, detail }),
        }
    }
}
