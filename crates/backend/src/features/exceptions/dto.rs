//! Requests and responses about exceptions.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::identity::Language;
use crate::scoring::ExceptionKind;

/// The kinds of exceptions.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ExceptionTypes {
    /// All of them.
    pub types: Vec<ExceptionType>,
}

/// A kind of exception.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ExceptionType {
    /// The kind.
    pub kind: ExceptionKind,
    /// Its name.
    pub name: &'static str,
}

impl ExceptionTypes {
    pub(super) fn in_language(language: Language) -> Self {
        let types = ExceptionKind::ALL.map(|kind| ExceptionType {
            kind,
            name: name(kind, language),
        });
        Self {
            types: types.into(),
        }
    }
}

fn name(kind: ExceptionKind, language: Language) -> &'static str {
    use ExceptionKind::{Emergency, Illness, Technical, Travel};
    use Language::{English, Russian};
    match (kind, language) {
        (Illness, English) => "Illness",
        (Illness, Russian) => "Болезнь",
        (Travel, English) => "Travel",
        (Travel, Russian) => "Поездка",
        (Emergency, English) => "Emergency",
        (Emergency, Russian) => "Чрезвычайный случай",
        (Technical, English) => "Technical problems",
        (Technical, Russian) => "Технические неполадки",
    }
}

/// The exceptions of a range.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Exceptions {
    /// In the order of their dates; one that reaches beyond the range ends with it.
    pub exceptions: Vec<ExceptionRange>,
}

/// Consecutive days with the same exception.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ExceptionRange {
    /// First date.
    pub from: NaiveDate,
    /// Last date.
    pub to: NaiveDate,
    /// The kind.
    pub kind: ExceptionKind,
    /// The note.
    #[schema(required)]
    pub note: Option<String>,
    /// How many days they are.
    pub days: usize,
}

/// The year of the statistics.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct StatisticsQuery {
    /// The year.
    #[param(minimum = 2000, maximum = 2200, example = 2026)]
    pub year: i32,
}

/// The exceptions of a year.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ExceptionStatistics {
    /// The year.
    pub year: i32,
    /// Its figures.
    #[serde(flatten)]
    pub figures: ExceptionFigures,
    /// Its twelve months.
    pub months: Vec<ExceptionMonth>,
}

/// The exceptions of a month.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ExceptionMonth {
    /// 1–12.
    pub month: u32,
    /// Its figures.
    #[serde(flatten)]
    pub figures: ExceptionFigures,
}

/// How many days of a month or a year were exceptions.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ExceptionFigures {
    /// Of each kind, also of those without any.
    pub kinds: Vec<KindDays>,
    /// Of all kinds, with those to come.
    pub days: usize,
    /// The days that have ended, recorded or not.
    pub passed_days: usize,
    /// The share of exceptions in the days that have ended, 0–1; null while none has.
    #[schema(required)]
    pub share: Option<f64>,
}

/// The exception days of a kind.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct KindDays {
    /// The kind.
    pub kind: ExceptionKind,
    /// How many there are.
    pub days: usize,
}
