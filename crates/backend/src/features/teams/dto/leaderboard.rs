//! The leaderboard.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::domain::string_enum;
use crate::identity::Person;
use crate::identity::TeamRole;
use crate::kpi::Band;

string_enum! {
    /// The period of a leaderboard.
    LeaderboardPeriod {
        /// One day.
        Day = "day",
        /// A week, from Monday.
        Week = "week",
        /// A month of the calendar.
        Month = "month",
        /// Between two dates.
        Custom = "custom",
    }
}

string_enum! {
    /// What a leaderboard compares.
    LeaderboardBy {
        /// The mean KPI.
        Kpi = "kpi",
        /// The completion of the team's goals.
        Goals = "goals",
    }
}

/// Which leaderboard.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct LeaderboardQuery {
    /// The period; a week by default.
    pub period: Option<LeaderboardPeriod>,
    /// A date of the day, week or month; by default the user's yesterday for a day, and today for the others.
    #[param(value_type = Option<String>, format = Date)]
    pub date: Option<String>,
    /// First date of a custom period.
    #[param(value_type = Option<String>, format = Date)]
    pub from: Option<String>,
    /// Last date of a custom period, which has at most 366 days.
    #[param(value_type = Option<String>, format = Date)]
    pub to: Option<String>,
    /// What is compared; the mean KPI by default.
    pub by: Option<LeaderboardBy>,
}

/// The leaderboard of a period.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Leaderboard {
    /// The period.
    pub period: LeaderboardPeriod,
    /// What is compared.
    pub by: LeaderboardBy,
    /// First date.
    pub from: NaiveDate,
    /// Last date. Each member's today and later days are left out, by the member's own calendar.
    pub to: NaiveDate,
    /// The members who show their KPI to the user: by place, then by name; those without a place last.
    pub rows: Vec<LeaderboardRow>,
}

/// A member on the leaderboard.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LeaderboardRow {
    /// The place: equal values have equal places, such as 1, 2, 2, 4. Null without a value.
    #[schema(required)]
    pub place: Option<usize>,
    /// Who it is.
    pub person: Person,
    /// Role.
    pub role: TeamRole,
    /// The mean KPI, or the mean completion of the goals in percent; with one decimal. Null without a counted day, or
    /// without a goal, and for who has done nothing for the goals as they were away.
    #[schema(required)]
    pub value: Option<f64>,
    /// The band of the mean KPI; null on a leaderboard of goals.
    #[schema(required)]
    pub band: Option<Band>,
    /// From how many days the mean KPI comes: recorded, plausible, and not away.
    pub counted_days: i64,
    /// On how many of the days the member was away.
    pub away_days: i64,
    /// The badges of the period.
    pub badges: Vec<TeamBadge>,
}

string_enum! {
    /// A badge, by rule.
    BadgeKind {
        /// A goal of the team at 100 %.
        Perfect = "perfect",
        /// Every goal of the team at 80 % or more.
        Consistent = "consistent",
        /// A mean completion of habits of 90 % or more.
        TopPerformer = "top_performer",
        /// A mean completion of habits of 75 % or more.
        HighPerformer = "high_performer",
        /// A mean completion of habits of 60 % or more.
        GoodPerformer = "good_performer",
        /// A streak of 66 days.
        Streak66 = "streak_66",
        /// A streak of 21 days.
        Streak21 = "streak_21",
        /// A streak of 7 days.
        Streak7 = "streak_7",
    }
}

/// A badge with its reason.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct TeamBadge {
    /// Which one.
    pub kind: BadgeKind,
    /// What it takes: percent, or days of a streak.
    pub threshold: f64,
    /// What the member reached in percent. Null of streaks, and where it tells of habits that the member does not
    /// show to the user.
    #[schema(required)]
    pub value: Option<f64>,
    /// The title of the goal, of `perfect`; null for the others.
    #[schema(required)]
    pub goal: Option<String>,
}
