//! Why an SMTP server did not take an email: one sentence with the server, the step and a cure.
//!
//! Of replies only the codes are shown, because their text may contain the recipient's address or the
//! content; the reply to the greeting is shown whole.

use std::error::Error as _;
use std::fmt::Display;
use std::io;

use lettre::transport::smtp::Error;

use crate::mail::{Failure, FailureKind, Security, SmtpConfig};

/// The step of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// The connection, with TLS if it is implicit, and the greeting.
    Connect,
    StartTls,
    SignIn,
    Mail,
}

const CHECK_ADDRESS: &str =
    "check SMTP_HOST and SMTP_PORT, and that this machine may connect there";
const USE_TLS: &str = "if the port speaks TLS from the first byte, set SMTP_SECURE=true";
const RETRY: &str = "it is tried again";

/// The failure of this step.
pub(super) fn describe(step: Step, error: &Error, config: &SmtpConfig) -> Failure {
    if let Some(code) = error.status() {
        return refused(step, code.into(), error, config);
    }
    if let Some(error) = tls_error(error) {
        return tls_failed(error, config);
    }
    let cause = root_cause(error);
    let is_plain = config.security != Security::Tls;
    let (kind, what, cure) = match step {
        Step::Connect if error.is_response() && is_plain => (
            FailureKind::Unreachable,
            "the greeting is not SMTP".to_owned(),
            USE_TLS,
        ),
        _ if error.is_response() => (
            FailureKind::Unreachable,
            "the connection was closed, or the answer is not SMTP".to_owned(),
            CHECK_ADDRESS,
        ),
        Step::Connect => (
            FailureKind::Unreachable,
            format!("no connection: {cause}"),
            CHECK_ADDRESS,
        ),
        Step::StartTls if error.is_client() => (
            FailureKind::Unsuitable,
            "the server does not offer STARTTLS".to_owned(),
            "if the port speaks TLS from the first byte, set SMTP_SECURE=true; on a network that you \
             trust, SMTP_REQUIRE_TLS=false sends without TLS",
        ),
        Step::SignIn if error.is_client() => (
            FailureKind::Unsuitable,
            "the server offers no sign-in with a password (AUTH PLAIN or LOGIN)".to_owned(),
            "allow it there, as with an app password, or leave out SMTP_USER and SMTP_PASS",
        ),
        Step::Mail if error.is_client() => (FailureKind::Unsuitable, cause, RETRY),
        _ => (
            FailureKind::Unreachable,
            format!("the connection was lost: {cause}"),
            RETRY,
        ),
    };
    sentence(kind, config, what, cure)
}

/// The failure when there was no answer in time.
pub(super) fn describe_timeout(step: Step, config: &SmtpConfig) -> Failure {
    let (to, cure) = match step {
        Step::Connect if config.security != Security::Tls => ("the connection", USE_TLS),
        Step::Connect => ("the connection", CHECK_ADDRESS),
        Step::StartTls => ("STARTTLS", RETRY),
        Step::SignIn => ("the sign-in", RETRY),
        Step::Mail => ("the mail", RETRY),
    };
    let seconds = config.send_timeout.as_secs();
    let what = format!("no answer to {to} within {seconds} s");
    sentence(FailureKind::Unreachable, config, what, cure)
}

/// The server replied with an error.
fn refused(step: Step, code: u16, error: &Error, config: &SmtpConfig) -> Failure {
    let is_permanent = code >= 500;
    let text = error.source().map(ToString::to_string).unwrap_or_default();
    let codes = codes(code, &text);
    let (kind, what, cure) = match (step, code) {
        // RFC 4954 §6: these permanent codes are about the credentials, not about the email.
        (Step::SignIn, 500..) | (_, 530 | 534 | 535 | 538) => (
            FailureKind::Unauthenticated,
            format!("the sign-in was refused: {codes}"),
            "check SMTP_USER and SMTP_PASS",
        ),
        (Step::Connect, _) => (
            if is_permanent {
                FailureKind::Unsuitable
            } else {
                FailureKind::Deferred
            },
            format!("the greeting was refused: {code} {text}"),
            "if it is about the name, set SMTP_HELO_NAME to a full host name",
        ),
        (Step::StartTls, _) => (
            FailureKind::Unsuitable,
            format!("STARTTLS was refused: {codes}"),
            RETRY,
        ),
        (Step::Mail, 500..) => (
            FailureKind::Refused,
            format!("the mail was refused: {codes}"),
            "check the recipient's address, and that SMTP_FROM may send from there",
        ),
        _ => (FailureKind::Deferred, format!("put off: {codes}"), RETRY),
    };
    sentence(kind, config, what, cure)
}

fn tls_failed(error: &rustls::Error, config: &SmtpConfig) -> Failure {
    let (kind, what, cure) = match error {
        rustls::Error::InvalidMessage(_) if config.security == Security::Tls => (
            FailureKind::Unsuitable,
            "the port does not speak TLS from the first byte".to_owned(),
            "set SMTP_SECURE=false, which upgrades with STARTTLS",
        ),
        rustls::Error::InvalidCertificate(_) => (
            FailureKind::Untrusted,
            format!("the certificate is not trusted: {error}"),
            "name its issuer in SMTP_CA_FILE, and in SMTP_HOST a name from its subjectAltName",
        ),
        _ => (
            FailureKind::Untrusted,
            format!("TLS failed: {error}"),
            "check the server's TLS, which has to be version 1.2 or newer",
        ),
    };
    sentence(kind, config, what, cure)
}

fn sentence(kind: FailureKind, config: &SmtpConfig, what: impl Display, cure: &str) -> Failure {
    let SmtpConfig { host, port, .. } = config;
    Failure::new(kind, format!("{host}:{port}: {what}; {cure}"))
}

/// The reply's code and, where the server gave one, the enhanced one (RFC 3463): `550 5.1.1`.
fn codes(code: u16, text: &str) -> String {
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

/// The error of rustls that caused this one.
fn tls_error(error: &Error) -> Option<&rustls::Error> {
    let mut source = error.source();
    while let Some(cause) = source {
        let io = cause
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref);
        let inner = io.and_then(|inner| inner.downcast_ref());
        if let Some(error) = inner.or_else(|| cause.downcast_ref()) {
            return Some(error);
        }
        source = cause.source();
    }
    None
}

/// The innermost cause, which describes what happened.
fn root_cause(error: &Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = cause.to_string();
        source = cause.source();
    }
    text
}
