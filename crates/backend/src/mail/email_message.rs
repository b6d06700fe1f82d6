//! An email as data: recipient and content.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::PlainName;
use crate::domain::{TimeZone, string_enum};
use crate::identity::{Account, Language, SecretToken};

/// An email with its recipient, as the outbox stores it until it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EmailMessage {
    /// The recipient.
    pub to: Recipient,
    /// The content.
    pub mail: Mail,
}

/// The recipient of an email.
///
/// Without the display name: it is user input, and an attacker could register with the address of
/// somebody else to send them a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Recipient {
    /// Address.
    pub address: String,
    /// The language of the email.
    pub language: Language,
    /// The time zone of times in the email.
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

/// The content of an email.
///
/// An email with a link has its expiry, and is not sent after that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "kind",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
pub enum Mail {
    /// Asks to verify the address.
    VerifyEmail {
        /// In the link: `FRONTEND_URL/verify-email?token=…`.
        token: SecretToken,
        /// When the link expires.
        valid_until: DateTime<Utc>,
    },
    /// Has a link to reset the password.
    ResetPassword {
        /// In the link: `FRONTEND_URL/reset-password?token=…`.
        token: SecretToken,
        /// When the link expires.
        valid_until: DateTime<Utc>,
    },
    /// Notifies of a password change.
    PasswordChanged {
        /// The time of the change.
        at: DateTime<Utc>,
    },
    /// Invites somebody, who may have no account.
    Invitation {
        /// To what.
        to: InvitedTo,
        /// The name of who invites, if it may stand in a mail.
        inviter: Option<PlainName>,
        /// In the link: `FRONTEND_URL/invitation?token=…`.
        token: SecretToken,
        /// When the invitation expires.
        valid_until: DateTime<Utc>,
    },
    /// Tests the delivery, for an administrator.
    Test {
        /// The time of the request.
        at: DateTime<Utc>,
    },
}

/// What an invitation is to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvitedTo {
    /// To be friends.
    Friendship,
    /// To a team, with its name if it may stand in a mail.
    Team(Option<PlainName>),
    /// To the installation.
    Installation,
}

string_enum! {
    /// The kind of an email.
    MailKind {
        /// [`Mail::VerifyEmail`].
        VerifyEmail = "verify_email",
        /// [`Mail::ResetPassword`].
        ResetPassword = "reset_password",
        /// [`Mail::PasswordChanged`].
        PasswordChanged = "password_changed",
        /// [`Mail::Invitation`].
        Invitation = "invitation",
        /// [`Mail::Test`].
        Test = "test",
    }
}

impl Mail {
    /// The kind of the email.
    #[must_use]
    pub fn kind(&self) -> MailKind {
        match self {
            Self::VerifyEmail { .. } => MailKind::VerifyEmail,
            Self::ResetPassword { .. } => MailKind::ResetPassword,
            Self::PasswordChanged { .. } => MailKind::PasswordChanged,
            Self::Invitation { .. } => MailKind::Invitation,
            Self::Test { .. } => MailKind::Test,
        }
    }

    /// When the link in it expires.
    #[must_use]
    pub fn expires_at(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::VerifyEmail { valid_until, .. }
            | Self::ResetPassword { valid_until, .. }
            | Self::Invitation { valid_until, .. } => Some(*valid_until),
            Self::PasswordChanged { .. } | Self::Test { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_has_the_name_of_the_serialized_variant() {
        let at = DateTime::UNIX_EPOCH;
        let token = SecretToken::random();
        for mail in [
            Mail::VerifyEmail {
                token: token.clone(),
                valid_until: at,
            },
            Mail::ResetPassword {
                token: token.clone(),
                valid_until: at,
            },
            Mail::PasswordChanged { at },
            Mail::Invitation {
                to: InvitedTo::Team(PlainName::of("Readers")),
                inviter: PlainName::of("Ann"),
                token: token.clone(),
                valid_until: at,
            },
            Mail::Test { at },
        ] {
            let stored = serde_json::to_value(&mail).unwrap();
            assert_eq!(stored["kind"], mail.kind().as_str());
            assert_eq!(serde_json::from_value::<Mail>(stored).unwrap(), mail);
            assert!(!format!("{mail:?}").contains(token.expose()));
        }
    }
}
