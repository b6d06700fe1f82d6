//! The activity of a team.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::domain::{ShortText, TeamActivityId, string_enum};
use crate::identity::Person;
use crate::identity::TeamRole;

/// The text of a message to a team.
pub(crate) type TeamMessageText = ShortText<280>;

string_enum! {
    /// What happened in a team.
    TeamActivityKind {
        /// Somebody joined.
        Joined = "joined",
        /// Somebody left.
        Left = "left",
        /// Somebody was removed.
        Removed = "removed",
        /// Somebody has another role.
        RoleChanged = "role_changed",
        /// A goal was created.
        GoalCreated = "goal_created",
        /// Somebody reached a goal.
        GoalReached = "goal_reached",
        /// Somebody wrote a message.
        Message = "message",
    }
}

/// Which entries of the activity to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct TeamActivityQuery {
    /// Only entries before this one.
    pub before: Option<TeamActivityId>,
}

/// What happened in a team.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TeamActivity {
    /// The latest first, at most 50.
    pub entries: Vec<TeamActivityEntry>,
    /// Whether there are earlier ones.
    pub more: bool,
}

/// One thing that happened.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TeamActivityEntry {
    /// Id.
    pub id: TeamActivityId,
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub kind: TeamActivityKind,
    /// Whom it is about, or who wrote it.
    pub person: Person,
    /// The title of the goal, of entries about goals.
    #[schema(required)]
    pub goal_title: Option<String>,
    /// The new role, of `role_changed`.
    #[schema(required)]
    pub role: Option<TeamRole>,
    /// The text, of `message`.
    #[schema(required)]
    pub text: Option<String>,
}

/// A message to a team.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewTeamMessage {
    /// The text.
    pub text: TeamMessageText,
}

/// A message that was sent.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SentTeamMessage {
    /// Id.
    pub id: TeamActivityId,
    /// When it was sent.
    pub at: DateTime<Utc>,
}
