//! Why an email was not sent, without sensitive data.
//!
//! Of a server's reply only the codes are stored: its text may contain the recipient's address or the
//! content of the email.

use std::error::Error;
use std::fmt;
use std::io;

use lettre::transport::smtp;

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
    /// Details for the operator: the codes of the server, or the error of the connection.
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

impl From<smtp::Error> for Failure {
    fn from(error: smtp::Error) -> Self {
        if let Some(code) = error.status() {
            let code = u16::from(code);
            let kind = match code {
                // RFC 4954 §6: these permanent codes are about the credentials, not about the email, so
                // it is retried until the settings are corrected.
                530 | 534 | 535 | 538 => FailureKind::Unauthenticated,
                500.. => FailureKind::Refused,
                _ => FailureKind::Deferred,
            };
            return Self::new(kind, codes(code, &error));
        }
        if error.is_response() {
            let detail = "the response was truncated, or is not SMTP";
            return Self::new(FailureKind::Unreachable, detail);
        }
        let kind = if error.is_client() {
            FailureKind::Unsuitable
        } else if error.is_tls() || is_caused_by_tls(&error) {
            FailureKind::Untrusted
        } else {
            FailureKind::Unreachable
        };
        Self::new(kind, root_cause(&error))
    }
}

/// The reply's code and, where the server gave one, the enhanced one (RFC 3463): `550 5.1.1`.
fn codes(code: u16, error: &smtp::Error) -> String {
    let text = error.source().map(ToString::to_string).unwrap_or_default();
    let first = text.split_whitespace().next().unwrap_or_default();
    let parts: Vec<&str> = first.split('.').collect();
    let numeric = |part: &&str| {
        (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    if parts.len() == 3 && parts.iter().all(numeric) {
        format!("{code} {first}")
    } else {
        code.to_string()
    }
}

fn is_caused_by_tls(error: &smtp::Error) -> bool {
    let mut source = error.source();
    while let Some(cause) = source {
        let inner = cause
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref);
        if inner.is_some_and(|inner| inner.is::<rustls::Error>()) {
            return true;
        }
        source = cause.source();
    }
    false
}

/// The innermost cause, which describes what happened.
fn root_cause(error: &smtp::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = cause.to_string();
        source = cause.source();
    }
    text
}
