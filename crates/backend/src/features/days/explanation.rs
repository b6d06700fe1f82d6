//! A KPI, explained, as it goes over the wire.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::HabitId;
use crate::kpi::{self, Band, RaiseCode, TermCode};
use crate::scoring::ScoredDay;

/// A KPI with everything it is made of.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Explanation {
    /// Version of the formula.
    pub formula_version: u16,
    /// 0–150.
    pub kpi: f64,
    /// The sum of the terms, before it is held within 0–150.
    pub total: f64,
    /// The KPI in a word.
    pub band: Band,
    /// Base, the laws that fired, the efficiency cap if it bit, priority, scorecard. What is
    /// shown adds up to the total exactly.
    pub terms: Vec<Term>,
    /// The scorecard's parts.
    pub scorecard: Scorecard,
    /// What would raise it: the cheapest next steps, at most three.
    pub raises: Vec<Raise>,
}

/// One term.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Term {
    /// Which.
    pub code: TermCode,
    /// What it gave, or took.
    pub points: f64,
    /// Why, in a sentence.
    pub reason: String,
    /// The figures in the sentence, by name.
    pub facts: BTreeMap<String, f64>,
}

/// The scorecard's parts, 0–100 each.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Scorecard {
    /// 40 %.
    pub deliverables: f64,
    /// 30 %.
    pub skills: f64,
    /// 30 %; null when the day says nothing about it.
    #[schema(required)]
    pub culture: Option<f64>,
}

/// A next step and what it would bring.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Raise {
    /// What to do.
    pub code: RaiseCode,
    /// With which habit, if with one.
    #[schema(required)]
    pub habit_id: Option<HabitId>,
    /// With which of the day's tasks, if with one: its place, from 0.
    #[schema(required)]
    pub task_index: Option<usize>,
    /// Minutes it takes.
    #[schema(required)]
    pub minutes: Option<u16>,
    /// Points it would bring.
    pub points: f64,
    /// The step in a sentence.
    pub reason: String,
}

/// The steps there is a place to record for; focus sessions have none yet.
const RECORDABLE: [RaiseCode; 3] = [
    RaiseCode::LogHabit,
    RaiseCode::CompleteTask,
    RaiseCode::AddEstimate,
];

impl Explanation {
    /// The explanation of a day that is no exception.
    pub(super) fn of(day: &ScoredDay) -> Option<Self> {
        day.score?;
        let explained = kpi::explain(&day.input);
        let raises = kpi::raises_of(&day.input, &RECORDABLE);
        Some(Self {
            formula_version: explained.formula_version,
            kpi: explained.kpi.value(),
            total: explained.total.value(),
            band: explained.band,
            terms: explained.terms.into_iter().map(Term::from).collect(),
            scorecard: explained.scorecard.into(),
            raises: raises
                .into_iter()
                .map(|raise| Raise::of(raise, day))
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

impl Raise {
    fn of(raise: kpi::Raise, day: &ScoredDay) -> Self {
        Self {
            code: raise.code,
            habit_id: raise
                .habit()
                .and_then(|place| day.record.entries.get(place))
                .map(|entry| entry.habit),
            task_index: raise.task(),
            minutes: raise.minutes(),
            points: raise.points.value(),
            reason: raise.reason,
        }
    }
}
