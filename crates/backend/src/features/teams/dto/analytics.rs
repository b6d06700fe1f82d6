//! Analytics of a team.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::TeamGoalId;

/// How a team does over a range of dates.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TeamAnalytics {
    /// First date.
    pub from: NaiveDate,
    /// Last date.
    pub to: NaiveDate,
    /// The members of the team.
    pub members: MemberCounts,
    /// Each date, in order. A member's today and later days are left out, by the member's own calendar.
    pub days: Vec<TeamDay>,
    /// By weekday, from Monday.
    pub weekdays: Vec<TeamWeekday>,
    /// The goals that run in the range, those that end last first.
    pub goals: Vec<TeamGoalCompletion>,
}

/// Members by what they did in the range. Each is counted once, by the first that fits.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct MemberCounts {
    /// Do not show their KPI: none of the other figures has them.
    pub hidden: usize,
    /// Recorded a day.
    pub active: usize,
    /// Were away.
    pub away: usize,
    /// Neither.
    pub silent: usize,
}

/// A date of a team.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
pub(crate) struct TeamDay {
    /// The date.
    pub date: NaiveDate,
    /// The mean KPI; null without a counted day.
    #[schema(required)]
    pub mean: Option<f64>,
    /// From how many members the mean comes: recorded, plausible, and not away.
    pub counted: i64,
    /// How many were away.
    pub away: i64,
    /// For how many the day is over, and not recorded.
    pub silent: i64,
}

/// A weekday of a team.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
pub(crate) struct TeamWeekday {
    /// 1 Monday to 7 Sunday.
    pub weekday: u32,
    /// The mean KPI of the counted days; null without any.
    #[schema(required)]
    pub mean: Option<f64>,
    /// How many days were counted.
    pub counted: i64,
}

/// How far a team is with a goal.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TeamGoalCompletion {
    /// Id.
    pub id: TeamGoalId,
    /// Title.
    pub title: String,
    /// The team's progress in percent; null if nobody shows theirs.
    #[schema(required)]
    pub progress: Option<f64>,
    /// How many members have reached it.
    pub reached: usize,
}
