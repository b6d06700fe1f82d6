//! Queries of days that scoring does not need.

use std::ops::RangeInclusive;

use chrono::NaiveDate;
use diesel::dsl::{case_when, sum};
use diesel::prelude::*;

use super::dto::DaySummary;
use crate::db::{DbConnection, DbEnum, days, entries, tasks};
use crate::domain::UserId;
use crate::error::AppError;
use crate::kpi::Measure;
use crate::scoring::ExceptionKind;

type SummaryRow = (
    NaiveDate,
    Option<f64>,
    Option<DbEnum<ExceptionKind>>,
    Option<i64>,
    Option<i64>,
);

/// The summaries of recorded days of the range, in order.
///
/// # Errors
/// When the database fails.
pub(crate) fn summaries(
    conn: &mut DbConnection,
    user: UserId,
    dates: RangeInclusive<NaiveDate>,
) -> Result<Vec<DaySummary>, AppError> {
    let (from, to) = dates.into_inner();
    let minutes = entries::table
        .filter(entries::user_id.eq(days::user_id))
        .filter(entries::date.eq(days::date))
        .select(sum(case_when(
            entries::measure.eq(DbEnum(Measure::Minutes)),
            entries::amount,
        )));
    let task_minutes = tasks::table
        .filter(tasks::user_id.eq(days::user_id))
        .filter(tasks::date.eq(days::date))
        .select(sum(tasks::actual_minutes));
    let rows: Vec<SummaryRow> = days::table
        .filter(days::user_id.eq(user))
        .filter(days::date.between(from, to))
        .order(days::date)
        .select((
            days::date,
            days::kpi,
            days::exception_kind,
            minutes.single_value(),
            task_minutes.single_value(),
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(date, kpi, exception, minutes, task_minutes)| {
            let exception = exception.map(|kind| kind.0);
            let (minutes, task_minutes) = (minutes.unwrap_or(0), task_minutes.unwrap_or(0));
            DaySummary::new(date, kpi, exception, minutes, task_minutes)
        })
        .collect())
}
