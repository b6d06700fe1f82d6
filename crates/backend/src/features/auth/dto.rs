//! Requests and responses about accounts.

use chrono::{DateTime, NaiveDate, Utc};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::{Email, TypedAddress};
use super::sessions::SessionTransport;
use crate::config::{MailDomains, RegistrationConfig, RegistrationMode};
use crate::domain::{Hour, MailDomain, Name, TimeZone, UserId};
use crate::identity::{Account, Language, NewPassword, Role, Theme};
use crate::state::AppState;

/// Registers an account.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = Registration)]
pub(crate) struct Registration {
    /// The address to sign in with.
    pub email: Email,
    /// At least 8 characters, at most 72 bytes.
    pub password: NewPassword,
    /// Display name.
    pub name: Name,
    /// Time zone; UTC by default.
    pub time_zone: Option<TimeZone>,
    /// Language, also of the ten default habits; English by default.
    pub language: Option<Language>,
    /// Where the token goes; into the response by default.
    #[serde(default)]
    pub session: SessionTransport,
}

/// Who may sign up.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RegistrationStatus {
    /// Whether there is a sign-up at all.
    pub mode: RegistrationMode,
    /// The domains of addresses that may sign up; empty for all.
    #[schema(value_type = Vec<String>)]
    pub domains: Vec<MailDomain>,
}

impl From<&RegistrationConfig> for RegistrationStatus {
    fn from(config: &RegistrationConfig) -> Self {
        let MailDomains(domains) = &config.domains;
        Self {
            mode: config.mode,
            domains: domains.clone(),
        }
    }
}

/// Signs in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Credentials)]
pub(crate) struct Credentials {
    /// The address, case-insensitive.
    #[schema(value_type = String)]
    pub email: TypedAddress,
    /// The password.
    #[schema(value_type = String, format = Password)]
    pub password: SecretString,
    /// Where the token goes; into the response by default.
    #[serde(default)]
    pub session: SessionTransport,
}

/// Changes the password.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = PasswordChange)]
pub(crate) struct PasswordChange {
    /// The current password.
    #[schema(value_type = String, format = Password)]
    pub current_password: SecretString,
    /// The new password.
    pub new_password: NewPassword,
    /// Where the token goes; into the response by default.
    #[serde(default)]
    pub session: SessionTransport,
}

/// Deletes the account. Both fields confirm it, against accidents and unlocked screens.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AccountDeletion)]
pub(crate) struct AccountDeletion {
    /// The address of the account.
    #[schema(value_type = String)]
    pub email: TypedAddress,
    /// The password.
    #[schema(value_type = String, format = Password)]
    pub password: SecretString,
}

/// Replaces the profile.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = ProfileUpdate)]
pub(crate) struct ProfileUpdate {
    /// Display name.
    pub name: Name,
    /// Time zone.
    pub time_zone: TimeZone,
    /// Hour at which a day begins.
    pub day_start_hour: Hour,
    /// Language of the screens.
    pub language: Language,
    /// Theme.
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
    /// Display name.
    pub name: String,
    /// Time zone, by its IANA name.
    pub time_zone: TimeZone,
    /// Hour at which a day begins.
    pub day_start_hour: Hour,
    /// Language of the screens.
    pub language: Language,
    /// Theme.
    pub theme: Theme,
    /// Role.
    pub role: Role,
    /// Whether the address is verified.
    pub email_verified: bool,
    /// Whether it can be verified now: it is not verified yet, and the server sends emails.
    pub can_verify_email: bool,
    /// When the account was created.
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
