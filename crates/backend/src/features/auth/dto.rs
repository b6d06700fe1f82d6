//! What goes over the wire for accounts.

use chrono::{DateTime, NaiveDate, Utc};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::Email;
use crate::domain::{Hour, Name, TimeZone, UserId};
use crate::identity::{Account, Language, NewPassword, Role, Theme};
use crate::state::AppState;

/// Sign up.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = Registration)]
pub(crate) struct Registration {
    /// The address to sign in with.
    pub email: Email,
    /// At least 8 characters, at most 72 bytes.
    pub password: NewPassword,
    /// What to call you.
    pub name: Name,
    /// Where your days begin and end; UTC unless given.
    pub time_zone: Option<TimeZone>,
    /// Also the language of the ten first habits.
    pub language: Option<Language>,
}

/// Sign in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Credentials)]
pub(crate) struct Credentials {
    /// The address; its case does not matter.
    pub email: String,
    /// The password.
    #[schema(value_type = String, format = Password)]
    pub password: SecretString,
}

/// Another password.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = PasswordChange)]
pub(crate) struct PasswordChange {
    /// The one in use.
    #[schema(value_type = String, format = Password)]
    pub current_password: SecretString,
    /// The one to use from now on.
    pub new_password: NewPassword,
}

/// Delete the account. Both guard against doing it by accident, or by someone at an unlocked screen.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AccountDeletion)]
pub(crate) struct AccountDeletion {
    /// The account's address, typed.
    pub email: String,
    /// The password.
    #[schema(value_type = String, format = Password)]
    pub password: SecretString,
}

/// The profile, replaced as a whole.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = ProfileUpdate)]
pub(crate) struct ProfileUpdate {
    /// What to call you.
    pub name: Name,
    /// Where your days begin and end.
    pub time_zone: TimeZone,
    /// Hour at which your day begins.
    pub day_start_hour: Hour,
    /// Language of the screens.
    pub language: Language,
    /// Colours.
    pub theme: Theme,
}

/// The signed-in user.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = User)]
pub(crate) struct User {
    /// Id.
    pub id: UserId,
    /// Address.
    pub email: String,
    /// What to call the user.
    pub name: String,
    /// IANA name.
    pub time_zone: TimeZone,
    /// Hour at which the user's day begins.
    pub day_start_hour: Hour,
    /// Language of the screens.
    pub language: Language,
    /// Colours.
    pub theme: Theme,
    /// What the user may do beyond what is their own.
    pub role: Role,
    /// Whether the user has shown that the address is theirs.
    pub email_verified: bool,
    /// Whether that can be shown now: it was not yet, and the server sends the mail it takes.
    pub can_verify_email: bool,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// The user's logical date now.
    pub today: NaiveDate,
}

impl User {
    pub(crate) fn of(account: Account, state: &AppState) -> Self {
        let today = account.today(&state.clock);
        let email_verified = account.email_verified_at.is_some();
        Self {
            id: account.id,
            email: account.email,
            name: account.name,
            time_zone: TimeZone(account.time_zone),
            day_start_hour: account.day_start_hour,
            language: account.language,
            theme: account.theme,
            role: account.role,
            email_verified,
            can_verify_email: !email_verified && state.outbox.delivers(),
            created_at: account.created_at,
            today,
        }
    }
}
