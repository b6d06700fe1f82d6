//! User identity: the account, password hashing, session tokens, and the queries that resolve a token
//! to an account.

mod access_token;
pub(crate) mod administrators;
mod credential;
pub(crate) mod invitations;
pub(crate) mod leaders;
mod password;
mod secret_token;
pub(crate) mod store;
mod token;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::{Clock, Hour, UserId, logical_date, string_enum};
pub use access_token::{AccessToken, Scope, issue_access_token};
pub use credential::Credential;
pub use leaders::TeamRole;
pub use password::{NewPassword, PasswordHasher, has_same_salt};
pub use secret_token::SecretToken;
pub use token::{SessionTokens, TokenClaims};

string_enum! {
    /// The language of screens, emails and default habits.
    Language {
        /// English.
        English = "en",
        /// Russian.
        Russian = "ru",
    }
}

string_enum! {
    /// The colour theme.
    Theme {
        /// Follows the device.
        System = "system",
        /// Always light.
        Light = "light",
        /// Always dark.
        Dark = "dark",
    }
}

string_enum! {
    /// The role of a user.
    Role {
        /// Uses the application.
        User = "user",
        /// Administers the installation.
        Admin = "admin",
    }
}

/// An account, without its password.
#[derive(Debug, Clone)]
pub struct Account {
    /// Id.
    pub id: UserId,
    /// Address, in lower case.
    pub email: String,
    /// Display name.
    pub name: String,
    /// Time zone of the user.
    pub time_zone: Tz,
    /// Local hour at which a day begins.
    pub day_start_hour: Hour,
    /// Language.
    pub language: Language,
    /// Theme.
    pub theme: Theme,
    /// Role.
    pub role: Role,
    /// When the email address was verified.
    pub email_verified_at: Option<DateTime<Utc>>,
    /// When the account was created.
    pub created_at: DateTime<Utc>,
}

impl Account {
    /// The user's logical date now.
    #[must_use]
    pub fn today(&self, clock: &Clock) -> NaiveDate {
        self.today_at(clock.now())
    }

    /// The user's logical date at `now`.
    #[must_use]
    pub fn today_at(&self, now: DateTime<Utc>) -> NaiveDate {
        logical_date(now, self.time_zone, self.day_start_hour)
    }
}

/// A person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Person {
    /// Id.
    pub id: UserId,
    /// Display name.
    pub name: String,
}

impl Person {
    /// Whose account it is.
    #[must_use]
    pub fn of(account: &Account) -> Self {
        Self {
            id: account.id,
            name: account.name.clone(),
        }
    }
}

impl From<(UserId, String)> for Person {
    fn from((id, name): (UserId, String)) -> Self {
        Self { id, name }
    }
}
