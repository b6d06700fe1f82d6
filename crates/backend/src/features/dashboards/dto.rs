//! What goes over the wire for dashboards.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::features::days::DaySummary;
use crate::domain::HabitId;
use crate::kpi::{Category, Quadrant};

/// A year at a glance. Exception days and days that are still to come are left out, but for the
/// months' lists of days.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct YearDashboard {
    /// The year.
    pub year: i32,
    /// Its figures.
    #[serde(flatten)]
    pub figures: Figures,
    /// Tasks completed.
    pub tasks_completed: i64,
    /// The day with the highest KPI.
    #[schema(required)]
    pub best_day: Option<BestDay>,
    /// January to December.
    pub months: Vec<MonthFigures>,
    /// Time by habit, most first.
    pub activities: Vec<Activity>,
    /// The following year, if this one has days enough to tell.
    #[schema(required)]
    pub forecast: Option<Forecast>,
}

/// The figures of a span.
#[derive(Debug, Clone, Default, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Figures {
    /// Mean over the days with a KPI.
    #[schema(required)]
    pub mean_kpi: Option<f64>,
    /// Days recorded.
    pub recorded_days: usize,
    /// Of these, exceptions.
    pub exception_days: usize,
    /// Minutes of all habits, exception days left out.
    pub minutes: i64,
}

/// A month of a year.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MonthFigures {
    /// 1–12.
    pub month: u32,
    /// Its figures.
    #[serde(flatten)]
    pub figures: Figures,
    /// Its recorded days, in order.
    pub days: Vec<DaySummary>,
}

/// The best day.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BestDay {
    /// When.
    pub date: NaiveDate,
    /// Its KPI.
    pub kpi: f64,
}

/// The time a habit took.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Activity {
    /// Which habit.
    pub habit_id: HabitId,
    /// Its name.
    pub name: String,
    /// Its category at the end of the span.
    pub category: Category,
    /// Its quadrant at the end of the span.
    pub quadrant: Quadrant,
    /// Minutes in all.
    pub minutes: i64,
    /// Days with minutes.
    pub days: i64,
}

/// What the next year may bring, if nothing changes.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Forecast {
    /// Which year.
    pub year: i32,
    /// January to December.
    pub months: Vec<ForecastMonth>,
    /// How far off the same forecast was, on average, when made from parts of the past, in
    /// points; null when the past is too short to try.
    #[schema(required)]
    pub mean_absolute_error: Option<f64>,
    /// Days with a KPI it was made from.
    pub based_on_days: usize,
}

/// A month to come.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct ForecastMonth {
    /// 1–12.
    pub month: u32,
    /// Expected mean KPI.
    pub mean: f64,
    /// Four times in five it should lie above this …
    pub low: f64,
    /// … and below this.
    pub high: f64,
}

/// A month at a glance.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MonthDashboard {
    /// The year.
    pub year: i32,
    /// 1–12.
    pub month: u32,
    /// Its figures.
    #[serde(flatten)]
    pub figures: Figures,
    /// Its recorded days, in order.
    pub days: Vec<DaySummary>,
    /// Its habits, in the user's order.
    pub habits: Vec<MonthHabit>,
    /// The habit with the highest mean completion.
    #[schema(required)]
    pub best: Option<HabitId>,
    /// The habit with the lowest.
    #[schema(required)]
    pub weakest: Option<HabitId>,
    /// What the figures suggest.
    pub recommendations: Vec<Recommendation>,
}

/// A habit over a month. Exception days are left out.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MonthHabit {
    /// Which habit.
    pub habit_id: HabitId,
    /// Its name.
    pub name: String,
    /// Its category at the end of the month.
    pub category: Category,
    /// Its quadrant at the end of the month.
    pub quadrant: Quadrant,
    /// Minutes in all.
    pub minutes: i64,
    /// Targets of the days on which it was scheduled, in all.
    pub target_minutes: i64,
    /// Mean completion, 0–1.5.
    #[schema(required)]
    pub completion: Option<f64>,
    /// Days on which it was done.
    pub done_days: i64,
    /// Days on which it was scheduled.
    pub scheduled_days: i64,
}

/// What the figures suggest.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Recommendation {
    /// Which suggestion.
    pub code: RecommendationCode,
    /// About which habit, if about one.
    #[schema(required)]
    pub habit_id: Option<HabitId>,
    /// The figures in the sentence, by name.
    pub facts: BTreeMap<&'static str, f64>,
    /// The suggestion in a sentence.
    pub reason: String,
}

crate::domain::string_enum! {
    /// A suggestion.
    RecommendationCode {
        /// The target is far above what happens: lower it for now.
        LowerTarget = "lower_target",
        /// The target is far below what happens: raise it.
        RaiseTarget = "raise_target",
        /// Days are missing: record a few more.
        RecordMoreDays = "record_more_days",
        /// Tasks have no estimates, and most laws need them.
        EstimateTasks = "estimate_tasks",
    }
}
