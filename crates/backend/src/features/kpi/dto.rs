//! What goes over the wire for the KPI.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::IsoDate;
use crate::features::days::{DayUpdate, EntryInput, TaskInput};
use crate::kpi::{Law, LawInfo};
use crate::scoring::{Progress, Recomputed};

/// A day that might be saved.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Preview {
    /// For which date.
    pub date: IsoDate,
    /// As for saving a day.
    #[schema(max_items = 100)]
    pub entries: Vec<EntryInput>,
    /// As for saving a day.
    #[schema(max_items = 5)]
    pub tasks: Vec<TaskInput>,
}

impl From<Preview> for DayUpdate {
    fn from(preview: Preview) -> Self {
        Self {
            entries: preview.entries,
            tasks: preview.tasks,
        }
    }
}

/// The laws.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Laws {
    /// In the order in which they are explained.
    pub laws: Vec<LawRule>,
}

/// A law in words.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Law)]
pub(crate) struct LawRule {
    /// Which law.
    pub code: Law,
    /// The least it gives; negative where it takes.
    pub min_points: f64,
    /// The most it gives.
    pub max_points: f64,
    /// When it gives or takes.
    pub rule: &'static str,
}

impl From<&LawInfo> for LawRule {
    fn from(info: &LawInfo) -> Self {
        Self {
            code: info.law,
            min_points: info.min_points.value(),
            max_points: info.max_points.value(),
            rule: info.rule,
        }
    }
}

/// Which days to score again.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecomputeRange {
    /// First date.
    pub from: IsoDate,
    /// Last date; days after it follow as far as their streaks change.
    pub to: IsoDate,
}

/// Days that are being scored again since something that they depend on was changed.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Recalculation {
    /// Days from this date on still are to be; null when all are as they should be.
    #[schema(required)]
    pub from: Option<NaiveDate>,
    /// Recorded days that have been scored again.
    #[schema(minimum = 0)]
    pub done_days: i64,
    /// Recorded days that the change concerns.
    #[schema(minimum = 0)]
    pub total_days: i64,
}

impl From<Progress> for Recalculation {
    fn from(progress: Progress) -> Self {
        Self {
            from: progress.from,
            done_days: progress.done_days,
            total_days: progress.total_days,
        }
    }
}

/// What scoring again did.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RecomputeResult {
    /// Days scored again.
    pub days: usize,
    /// Of these, those that came out different.
    pub changed: usize,
    /// Days from this date on are scored in the background; null when all are done.
    #[schema(required)]
    pub rest: Option<NaiveDate>,
}

impl From<Recomputed> for RecomputeResult {
    fn from(done: Recomputed) -> Self {
        Self {
            days: done.days,
            changed: done.changed,
            rest: done.rest,
        }
    }
}
