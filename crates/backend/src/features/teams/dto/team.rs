//! Teams and their members.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::{LookupCode, Name, TeamId, Text};
use crate::identity::Person;
use crate::identity::TeamRole;
use crate::sharing::Visibility;

/// The teams of the user.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Teams {
    /// By name.
    pub teams: Vec<TeamSummary>,
}

/// A team in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TeamSummary {
    /// Id.
    pub id: TeamId,
    /// Name.
    pub name: String,
    /// Description.
    #[schema(required)]
    pub description: Option<String>,
    /// The user's role.
    pub role: TeamRole,
    /// How many members it has.
    pub members: i64,
}

/// The name and the description of a team.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TeamSettings {
    /// Name.
    pub name: Name,
    /// Description; none without it.
    pub description: Option<Text<500, true>>,
}

/// A team, as the user sees it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Team {
    /// Id.
    pub id: TeamId,
    /// Name.
    pub name: String,
    /// Description.
    #[schema(required)]
    pub description: Option<String>,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// How many members it has.
    pub members: i64,
    /// The code to join; null for members without a role, and while joining is switched off.
    #[schema(required)]
    pub join_code: Option<LookupCode>,
    /// What the user is in the team.
    pub own: OwnMembership,
}

/// What the user is in a team.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OwnMembership {
    /// Role.
    pub role: TeamRole,
    /// When the user joined.
    pub joined_at: DateTime<Utc>,
    /// Until when the user may not write messages.
    #[schema(required)]
    pub muted_until: Option<DateTime<Utc>>,
    /// What the user was warned of, the latest first, at most 10.
    pub warnings: Vec<TeamWarning>,
}

/// A warning.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TeamWarning {
    /// When.
    pub at: DateTime<Utc>,
    /// What for.
    pub reason: String,
}

/// A team that the user is in now.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct JoinedTeam {
    /// Id.
    pub id: TeamId,
    /// Name.
    pub name: String,
}

/// Joins a team by its code.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TeamJoin {
    /// The code.
    pub code: LookupCode,
}

/// The code by which people join a team.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct JoinCode {
    /// The code.
    pub code: LookupCode,
}

/// The members of a team.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TeamMembers {
    /// Leaders first, then deputies; each by name.
    pub members: Vec<TeamMate>,
}

/// A member of a team.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TeamMate {
    /// Who it is.
    #[serde(flatten)]
    pub person: Person,
    /// Role.
    pub role: TeamRole,
    /// Since when.
    pub joined_at: DateTime<Utc>,
    /// Until when the member may not write messages; leaders and deputies see it of all, the
    /// others of themselves.
    #[schema(required)]
    pub muted_until: Option<DateTime<Utc>>,
    /// What the member shows to the user; of the user, what the others see.
    pub shows: Visibility,
}

/// A role in a team to give.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TeamRoleChange {
    /// The role.
    pub role: TeamRole,
}
