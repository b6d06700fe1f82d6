//! What goes over the wire for habits.

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
    /// Whether to reach the target or to stay under it.
    pub direction: Direction,
    /// Minutes aimed at.
    pub target_minutes: i16,
    /// Minutes aimed at on Saturdays and Sundays, where they differ.
    #[schema(required)]
    pub weekend_target_minutes: Option<i16>,
    /// Weekdays on which it counts.
    pub schedule: Schedule,
    /// 1–5.
    #[schema(required)]
    pub skill_level: Option<i16>,
    /// First date on which it no longer counts.
    #[schema(required)]
    pub archived_on: Option<NaiveDate>,
    /// First date on which it counts.
    pub starts_on: NaiveDate,
    /// When it was made.
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

/// What a habit is to be; replaces all of it.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct HabitInput {
    /// Name.
    pub name: Name,
    /// Category.
    pub category: Category,
    /// Quadrant.
    pub quadrant: Quadrant,
    /// Minutes aimed at.
    pub target_minutes: TargetMinutes,
    /// `at_least` unless given.
    pub direction: Option<Direction>,
    /// Minutes aimed at on Saturdays and Sundays, where they differ.
    pub weekend_target_minutes: Option<TargetMinutes>,
    /// All seven days unless given.
    pub schedule: Option<Schedule>,
    /// How far along.
    pub skill_level: Option<SkillLevel>,
    /// From which date this counts; today unless given. Days before keep what they had.
    pub effective_from: Option<IsoDate>,
}

/// The order of the habits.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct HabitOrder {
    /// Every habit that is not archived, once.
    pub ids: Vec<HabitId>,
}

/// Which habits to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct HabitFilter {
    /// Only this category.
    pub category: Option<Category>,
    /// Only this quadrant.
    pub quadrant: Option<Quadrant>,
    /// `false` unless given.
    #[serde(default)]
    pub archived: Archived,
}

/// Archived habits or not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
pub(crate) enum Archived {
    /// Only those in use.
    #[default]
    #[serde(rename = "false")]
    No,
    /// Only archived ones.
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

/// A habit's days.
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
    /// Minutes; null when nothing was entered.
    #[schema(required)]
    pub minutes: Option<i16>,
    /// 1–5.
    #[schema(required)]
    pub quality: Option<i16>,
    /// The target that day; null when not scheduled.
    #[schema(required)]
    pub target_minutes: Option<i16>,
    /// 0–1.5; null when not scheduled.
    #[schema(required)]
    pub completion: Option<f64>,
    /// Days in a row up to this one.
    pub streak: u32,
}

/// A habit in figures. Exception days are left out.
#[derive(Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HabitStats {
    /// Days with minutes entered.
    pub recorded_days: i64,
    /// Recorded days on which it was scheduled.
    pub scheduled_days: i64,
    /// Of these, days on which it was done (completion of at least 0.8).
    pub done_days: i64,
    /// Minutes in all.
    pub total_minutes: i64,
    /// Mean over days with minutes entered.
    #[schema(required)]
    pub mean_minutes: Option<f64>,
    /// Mean completion over scheduled days.
    #[schema(required)]
    pub mean_completion: Option<f64>,
    /// Days in a row up to the last recorded one.
    pub current_streak: i64,
    /// The longest there ever was.
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
