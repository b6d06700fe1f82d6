//! Requests and responses about habits.

use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::domain::{GroupName, HabitId, IsoDate, Name, SkillLevel, Target, TimesPerWeek, Unit};
use crate::kpi::{Category, Direction, Measure, Quadrant};
use crate::scoring::{ExceptionKind, HabitVersion, PlannedHabit, Schedule};

/// A habit.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Habit {
    /// Id.
    pub id: HabitId,
    /// Name.
    pub name: String,
    /// What it asks for as of today.
    #[serde(flatten)]
    pub attributes: HabitAttributes,
    /// Skill level, 1–5.
    #[schema(required)]
    pub skill_level: Option<i16>,
    /// The group under which Today shows it.
    #[schema(required)]
    pub group: Option<String>,
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

/// What a habit asks for, which may change from a date on.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HabitAttributes {
    /// Category.
    pub category: Category,
    /// Quadrant.
    pub quadrant: Quadrant,
    /// Whether the target is a minimum or a maximum.
    pub direction: Direction,
    /// What the amounts and the targets are.
    pub measure: Measure,
    /// The unit of a count; null for the other measures.
    #[schema(required)]
    pub unit: Option<String>,
    /// Target in the measure.
    pub target: i16,
    /// Target on Saturdays and Sundays, if it differs.
    #[schema(required)]
    pub weekend_target: Option<i16>,
    /// Scheduled weekdays; all of them if it is due n times a week.
    pub schedule: Schedule,
    /// How many times a week it is due, on days of one's own choice; null if it is scheduled by weekdays.
    #[schema(required)]
    pub times_per_week: Option<i16>,
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
    /// `minutes` by default. It changes from a date on, from which nothing is entered in the old one.
    pub measure: Option<Measure>,
    /// The unit of a count, like `glasses`; only a count has one.
    pub unit: Option<Unit>,
    /// Target: 1–1440 minutes, a count of 1–10,000, 1 for a check.
    pub target: Target,
    /// `at_least` by default, and always of a check.
    pub direction: Option<Direction>,
    /// Target on Saturdays and Sundays, if it differs.
    pub weekend_target: Option<Target>,
    /// All seven days by default.
    pub schedule: Option<Schedule>,
    /// How many times a week it is due, instead of a schedule: it counts on the days on which it is done, until
    /// it was done so many times, and on every day from which on no more days are left than times.
    pub times_per_week: Option<TimesPerWeek>,
    /// Skill level.
    pub skill_level: Option<SkillLevel>,
    /// The group under which Today shows it.
    pub group: Option<GroupName>,
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
            .is_none_or(|category| habit.attributes.category == category)
            && self
                .quadrant
                .is_none_or(|quadrant| habit.attributes.quadrant == quadrant)
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
    /// All versions of the habit, the first one first, whatever the range.
    pub versions: Vec<Version>,
}

/// What a habit asked for between two dates.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = HabitVersion)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Version {
    /// First date.
    pub from: NaiveDate,
    /// Last date; null of the last version.
    #[schema(required)]
    pub to: Option<NaiveDate>,
    /// False while the habit is archived.
    pub active: bool,
    /// What it asks for.
    #[serde(flatten)]
    pub attributes: HabitAttributes,
}

/// A habit on one recorded day.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HistoryEntry {
    /// The date.
    pub date: NaiveDate,
    /// The kind of exception, if the day is one; it counts for nothing then.
    #[schema(required)]
    pub exception: Option<ExceptionKind>,
    /// What amount and target are on that day.
    pub measure: Measure,
    /// The amount; null when not entered.
    #[schema(required)]
    pub amount: Option<i16>,
    /// 1–5.
    #[schema(required)]
    pub quality: Option<i16>,
    /// The note.
    #[schema(required)]
    pub note: Option<String>,
    /// The target on that day; null when not scheduled.
    #[schema(required)]
    pub target: Option<i16>,
    /// 0–1.5; null when not scheduled.
    #[schema(required)]
    pub completion: Option<f64>,
    /// The streak up to this day: days, or weeks of a habit due n times a week.
    pub streak: u32,
}

/// Statistics of a habit, without exception days; today, which is not over, counts for the streaks only.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HabitStats {
    /// Days with an amount.
    pub recorded_days: i64,
    /// Recorded days on which it was scheduled.
    pub scheduled_days: i64,
    /// Scheduled days on which it was done (completion of at least 0.8).
    pub done_days: i64,
    /// The measure as of today, in which the next two are.
    pub measure: Measure,
    /// Total amount.
    pub total_amount: i64,
    /// Mean over days with an amount.
    #[schema(required)]
    pub mean_amount: Option<f64>,
    /// Mean completion over scheduled days.
    #[schema(required)]
    pub mean_completion: Option<f64>,
    /// The streak as of today: days, or weeks of a habit due n times a week. A scheduled day, or a week, that has
    /// ended without being done ends it; one that still runs does not.
    pub current_streak: i64,
    /// The longest streak since the habit is due as it is today, by weekdays or n times a week.
    pub longest_streak: i64,
    /// Its last day; null without a streak.
    #[schema(required)]
    pub longest_streak_ended_on: Option<NaiveDate>,
    /// The lengths from which a streak gives more points, shortest first.
    pub milestones: Vec<Milestone>,
}

/// A length of a streak from which the law `compound` gives more points.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Milestone {
    /// Days, or weeks of a habit due n times a week.
    pub length: u32,
    /// The first date on which a streak was so long, since the habit is due as it is today.
    #[schema(required)]
    pub reached_on: Option<NaiveDate>,
}

impl From<&HabitVersion> for HabitAttributes {
    fn from(version: &HabitVersion) -> Self {
        Self {
            category: version.category,
            quadrant: version.quadrant,
            direction: version.direction,
            measure: version.measure,
            unit: version.unit.clone(),
            target: version.target,
            weekend_target: version.weekend_target,
            schedule: version.schedule,
            times_per_week: version.times_per_week,
        }
    }
}

impl From<&PlannedHabit> for Vec<Version> {
    fn from(habit: &PlannedHabit) -> Self {
        let versions = habit.versions();
        let next = versions.iter().skip(1).map(Some).chain([None]);
        versions
            .iter()
            .zip(next)
            .map(|(version, next)| Version {
                from: version.effective_from,
                to: next.map(|next| next.effective_from - Days::new(1)),
                active: version.active,
                attributes: version.into(),
            })
            .collect()
    }
}

impl Habit {
    /// The habit as it is on `today`.
    pub(super) fn on(today: NaiveDate, planned: &PlannedHabit) -> Self {
        let details = &planned.details;
        let version = planned.version_on(today);
        Self {
            id: planned.id,
            name: details.name.clone(),
            attributes: version.into(),
            skill_level: details.skill_level,
            group: details.group.clone(),
            archived_on: planned.archived_on(today),
            starts_on: planned.starts_on(),
            created_at: details.created_at,
            updated_at: details.updated_at,
        }
    }
}
