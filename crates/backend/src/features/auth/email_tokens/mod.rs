//! Tokens sent by email, as part of a link, to verify an address or to reset a password.
//!
//! A token has 256 random bits. The database stores its SHA-256 only, and the email is encrypted until it
//! is sent, so read access to the database reveals no token. A token is valid until it expires or another
//! one of the same purpose is issued. The error does not reveal why a token is invalid.
//!
//! A token that resets the password is valid once, and ends with the sessions of the user: after a changed
//! password or a sign-out everywhere, no older email opens the account. A token that verifies the address
//! opens nothing. It stays valid, so that a second opening of its link gets the same answer as the first.

mod dto;
pub(crate) mod routes;
mod service;
mod store;

use chrono::{DateTime, TimeDelta, Utc};

pub(super) use store::mark_email_verified;

use crate::db::DbConnection;
use crate::domain::{UserId, string_enum};
use crate::error::AppError;
use crate::identity::{Account, SecretToken};
use crate::mail::{EmailMessage, Mail, Outbox, Queued};

string_enum! {
    /// The purpose of a token.
    TokenPurpose {
        /// Verifies the email address.
        VerifyEmail = "verify_email",
        /// Resets the password.
        ResetPassword = "reset_password",
    }
}

impl TokenPurpose {
    /// How long a token is valid. A token that gives access to an account expires soon.
    fn lifetime(self) -> TimeDelta {
        match self {
            Self::VerifyEmail => TimeDelta::hours(24),
            Self::ResetPassword => TimeDelta::hours(1),
        }
    }

    fn mail(self, token: SecretToken, valid_until: DateTime<Utc>) -> Mail {
        match self {
            Self::VerifyEmail => Mail::VerifyEmail { token, valid_until },
            Self::ResetPassword => Mail::ResetPassword { token, valid_until },
        }
    }
}

/// Issues a token and enqueues the email with it. An older token of the purpose becomes invalid. Must run
/// in a write transaction.
///
/// # Errors
/// When the database fails.
pub(crate) fn send(
    conn: &mut DbConnection,
    outbox: &Outbox,
    purpose: TokenPurpose,
    account: &Account,
    now: DateTime<Utc>,
) -> Result<Queued, AppError> {
    let (token, valid_until) = issue(conn, purpose, account.id, now)?;
    let email = EmailMessage {
        to: account.into(),
        mail: purpose.mail(token, valid_until),
    };
    Ok(outbox.enqueue(conn, &email, now)?)
}

/// Issues a token, and tells until when it is valid. An older one of the purpose becomes invalid. Must run in a write
/// transaction.
///
/// # Errors
/// When the database fails.
pub(crate) fn issue(
    conn: &mut DbConnection,
    purpose: TokenPurpose,
    user: UserId,
    now: DateTime<Utc>,
) -> Result<(SecretToken, DateTime<Utc>), AppError> {
    let token = SecretToken::random();
    let valid_until = now + purpose.lifetime();
    store::replace(conn, user, purpose, &token.digest(), valid_until)?;
    Ok((token, valid_until))
}

/// Revokes the tokens that give access to the account.
///
/// # Errors
/// When the database fails.
pub(super) fn revoke_access(conn: &mut DbConnection, user: UserId) -> Result<(), AppError> {
    store::delete(conn, user, TokenPurpose::ResetPassword)
}
