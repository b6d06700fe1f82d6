//! Queries of many days.

use chrono::NaiveDate;
use diesel::dsl::{avg, case_when, count, max};
use diesel::prelude::*;

use super::period::DaysOver;
use crate::db::{DbConnection, days, entries};
use crate::domain::{HabitId, UserId};
use crate::error::AppError;
use crate::features::days::exception_of_entry;
use crate::kpi::DONE;

/// The KPI of each day that has one, in order.
pub(super) fn kpis(
    conn: &mut DbConnection,
    user: UserId,
    days_over: &DaysOver,
) -> Result<Vec<(NaiveDate, f64)>, AppError> {
    Ok(days::table
        .filter(days::user_id.eq(user))
        .filter(days::date.between(days_over.start(), days_over.end()))
        .filter(days::kpi.is_not_null())
        .order(days::date)
        .select((days::date, days::kpi.assume_not_null()))
        .load(conn)?)
}

/// How many days have a KPI, and how many an exception.
pub(super) fn day_counts(
    conn: &mut DbConnection,
    user: UserId,
    days_over: &DaysOver,
) -> Result<(i64, i64), AppError> {
    Ok(days::table
        .filter(days::user_id.eq(user))
        .filter(days::date.between(days_over.start(), days_over.end()))
        .select((count(days::kpi), count(days::exception_kind)))
        .first(conn)?)
}

/// The completion of each habit on each recorded day on which it was scheduled, exception days included.
pub(super) fn completions(
    conn: &mut DbConnection,
    user: UserId,
    days_over: &DaysOver,
) -> Result<Vec<(HabitId, NaiveDate, f64)>, AppError> {
    Ok(entries::table
        .filter(entries::user_id.eq(user))
        .filter(entries::date.between(days_over.start(), days_over.end()))
        .filter(entries::completion.is_not_null())
        .select((
            entries::habit_id,
            entries::date,
            entries::completion.assume_not_null(),
        ))
        .load(conn)?)
}

/// A habit over the days on which it was scheduled, without exception days.
#[derive(Debug, Queryable)]
pub(super) struct HabitDays {
    pub habit: HabitId,
    pub scheduled: i64,
    pub done: i64,
    pub completion: Option<f64>,
    pub longest_streak: Option<i32>,
}

/// One per habit with a recorded day.
pub(super) fn habit_days(
    conn: &mut DbConnection,
    user: UserId,
    days_over: &DaysOver,
) -> Result<Vec<HabitDays>, AppError> {
    let done = case_when(entries::completion.ge(DONE), entries::completion);
    Ok(entries::table
        .filter(entries::user_id.eq(user))
        .filter(entries::date.between(days_over.start(), days_over.end()))
        .filter(exception_of_entry().is_null())
        .group_by(entries::habit_id)
        .select((
            entries::habit_id,
            count(entries::completion),
            count(done),
            avg(entries::completion),
            max(entries::streak),
        ))
        .load(conn)?)
}
