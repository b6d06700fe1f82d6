//! The wire types of `/api/email`.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::mail::outbox::Counts;
use crate::mail::{Attempt, Failure, FailureKind, TransportKind};

/// Whether mails leave.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EmailStatus {
    /// Where they go.
    transport: TransportKind,
    /// Mails that wait to be sent, for the first time or again.
    queued: i64,
    /// Mails of the last two weeks that were given up.
    failed: i64,
    /// The newest attempt of this instance; none since it started when null.
    last_attempt: Option<EmailAttempt>,
}

/// An attempt to send a mail.
#[derive(Debug, Serialize, ToSchema)]
pub struct EmailAttempt {
    /// When it ended.
    at: DateTime<Utc>,
    /// Why the mail was not sent; null when it was.
    failure: Option<EmailFailure>,
}

/// Why a mail was not sent.
#[derive(Debug, Serialize, ToSchema)]
pub struct EmailFailure {
    /// What kept it.
    kind: FailureKind,
    /// More about it: the server's codes, or the connection's error.
    detail: String,
}

/// A test mail that is on its way.
#[derive(Debug, Serialize, ToSchema)]
pub struct EmailTest {
    /// Whom it goes to.
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
