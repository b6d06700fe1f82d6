//! Why an email was not sent, without sensitive data.

use std::fmt;

use crate::domain::string_enum;

string_enum! {
    /// The kind of failure.
    FailureKind {
        /// No connection to the server, a lost connection, or a timeout.
        Unreachable = "unreachable",
        /// The server's certificate is not trusted, or TLS failed.
        Untrusted = "untrusted",
        /// The server lacks a required feature, such as STARTTLS.
        Unsuitable = "unsuitable",
        /// The server does not accept SMTP_USER and SMTP_PASS.
        Unauthenticated = "unauthenticated",
        /// A transient error of the server (4xx).
        Deferred = "deferred",
        /// A permanent error of the server (5xx).
        Refused = "refused",
        /// The folder for mails can't be written.
        Unwritable = "unwritable",
        /// Mail is off.
        Off = "off",
        /// The link in it has expired.
        Expired = "expired",
        /// It can't be decrypted, parsed or rendered; another version, or one with another secret, may
        /// have written it.
        Unreadable = "unreadable",
    }
}

impl FailureKind {
    /// Whether another attempt would fail too.
    #[must_use]
    pub fn is_final(self) -> bool {
        matches!(
            self,
            Self::Refused | Self::Off | Self::Expired | Self::Unreadable
        )
    }
}

/// Why an email was not sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The kind of failure.
    pub kind: FailureKind,
    /// A sentence for the operator: where it failed, and the cure.
    pub detail: String,
}

impl Failure {
    /// A failure with details.
    pub fn new(kind: FailureKind, detail: impl fmt::Display) -> Self {
        Self {
            kind,
            detail: detail.to_string(),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.kind, self.detail)
    }
}
