//! Who a user is: the account and its preferences, as every feature sees them.

pub(crate) mod store;

use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::bounded::Hour;
use crate::clock::{Clock, logical_date};
use crate::ids::UserId;
use crate::invalid::Invalid;
use crate::vocabulary::vocabulary;

vocabulary! {
    /// A language of the screens, mails and default habits.
    Language {
        /// English.
        English = "en",
        /// Russian.
        Russian = "ru",
    }
}

vocabulary! {
    /// The colours a user wants.
    Theme {
        /// As the device says.
        System = "system",
        /// Always light.
        Light = "light",
        /// Always dark.
        Dark = "dark",
    }
}

vocabulary! {
    /// What a user may do beyond what is their own.
    Role {
        /// Nothing.
        User = "user",
        /// Look after the installation.
        Admin = "admin",
    }
}

/// An IANA time zone, like `Europe/Berlin`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, example = "Europe/Berlin")]
pub struct TimeZone(pub Tz);

impl TryFrom<String> for TimeZone {
    type Error = Invalid;

    fn try_from(name: String) -> Result<Self, Invalid> {
        name.parse()
            .map(Self)
            .map_err(|_unknown: chrono_tz::ParseError| {
                Invalid::new(
                    "time_zone_unknown",
                    "is not an IANA time zone such as Europe/Berlin",
                )
            })
    }
}

impl From<TimeZone> for String {
    fn from(zone: TimeZone) -> Self {
        zone.0.name().to_owned()
    }
}

/// An account, without its password.
#[derive(Debug, Clone)]
pub struct Account {
    /// Id.
    pub id: UserId,
    /// Address, in lower case.
    pub email: String,
    /// What to call the user.
    pub name: String,
    /// Where the user's days begin and end.
    pub time_zone: Tz,
    /// Hour of the wall clock at which a day begins.
    pub day_start_hour: Hour,
    /// Language.
    pub language: Language,
    /// Colours.
    pub theme: Theme,
    /// What they may do beyond what is their own.
    pub role: Role,
    /// When the user showed that the address is theirs, if they have.
    pub email_verified_at: Option<DateTime<Utc>>,
    /// Since when.
    pub created_at: DateTime<Utc>,
}

impl Account {
    /// The user's logical date now.
    #[must_use]
    pub fn today(&self, clock: &Clock) -> NaiveDate {
        self.today_at(clock.now())
    }

    /// The user's logical date then.
    #[must_use]
    pub fn today_at(&self, now: DateTime<Utc>) -> NaiveDate {
        logical_date(now, self.time_zone, self.day_start_hour)
    }
}

/// A text of 1 to `MOST` characters, trimmed, without control characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ShortText<const MOST: usize>(String);

/// A person's or a habit's name.
pub type Name = ShortText<100>;

impl<const MOST: usize> ShortText<MOST> {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<const MOST: usize> TryFrom<String> for ShortText<MOST> {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        let text = text.trim();
        match text.chars().count() {
            0 => Err(Invalid::new("required", "must not be empty")),
            length if length > MOST => Err(Invalid::new(
                "too_long",
                format!("must have at most {MOST} characters"),
            )),
            _ if text.chars().any(char::is_control) => Err(Invalid::new(
                "control_characters",
                "must not hold control characters",
            )),
            _ => Ok(Self(text.to_owned())),
        }
    }
}

impl<const MOST: usize> From<ShortText<MOST>> for String {
    fn from(text: ShortText<MOST>) -> Self {
        text.0
    }
}

impl<const MOST: usize> fmt::Display for ShortText<MOST> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<const MOST: usize> utoipa::PartialSchema for ShortText<MOST> {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .min_length(Some(1))
            .max_length(Some(MOST))
            .into()
    }
}

impl<const MOST: usize> ToSchema for ShortText<MOST> {
    fn name() -> std::borrow::Cow<'static, str> {
        format!("Text{MOST}").into()
    }
}
