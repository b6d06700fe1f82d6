//! What is written to whom.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::{TimeZone, string_enum};
use crate::identity::{Account, Language};

/// A mail and who gets it, as the outbox keeps it until it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Letter {
    /// Who gets it.
    pub to: Recipient,
    /// What it says.
    pub mail: Mail,
}

/// Who gets a mail, and how to speak to them.
///
/// Without a name: that is whatever was typed at sign-up, perhaps by someone who wants us to send
/// their words to a stranger. Mails do not repeat it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Recipient {
    /// Address.
    pub address: String,
    /// The language to write in.
    pub language: Language,
    /// Where the times in the mail are told.
    pub time_zone: TimeZone,
}

impl From<&Account> for Recipient {
    fn from(account: &Account) -> Self {
        Self {
            address: account.email.clone(),
            language: account.language,
            time_zone: TimeZone(account.time_zone),
        }
    }
}

/// What a mail says.
///
/// The mails that carry a link know until when it works, and are not sent after that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "kind",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
pub enum Mail {
    /// Asks whether the address is theirs.
    VerifyEmail {
        /// Proves it: `FRONTEND_URL/verify-email?token=…`.
        token: LinkToken,
        /// Until when the link works.
        valid_until: DateTime<Utc>,
    },
    /// Lets someone who forgot the password choose a new one.
    ResetPassword {
        /// Allows it: `FRONTEND_URL/reset-password?token=…`.
        token: LinkToken,
        /// Until when the link works.
        valid_until: DateTime<Utc>,
    },
    /// Tells that the password was changed.
    PasswordChanged {
        /// When.
        at: DateTime<Utc>,
    },
    /// Shows an administrator that mails arrive.
    Test {
        /// When it was asked for.
        at: DateTime<Utc>,
    },
}

string_enum! {
    /// Which mail it is.
    MailKind {
        /// [`Mail::VerifyEmail`].
        VerifyEmail = "verify_email",
        /// [`Mail::ResetPassword`].
        ResetPassword = "reset_password",
        /// [`Mail::PasswordChanged`].
        PasswordChanged = "password_changed",
        /// [`Mail::Test`].
        Test = "test",
    }
}

impl Mail {
    /// Which mail it is.
    #[must_use]
    pub fn kind(&self) -> MailKind {
        match self {
            Self::VerifyEmail { .. } => MailKind::VerifyEmail,
            Self::ResetPassword { .. } => MailKind::ResetPassword,
            Self::PasswordChanged { .. } => MailKind::PasswordChanged,
            Self::Test { .. } => MailKind::Test,
        }
    }

    /// From when on it is of no use any more.
    #[must_use]
    pub fn expires_at(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::VerifyEmail { valid_until, .. } | Self::ResetPassword { valid_until, .. } => {
                Some(*valid_until)
            }
            Self::PasswordChanged { .. } | Self::Test { .. } => None,
        }
    }
}

/// The secret in a link. It is sealed with the letter, so it is serialised, but never shown.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LinkToken(String);

impl LinkToken {
    /// A secret of letters, digits, `-` and `_`, which need no escaping in a URL.
    #[must_use]
    pub fn new(secret: String) -> Self {
        Self(secret)
    }

    /// The secret, for the link.
    pub(super) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for LinkToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LinkToken")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_what_the_stored_letter_calls_it() {
        let at = DateTime::UNIX_EPOCH;
        let token = LinkToken::new("secret".to_owned());
        for mail in [
            Mail::VerifyEmail {
                token: token.clone(),
                valid_until: at,
            },
            Mail::ResetPassword {
                token,
                valid_until: at,
            },
            Mail::PasswordChanged { at },
            Mail::Test { at },
        ] {
            let stored = serde_json::to_value(&mail).unwrap();
            assert_eq!(stored["kind"], mail.kind().as_str());
            assert_eq!(serde_json::from_value::<Mail>(stored).unwrap(), mail);
            assert!(!format!("{mail:?}").contains("secret"));
        }
    }
}
