//! Value types: typed ids, bounded numbers and texts, dates and time, string enums. They validate on
//! construction, so a value of such a type is valid ("parse, don't validate").

mod bounded;
mod code;
mod ids;
mod mail_domain;
mod string_enum;
mod text;
mod time;
mod unicode;

use std::fmt;

pub use bounded::{
    Amount, Bounded, EstimatedMinutes, FocusMinutes, Hour, Minutes, Quality, SkillLevel, Target,
    TimesPerWeek,
};
pub use code::LookupCode;
pub use ids::{
    AccessTokenId, AuditEntryId, AuditSubjectId, FocusSessionId, HabitId, InvitationId, MailId,
    MessageId, ModerationEntryId, NotificationId, QuotaObjectId, QuotaUseId, Revision, SessionId,
    TaskId, TeamActivityId, TeamGoalId, TeamId, UserId,
};
pub use mail_domain::MailDomain;
pub(crate) use string_enum::string_enum;
pub use text::{DayNote, GroupName, Name, Note, ShortText, Text, Unit};
pub use time::{Clock, Instant, IsoDate, TimeZone, exists, logical_date};
pub(crate) use unicode::{fold_case, nfc};

/// Why a value is invalid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValidationError {
    /// Machine-readable code in `snake_case`, translated by the web app.
    pub code: String,
    /// English phrase that follows the name of the field.
    pub message: String,
}

impl ValidationError {
    /// An error with this code and message.
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            message: message.into(),
        }
    }
}

impl fmt::Display for ValidationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}
