//! The explanation of a KPI in responses.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::HabitId;
use crate::kpi::{self, Band, SuggestionCode, TermCode};
use crate::scoring::ScoredDay;

/// A KPI with its terms.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Explanation {
    /// Version of the formula.
    pub formula_version: u16,
    /// 0–150.
    pub kpi: f64,
    /// The sum of the terms, before it is clamped to 0–150.
    pub total: f64,
    /// The band of the KPI.
    pub band: Band,
    /// Whether the minutes of entries and tasks fit into 24 hours. The KPI is the same.
    pub plausible: bool,
    /// Base, the laws that gave or took points, the efficiency cap if it applies, priority, scorecard.
    /// The points add up to the total exactly.
    pub terms: Vec<Term>,
    /// The parts of the scorecard.
    pub scorecard: Scorecard,
    /// What would raise it: the best next steps, at most three.
    #[serde(rename = "raises")]
    pub suggestions: Vec<Suggestion>,
}

/// One term.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Term {
    /// The kind of term.
    pub code: TermCode,
    /// Its points; negative if it takes points.
    pub points: f64,
    /// The reason in a sentence.
    pub reason: String,
    /// The figures in the sentence, by name.
    pub facts: BTreeMap<String, f64>,
}

/// The parts of the scorecard, 0–100 each.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Scorecard {
    /// 40 %.
    pub deliverables: f64,
    /// 30 %.
    pub skills: f64,
    /// 30 %; null without data.
    #[schema(required)]
    pub culture: Option<f64>,
}

/// A suggested next step.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Raise)]
pub(crate) struct Suggestion {
    /// The kind of step.
    pub code: SuggestionCode,
    /// The habit, if there is one.
    #[schema(required)]
    pub habit_id: Option<HabitId>,
    /// The index of the task in the day's tasks, if there is one.
    #[schema(required)]
    pub task_index: Option<usize>,
    /// What it adds, in the measure of its habit; minutes of a task or of focus sessions.
    #[schema(required)]
    pub amount: Option<u16>,
    /// The points that it adds.
    pub points: f64,
    /// The step in a sentence.
    pub reason: String,
}

impl Explanation {
    /// The explanation of a day; `None` for an exception day.
    pub(super) fn of(day: &ScoredDay) -> Option<Self> {
        day.score?;
        let explained = kpi::explain(&day.input);
        let suggestions = kpi::suggestions(&day.input);
        Some(Self {
            formula_version: explained.formula_version,
            kpi: explained.kpi.value(),
            total: explained.total.value(),
            band: explained.band,
            plausible: day.input.is_plausible(),
            terms: explained.terms.into_iter().map(Term::from).collect(),
            scorecard: explained.scorecard.into(),
            suggestions: suggestions
                .into_iter()
                .map(|suggestion| Suggestion::of(suggestion, day))
                .collect(),
        })
    }
}

impl From<kpi::Term> for Term {
    fn from(term: kpi::Term) -> Self {
        Self {
            code: term.code,
            points: term.points.value(),
            reason: term.reason,
            facts: term
                .facts
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
        }
    }
}

impl From<kpi::Scorecard> for Scorecard {
    fn from(scorecard: kpi::Scorecard) -> Self {
        Self {
            deliverables: scorecard.deliverables.value(),
            skills: scorecard.skills.value(),
            culture: scorecard.culture.map(kpi::Points::value),
        }
    }
}

impl Suggestion {
    fn of(suggestion: kpi::Suggestion, day: &ScoredDay) -> Self {
        Self {
            code: suggestion.code,
            habit_id: suggestion
                .habit()
                .and_then(|index| day.record.entries.get(index))
                .map(|entry| entry.habit),
            task_index: suggestion.task(),
            amount: suggestion.amount(),
            points: suggestion.points.value(),
            reason: suggestion.reason,
        }
    }
}
