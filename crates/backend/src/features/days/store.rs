//! Queries of days that scoring does not need.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use chrono::NaiveDate;
use diesel::dsl::sum;
use diesel::prelude::*;

use super::dto::DaySummary;
use crate::db::{DbConnection, DbEnum, days, entries};
use crate::domain::UserId;
use crate::error::AppError;
use crate::scoring::ExceptionKind;

type SummaryRow = (NaiveDate, Option<f64>, Option<DbEnum<ExceptionKind>>);

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
    let rows: Vec<SummaryRow> = days::table
        .filter(days::user_id.eq(user))
        .filter(days::date.between(from, to))
        .order(days::date)
        .select((days::date, days::kpi, days::exception_kind))
        .load(conn)?;
    let minutes: Vec<(NaiveDate, Option<i64>)> = entries::table
        .filter(entries::user_id.eq(user))
        .filter(entries::date.between(from, to))
        .group_by(entries::date)
        .select((entries::date, sum(entries::minutes)))
        .load(conn)?;
    let minutes: HashMap<NaiveDate, Option<i64>> = minutes.into_iter().collect();
    Ok(rows
        .into_iter()
        .map(|(date, kpi, exception)| {
            let minutes = minutes.get(&date).copied().flatten().unwrap_or(0);
            DaySummary::new(date, kpi, exception.map(|kind| kind.0), minutes)
        })
        .collect())
}
