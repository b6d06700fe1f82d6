//! The export of a team.

use std::ops::RangeInclusive;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{GoalSource, MemberGoalProgress};
use crate::domain::{TeamGoalId, TeamId, string_enum};
use crate::error::AppError;
use crate::features::progress::SharedDay;
use crate::http::{check_range_of, parse_date};
use crate::identity::{Person, TeamRole};
use crate::sharing::Visibility;

/// The most days of an export.
const MAX_DAYS: i64 = 366;

string_enum! {
    /// The format of an export of a team.
    TeamExportFormat {
        /// JSON.
        Json = "json",
        /// CSV (RFC 4180).
        Csv = "csv",
    }
}

/// What to export.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct TeamExportQuery {
    /// The format; JSON by default.
    pub format: Option<TeamExportFormat>,
    /// First date.
    #[param(value_type = String, format = Date)]
    pub from: String,
    /// Last date; an export has at most 366 days.
    #[param(value_type = String, format = Date)]
    pub to: String,
}

impl TeamExportQuery {
    /// The validated dates.
    ///
    /// # Errors
    /// 422 for invalid dates, and for a reversed or too long range.
    pub fn dates(&self) -> Result<RangeInclusive<NaiveDate>, AppError> {
        check_range_of(
            MAX_DAYS,
            parse_date(&self.from, "/from")?,
            parse_date(&self.to, "/to")?,
        )
    }
}

/// A team with the days of its members and its goals.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TeamExport {
    /// Id.
    pub id: TeamId,
    /// Name.
    pub name: String,
    /// Description.
    #[schema(required)]
    pub description: Option<String>,
    /// When it was exported.
    pub exported_at: DateTime<Utc>,
    /// First date.
    pub from: NaiveDate,
    /// Last date.
    pub to: NaiveDate,
    /// The members, leaders first.
    pub members: Vec<ExportedMember>,
    /// The goals that run in the range, those that end last first.
    pub goals: Vec<ExportedGoal>,
}

/// A member with the days that are over.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ExportedMember {
    /// Who it is.
    #[serde(flatten)]
    pub person: Person,
    /// Role.
    pub role: TeamRole,
    /// Since when.
    pub joined_at: DateTime<Utc>,
    /// What the member shows to the user.
    pub shows: Visibility,
    /// The recorded days, in order; none if the member does not show them.
    pub days: Vec<SharedDay>,
}

/// A goal with the progress of those who show it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ExportedGoal {
    /// Id.
    pub id: TeamGoalId,
    /// Title.
    pub title: String,
    /// What each member aims at.
    pub target: f64,
    /// The unit of target and amounts.
    pub unit: String,
    /// First date.
    pub from: NaiveDate,
    /// Last date.
    pub to: NaiveDate,
    /// Where the progress comes from.
    pub source: GoalSource,
    /// The progress of members, leaders first.
    pub members: Vec<MemberGoalProgress>,
}
