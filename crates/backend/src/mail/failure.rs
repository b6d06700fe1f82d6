//! Why a mail was not sent, in words that give nothing away.
//!
//! Of what a server said only the codes are kept: its text may repeat the recipient's address or
//! the mail's content.

use std::error::Error;
use std::fmt;
use std::io;

use lettre::transport::smtp;

use crate::domain::string_enum;

string_enum! {
    /// What kept a mail from being sent.
    FailureKind {
        /// No connection to the server, or it broke, or an answer took too long.
        Unreachable = "unreachable",
        /// The server's certificate is not trusted, or no TLS came about.
        Untrusted = "untrusted",
        /// The server lacks what is needed, such as STARTTLS.
        Unsuitable = "unsuitable",
        /// The server does not accept SMTP_USER and SMTP_PASS.
        Unauthenticated = "unauthenticated",
        /// The server asks to try again later (4xx).
        Deferred = "deferred",
        /// The server refuses the mail for good (5xx).
        Refused = "refused",
        /// The folder for mails can't be written.
        Unwritable = "unwritable",
        /// Mail is off.
        Off = "off",
        /// It waited so long that its link works no more.
        Expired = "expired",
        /// It can't be read or put into words; another version, or one with another secret, may have
        /// written it.
        Unreadable = "unreadable",
    }
}

impl FailureKind {
    /// Whether another attempt would end the same way.
    #[must_use]
    pub fn is_final(self) -> bool {
        matches!(
            self,
            Self::Refused | Self::Off | Self::Expired | Self::Unreadable
        )
    }
}

/// Why a mail was not sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What kept it.
    pub kind: FailureKind,
    /// More about it, for the operator: the server's codes, or the error of the connection.
    pub detail: String,
}

impl Failure {
    /// A failure with a word about it.
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
                // RFC 4954 §6: about the account and not about the mail, however final it sounds.
                // Whoever corrects the settings within hours still gets the mails sent.
                530 | 534 | 535 | 538 => FailureKind::Unauthenticated,
                500.. => FailureKind::Refused,
                _ => FailureKind::Deferred,
            };
            return Self::new(kind, codes(code, &error));
        }
        if error.is_response() {
            let detail = "its answer broke off, or is not SMTP";
            return Self::new(FailureKind::Unreachable, detail);
        }
        let kind = if error.is_client() {
            FailureKind::Unsuitable
        } else if error.is_tls() || is_of_tls(&error) {
            FailureKind::Untrusted
        } else {
            FailureKind::Unreachable
        };
        Self::new(kind, causes(&error))
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

fn is_of_tls(error: &smtp::Error) -> bool {
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

/// The innermost cause says what happened; what is around it only where.
fn causes(error: &smtp::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = cause.to_string();
        source = cause.source();
    }
    text
}
