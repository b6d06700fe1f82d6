//! Moderation of a team.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::domain::{ModerationEntryId, Note, string_enum};
use crate::identity::Person;

string_enum! {
    /// What a leader or deputy did about a member.
    ModerationAction {
        /// Warned the member.
        Warn = "warn",
        /// Muted the member.
        Mute = "mute",
        /// Let the member write again.
        Unmute = "unmute",
        /// Removed the member from the team.
        Remove = "remove",
        /// Removed a message of the member.
        MessageRemoved = "message_removed",
    }
}

/// Warns a member.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewTeamWarning {
    /// What for; the member sees it.
    pub reason: Note,
}

/// Mutes a member.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewTeamMute {
    /// Until when: in the future, and at most 30 days from now.
    pub until: DateTime<Utc>,
    /// What for; the member sees it.
    pub reason: Note,
}

/// Removes a member.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MemberRemoval {
    /// What for; the member sees it.
    pub reason: Note,
}

/// Which entries of the moderation log to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct ModerationLogQuery {
    /// Only entries before this one.
    pub before: Option<ModerationEntryId>,
}

/// What leaders and deputies did about members.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ModerationLog {
    /// The latest first, at most 50.
    pub entries: Vec<ModerationEntry>,
    /// Whether there are earlier ones.
    pub more: bool,
}

/// One thing that a leader or deputy did about a member.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ModerationEntry {
    /// Id.
    pub id: ModerationEntryId,
    /// When.
    pub at: DateTime<Utc>,
    /// Who did it; null if the account was deleted since.
    #[schema(required)]
    pub actor: Option<Person>,
    /// What.
    pub action: ModerationAction,
    /// Whom it was about; null if the account was deleted since.
    #[schema(required)]
    pub subject: Option<Person>,
    /// What for.
    #[schema(required)]
    pub reason: Option<String>,
}
