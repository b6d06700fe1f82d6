//! Responses of the dashboards.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::HabitId;
use crate::features::days::DaySummary;
use crate::kpi::{Category, Measure, Quadrant};

/// The year dashboard. Exception days and future days are excluded, except from the lists of days; today, which is
/// not over, is excluded from means, bests and the forecast.
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
    /// The day with the highest KPI, of those whose minutes fit into 24 hours.
    #[schema(required)]
    pub best_day: Option<BestDay>,
    /// The month with the highest mean, 1–12, over days whose minutes fit into 24 hours, at least seven of them.
    #[schema(required)]
    pub best_month: Option<u32>,
    /// January to December.
    pub months: Vec<MonthFigures>,
    /// Time by habit measured in minutes, most first.
    pub activities: Vec<Activity>,
    /// The forecast of the next year, if this one has enough days.
    #[schema(required)]
    pub forecast: Option<Forecast>,
}

/// The figures of a period.
#[derive(Debug, Clone, Default, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Figures {
    /// Mean over the recorded days that are over.
    #[schema(required)]
    pub mean_kpi: Option<f64>,
    /// How many days the mean is over.
    pub counted_days: usize,
    /// Days with a KPI, including today.
    pub recorded_days: usize,
    /// Days with an exception.
    pub exception_days: usize,
    /// Minutes of all habits measured in minutes on recorded days.
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
    /// The date.
    pub date: NaiveDate,
    /// Its KPI.
    pub kpi: f64,
}

/// The time spent on a habit.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Activity {
    /// The habit.
    pub habit_id: HabitId,
    /// Its name.
    pub name: String,
    /// Its category at the end of the period.
    pub category: Category,
    /// Its quadrant at the end of the period.
    pub quadrant: Quadrant,
    /// Total minutes.
    pub minutes: i64,
    /// Days with minutes.
    pub days: i64,
}

/// The forecast of a year.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Forecast {
    /// The year.
    pub year: i32,
    /// January to December.
    pub months: Vec<ForecastMonth>,
    /// Mean absolute error of a backtest, in points; null when the history is too short.
    #[schema(required)]
    pub mean_absolute_error: Option<f64>,
    /// Days with a KPI that the forecast is based on.
    pub based_on_days: usize,
}

/// The forecast of a month.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct ForecastMonth {
    /// 1–12.
    pub month: u32,
    /// Expected mean KPI.
    pub mean: f64,
    /// Lower bound of the 80 % prediction interval.
    pub low: f64,
    /// Upper bound of the 80 % prediction interval.
    pub high: f64,
}

/// The month dashboard; what is excluded from the year is excluded here.
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
    /// The habit with the lowest; null if all have the same.
    #[schema(required)]
    pub weakest: Option<HabitId>,
    /// Recommendations.
    pub recommendations: Vec<Recommendation>,
}

/// A habit in a month, without exception days and without today.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MonthHabit {
    /// The habit.
    pub habit_id: HabitId,
    /// Its name.
    pub name: String,
    /// Its category at the end of the month.
    pub category: Category,
    /// Its quadrant at the end of the month.
    pub quadrant: Quadrant,
    /// The measure at the end of the month.
    pub measure: Measure,
    /// The unit of a count at the end of the month; null for the other measures.
    #[schema(required)]
    pub unit: Option<String>,
    /// Total amount in that measure.
    pub amount: i64,
    /// Total of the targets of scheduled days in that measure.
    pub target: i64,
    /// Mean completion, 0–1.5.
    #[schema(required)]
    pub completion: Option<f64>,
    /// Days on which it was done.
    pub done_days: i64,
    /// Days on which it was scheduled.
    pub scheduled_days: i64,
}

/// A recommendation.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Recommendation {
    /// The kind of recommendation.
    pub code: RecommendationCode,
    /// The habit, if it is about one.
    #[schema(required)]
    pub habit_id: Option<HabitId>,
    /// The figures in the sentence, by name.
    pub facts: BTreeMap<&'static str, f64>,
    /// The recommendation in a sentence.
    pub reason: String,
}

crate::domain::string_enum! {
    /// The kind of a recommendation.
    RecommendationCode {
        /// Lower a target that is rarely reached.
        LowerTarget = "lower_target",
        /// Raise a target that is often exceeded.
        RaiseTarget = "raise_target",
        /// Record more days.
        RecordMoreDays = "record_more_days",
        /// Estimate tasks, which most laws need.
        EstimateTasks = "estimate_tasks",
    }
}
