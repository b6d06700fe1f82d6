//! Requests and responses about the KPI.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::law_text::{self, LawGroup};
use crate::domain::IsoDate;
use crate::features::days::{DayUpdate, EntryInput, TaskInput};
use crate::identity::Language;
use crate::kpi::{LAWS, Law, LawLimits};
use crate::scoring::{Progress, Recomputed};

/// The data of a day to preview.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Preview {
    /// The date.
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
            note: None,
        }
    }
}

/// The laws.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Laws {
    /// In the order of the explanation.
    pub laws: Vec<LawRule>,
}

/// The description of a law.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LawRule {
    /// The law.
    pub code: Law,
    /// What it looks at.
    pub group: LawGroup,
    /// The minimum, negative if it takes points.
    pub min_points: f64,
    /// The maximum.
    pub max_points: f64,
    /// The rule in a sentence.
    pub rule: &'static str,
    /// The idea that it comes from, with its author and year.
    pub source: &'static str,
}

impl Laws {
    pub(super) fn in_language(language: Language) -> Self {
        Self {
            laws: LAWS
                .iter()
                .map(|limits| LawRule::new(limits, language))
                .collect(),
        }
    }
}

impl LawRule {
    fn new(limits: &LawLimits, language: Language) -> Self {
        let law = limits.law;
        let text = law_text::text(law, language);
        Self {
            code: law,
            group: law_text::group(law),
            min_points: limits.min_points.value(),
            max_points: limits.max_points.value(),
            rule: text.rule,
            source: text.source,
        }
    }
}

/// The days to recompute.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecomputeRange {
    /// First date.
    pub from: IsoDate,
    /// Last date; later days are recomputed as far as their streaks change.
    pub to: IsoDate,
}

/// The progress of a recomputation in the background.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Recalculation {
    /// Days from this date are pending; null when nothing is pending.
    #[schema(required)]
    pub from: Option<NaiveDate>,
    /// Recorded days that were recomputed.
    #[schema(minimum = 0)]
    pub done_days: i64,
    /// Recorded days that the change affects.
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

/// The result of a recomputation.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RecomputeResult {
    /// Days that were recomputed.
    pub days: usize,
    /// Days whose score changed.
    pub changed: usize,
    /// Days from this date are recomputed in the background; null when all are done.
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
