//! Requests and responses about habits.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::domain::{HabitId, IsoDate, Name, SkillLevel, TargetMinutes};
use crate::kpi::{Category, Direction, Quadrant};
use crate::scoring::{PlannedHabit, Schedule};

/// A habit.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Habit {
    /// Id.
    pub id: HabitId,
    /// Name.
    pub name: String,
    /// Category.
    pub category: Category,
    /// Quadrant.
    pub quadrant: Quadrant,
    /// Whether the target is a minimum or a maximum.
    pub direction: Direction,
    /// Target in minutes.
    pub target_minutes: i16,
    /// Target on Saturdays and Sundays, if it differs.
    #[schema(required)]
    pub weekend_target_minutes: Option<i16>,
    /// Scheduled weekdays.
    pub schedule: Schedule,
    /// Skill level, 1–5.
    #[schema(required)]
    pub skill_level: Option<i16>,
    /// The date since which it is archived; the first one if it was archived before that.
    #[schema(required)]
    pub archived_on: Option<NaiveDate>,
    /// Its first date.
    pub starts_on: NaiveDate,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

/// Habits, in the user's order.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Habits)]
pub(crate) struct Habits {
    /// The habits.
    pub habits: Vec<Habit>,
}

/// The data of a habit; replaces all of it.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct HabitInput {
    /// Name.
    pub name: Name,
    /// Category.
    pub category: Category,
    /// Quadrant.
    pub quadrant: Quadrant,
    /// Target in minutes.
    pub target_minutes: TargetMinutes,
    /// `at_least` by default.
    pub direction: Option<Direction>,
    /// Target on Saturdays and Sundays, if it differs.
    pub weekend_target_minutes: Option<TargetMinutes>,
    /// All seven days by default.
    pub schedule: Option<Schedule>,
    /// Skill level.
    pub skill_level: Option<SkillLevel>,
    /// The date from which this is effective; by default today, or the first date of a habit that has not
    /// started yet. Earlier days keep their version.
    pub effective_from: Option<IsoDate>,
}

/// The order of the habits.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct HabitOrder {
    /// All habits that are not archived, once each.
    pub ids: Vec<HabitId>,
}

/// A filter of habits.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct HabitFilter {
    /// Only this category.
    pub category: Option<Category>,
    /// Only this quadrant.
    pub quadrant: Option<Quadrant>,
    /// `false` by default.
    #[serde(default)]
    pub archived: Archived,
}

/// A filter by archived state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
pub(crate) enum Archived {
    /// Only habits that are not archived.
    #[default]
    #[serde(rename = "false")]
    No,
    /// Only archived habits.
    #[serde(rename = "true")]
    Yes,
    /// Both.
    #[serde(rename = "all")]
    All,
}

impl HabitFilter {
    pub(super) fn admits(&self, habit: &Habit) -> bool {
        self.category
            .is_none_or(|category| habit.category == category)
            && self
                .quadrant
                .is_none_or(|quadrant| habit.quadrant == quadrant)
            && match self.archived {
                Archived::No => habit.archived_on.is_none(),
                Archived::Yes => habit.archived_on.is_some(),
                Archived::All => true,
            }
    }
}

/// The history of a habit.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HabitHistory {
    /// Recorded days of the range on which the habit was active.
    pub entries: Vec<HistoryEntry>,
}

/// A habit on one recorded day.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HistoryEntry {
    /// The date.
    pub date: NaiveDate,
    /// Minutes; null when not entered.
    #[schema(required)]
    pub minutes: Option<i16>,
    /// 1–5.
    #[schema(required)]
    pub quality: Option<i16>,
    /// The target on that day; null when not scheduled.
    #[schema(required)]
    pub target_minutes: Option<i16>,
    /// 0–1.5; null when not scheduled.
    #[schema(required)]
    pub completion: Option<f64>,
    /// The streak up to this day.
    pub streak: u32,
}

/// Statistics of a habit, without exception days.
#[derive(Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HabitStats {
    /// Days with minutes entered.
    pub recorded_days: i64,
    /// Recorded days on which it was scheduled.
    pub scheduled_days: i64,
    /// Scheduled days on which it was done (completion of at least 0.8).
    pub done_days: i64,
    /// Total minutes.
    pub total_minutes: i64,
    /// Mean over days with minutes entered.
    #[schema(required)]
    pub mean_minutes: Option<f64>,
    /// Mean completion over scheduled days.
    #[schema(required)]
    pub mean_completion: Option<f64>,
    /// The streak as of today. A scheduled day that has ended without a record ends it; today does not.
    pub current_streak: i64,
    /// The longest streak.
    pub longest_streak: i64,
}

impl Habit {
    /// The habit as it is on `today`.
    pub(super) fn on(today: NaiveDate, planned: &PlannedHabit) -> Self {
        let details = &planned.details;
        let version = planned.version_on(today);
        Self {
            id: planned.id,
            name: details.name.clone(),
            category: version.category,
            quadrant: version.quadrant,
            direction: version.direction,
            target_minutes: version.target_minutes,
            weekend_target_minutes: version.weekend_target_minutes,
            schedule: version.schedule,
            skill_level: details.skill_level,
            archived_on: planned.archived_on(today),
            starts_on: planned.starts_on(),
            created_at: details.created_at,
            updated_at: details.updated_at,
        }
    }
}
