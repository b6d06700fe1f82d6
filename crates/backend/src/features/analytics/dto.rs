//! Responses of the analytics.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::{HabitId, string_enum};
use crate::kpi::{Points, TermCode};
use crate::statistics::{Correlation, Undefined};

/// The fewest days of which a correlation is told.
pub(super) const MIN_COMMON_DAYS: usize = 30;
/// The share of the correlations told that may be false.
pub(super) const FALSE_DISCOVERY_RATE: f64 = 0.1;

/// How the KPI moves over a period.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Trends {
    /// The mean of the period; null without counted days.
    #[schema(required)]
    pub mean_kpi: Option<Points>,
    /// Days with a KPI that are over.
    pub counted_days: usize,
    /// These days, in order.
    pub points: Vec<TrendPoint>,
}

/// A day of a trend.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TrendPoint {
    /// The date.
    pub date: NaiveDate,
    /// Its KPI.
    pub kpi: f64,
    /// The mean of the seven days up to it.
    pub mean7: MovingMean,
    /// The mean of the 28 days up to it.
    pub mean28: MovingMean,
}

/// A moving mean. Its window may begin before the period.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub(crate) struct MovingMean {
    /// The mean.
    pub mean: Points,
    /// Over how many days with a KPI.
    pub days: usize,
}

/// The means by day of the week and by month.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Patterns {
    /// Monday (1) to Sunday (7), by ISO 8601.
    pub weekdays: Vec<PatternMean>,
    /// January (1) to December (12), over all years of the period.
    pub months: Vec<PatternMean>,
}

/// The mean of the days of one weekday, or of one month.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PatternMean {
    /// The number of the weekday or month, from 1.
    pub number: u32,
    /// The mean; null without counted days.
    #[schema(required)]
    pub mean_kpi: Option<Points>,
    /// Over how many days.
    pub counted_days: usize,
}

/// How regularly days are recorded and habits done.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Consistency {
    /// Days of the period that are over.
    pub days: i64,
    /// Those of them with a KPI.
    pub recorded_days: usize,
    /// Those of them with an exception.
    pub exception_days: i64,
    /// The habits that were scheduled on a recorded day, in the user's order.
    pub habits: Vec<HabitConsistency>,
}

/// A habit over the recorded days on which it was scheduled.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HabitConsistency {
    /// The habit.
    pub habit_id: HabitId,
    /// Its name.
    pub name: String,
    /// How many days these are.
    pub scheduled_days: i64,
    /// On how many of them it was done.
    pub done_days: i64,
    /// Its mean completion, 0–1.5.
    pub completion: f64,
    /// The longest streak on one of these days, which may have begun before the period: days, or weeks.
    pub longest_streak: i32,
    /// Whether the streak counts weeks: the habit is due n times a week at the end of the period.
    pub is_weekly: bool,
}

/// Which habits go together, and which with the KPI. A correlation is no cause.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Correlations {
    /// The fewest days of which a correlation is told.
    pub min_common_days: usize,
    /// The share of the correlations that hold which may be false, by Benjamini and Hochberg: within those with the
    /// KPI, and within those between habits.
    pub false_discovery_rate: f64,
    /// Each habit's completion with the KPI of the same day, in the user's order. The completion is a part of that
    /// KPI.
    pub with_kpi: Vec<KpiCorrelation>,
    /// The number of pairs of habits.
    pub pairs: usize,
    /// Those of them with enough common days that vary.
    pub compared_pairs: usize,
    /// Those of them that hold, the strongest first, at most 50.
    pub between_habits: Vec<PairCorrelation>,
}

/// A habit with the KPI.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct KpiCorrelation {
    /// The habit.
    pub habit_id: HabitId,
    /// Its name.
    pub name: String,
    /// How they go together.
    #[serde(flatten)]
    pub correlation: RankCorrelation,
}

/// A habit with another.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PairCorrelation {
    /// The habit.
    pub habit_id: HabitId,
    /// Its name.
    pub name: String,
    /// The other habit.
    pub other_habit_id: HabitId,
    /// Its name.
    pub other_name: String,
    /// How they go together.
    #[serde(flatten)]
    pub correlation: RankCorrelation,
}

/// Spearman's rank correlation over common days, with an interval that allows for days that resemble the days
/// before them.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RankCorrelation {
    /// The number of common days.
    pub days: usize,
    /// The coefficient, −1 to 1; null with a reason.
    #[schema(required)]
    pub coefficient: Option<f64>,
    /// The lower end of its 95 % confidence interval.
    #[schema(required)]
    pub low: Option<f64>,
    /// The upper end.
    #[schema(required)]
    pub high: Option<f64>,
    /// Whether it stands out from chance, with all that are tested together.
    pub holds: bool,
    /// Why there is no coefficient.
    #[schema(required)]
    pub reason: Option<NoCorrelation>,
}

string_enum! {
    /// Why two series have no correlation.
    NoCorrelation {
        /// They have too few common days.
        TooFewDays = "too_few_days",
        /// One of them is the same on all of these days.
        DoesNotVary = "does_not_vary",
    }
}

impl RankCorrelation {
    pub(super) fn of(found: &Correlation, holds: bool) -> Self {
        let rounded = |value: f64| Some((value * 100.0).round() / 100.0);
        Self {
            days: found.days,
            coefficient: rounded(found.coefficient),
            low: rounded(found.low),
            high: rounded(found.high),
            holds,
            reason: None,
        }
    }

    pub(super) fn undefined(undefined: Undefined) -> Self {
        let (days, reason) = match undefined {
            Undefined::TooFewDays(days) => (days, NoCorrelation::TooFewDays),
            Undefined::Constant(days) => (days, NoCorrelation::DoesNotVary),
        };
        Self {
            days,
            coefficient: None,
            low: None,
            high: None,
            holds: false,
            reason: Some(reason),
        }
    }

    pub(super) fn strength(&self) -> f64 {
        self.coefficient.unwrap_or(0.0).abs()
    }
}

/// A period compared with another. The changes of the terms and of the limit add up to the change of the mean KPI,
/// those of the habits to the change of the base; so do the values of each period. Without counted days in one of the
/// periods there are none.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Comparison {
    /// The period.
    pub current: ComparedPeriod,
    /// The one it is compared with.
    pub previous: ComparedPeriod,
    /// The terms that gave or took points, in the order of the formula.
    pub terms: Vec<TermChange>,
    /// What the limits of the KPI, 0 and 150, took from it.
    pub limit: PointsChange,
    /// What each habit brought to the base, in the user's order.
    pub habits: Vec<HabitChange>,
}

/// A period of a comparison.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ComparedPeriod {
    /// The mean; null without counted days.
    #[schema(required)]
    pub mean_kpi: Option<Points>,
    /// Days with a KPI that are over.
    pub counted_days: u32,
}

/// The mean points of a day in both periods.
#[derive(Debug, Clone, Copy, Default, Serialize, ToSchema)]
pub(crate) struct PointsChange {
    /// In the period that is compared with.
    pub previous: Points,
    /// In the period.
    pub current: Points,
    /// The difference.
    pub change: Points,
}

impl PointsChange {
    pub(super) fn of(previous: Points, current: Points) -> Self {
        Self {
            previous,
            current,
            change: current - previous,
        }
    }

    pub(super) fn is_zero(&self) -> bool {
        (self.previous, self.current) == (Points::ZERO, Points::ZERO)
    }
}

/// A term of the KPI in both periods.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TermChange {
    /// The term.
    pub code: TermCode,
    /// Its points.
    #[serde(flatten)]
    pub points: PointsChange,
}

/// A habit in both periods.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HabitChange {
    /// The habit.
    pub habit_id: HabitId,
    /// Its name.
    pub name: String,
    /// Its points of the base.
    #[serde(flatten)]
    pub points: PointsChange,
}
