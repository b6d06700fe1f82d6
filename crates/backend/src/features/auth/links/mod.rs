//! Links that are sent by mail, and prove that whoever follows one reads the account's mail.
//!
//! A link holds 256 random bits, of which only the SHA-256 is kept, and the mail itself sealed until
//! it is sent: who reads the database can follow none. It works once, until its time is over or another of its kind has been sent. A link
//! that does not work tells nothing of why.

mod dto;
pub(crate) mod routes;
mod service;
mod store;

use chrono::{DateTime, TimeDelta, Utc};
use rand::RngExt as _;
use sha2::{Digest, Sha256};

use crate::domain::string_enum;
use crate::identity::Account;
use crate::db::{DbConnection, purge_expired};
use crate::error::AppError;
use crate::mail::{Letter, LinkToken, Mail, Outbox, Queued};

string_enum! {
    /// What a link is for.
    Purpose {
        /// To show that the address is one's own.
        VerifyEmail = "verify_email",
        /// To choose a new password.
        ResetPassword = "reset_password",
    }
}

impl Purpose {
    /// How long a link works. One that opens an account, not for long.
    fn lifetime(self) -> TimeDelta {
        match self {
            Self::VerifyEmail => TimeDelta::hours(24),
            Self::ResetPassword => TimeDelta::hours(1),
        }
    }

    fn mail(self, token: LinkToken, valid_until: DateTime<Utc>) -> Mail {
        match self {
            Self::VerifyEmail => Mail::VerifyEmail { token, valid_until },
            Self::ResetPassword => Mail::ResetPassword { token, valid_until },
        }
    }
}

/// Makes a link and queues the mail with it; an older one of the purpose works no more. Must run
/// in a write transaction.
///
/// # Errors
/// When the database fails.
pub(super) fn send(
    conn: &mut DbConnection,
    outbox: &Outbox,
    purpose: Purpose,
    account: &Account,
    now: DateTime<Utc>,
) -> Result<Queued, AppError> {
    let secret = hex::encode(rand::rng().random::<[u8; 32]>());
    let valid_until = now + purpose.lifetime();
    store::replace(conn, account.id, purpose, &digest(&secret), valid_until)?;
    purge_expired(conn, "links", "digest", now)?;
    let letter = Letter {
        to: account.into(),
        mail: purpose.mail(LinkToken::new(secret), valid_until),
    };
    Ok(outbox.enqueue(conn, &letter, now)?)
}

fn digest(secret: &str) -> String {
    hex::encode(Sha256::digest(secret))
}
