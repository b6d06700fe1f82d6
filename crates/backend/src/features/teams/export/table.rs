//! The export as CSV (RFC 4180): a row for each member, each day of a member, and each member's progress to a goal.

use serde::Serialize;

use crate::domain::UserId;
use crate::error::AppError;
use crate::features::teams::dto::{GoalSource, TeamExport};
use crate::http::csv::{self, TextCell};
use crate::identity::Person;
use crate::identity::TeamRole;

/// What a row is about.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Record {
    Member,
    Day,
    Goal,
}

#[derive(Serialize)]
struct Row<'a> {
    record: Record,
    id: UserId,
    name: TextCell<'a>,
    role: Option<TeamRole>,
    date: Option<String>,
    kpi: Option<f64>,
    away: Option<bool>,
    plausible: Option<bool>,
    goal: Option<TextCell<'a>>,
    unit: Option<TextCell<'a>>,
    source: Option<GoalSource>,
    target: Option<f64>,
    amount: Option<f64>,
    completion: Option<f64>,
}

impl<'a> Row<'a> {
    fn of(record: Record, person: &'a Person) -> Self {
        Self {
            record,
            id: person.id,
            name: TextCell(&person.name),
            role: None,
            date: None,
            kpi: None,
            away: None,
            plausible: None,
            goal: None,
            unit: None,
            source: None,
            target: None,
            amount: None,
            completion: None,
        }
    }
}

/// The rows of an export, with a header.
pub(in crate::features::teams) fn to_csv(export: &TeamExport) -> Result<Vec<u8>, AppError> {
    let members = export.members.iter().map(|member| Row {
        role: Some(member.role),
        ..Row::of(Record::Member, &member.person)
    });
    let days = export.members.iter().flat_map(|member| {
        member.days.iter().map(|day| Row {
            date: Some(day.date.to_string()),
            kpi: day.kpi,
            away: Some(day.away),
            plausible: Some(day.plausible),
            ..Row::of(Record::Day, &member.person)
        })
    });
    let goals = export.goals.iter().flat_map(|goal| {
        goal.members.iter().map(|member| Row {
            goal: Some(TextCell(&goal.title)),
            unit: Some(TextCell(&goal.unit)),
            source: Some(goal.source),
            target: Some(goal.target),
            amount: Some(member.amount),
            completion: Some(member.completion),
            ..Row::of(Record::Goal, &member.person)
        })
    });
    csv::to_csv(members.chain(days).chain(goals))
}
