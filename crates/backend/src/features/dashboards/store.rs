//! Queries of the dashboards. Day summaries are those of `days`.

use std::ops::RangeInclusive;

use chrono::NaiveDate;
use diesel::dsl::{avg, case_when, count, sum};
use diesel::prelude::*;

use crate::db::{DbConnection, DbEnum, days, entries, tasks};
use crate::domain::{HabitId, UserId};
use crate::error::AppError;
use crate::features::days::exception_of_entry;
use crate::kpi::{DONE, Measure};

/// Sums of a habit over the days of a range on which it had this measure, without exception days.
#[derive(Debug, Queryable)]
pub(super) struct HabitSums {
    pub habit: HabitId,
    pub measure: DbEnum<Measure>,
    pub amount: Option<i64>,
    pub days: i64,
    pub target: Option<i64>,
    pub completion: Option<f64>,
    pub done_days: i64,
    pub scheduled_days: i64,
}

/// One per habit and measure.
pub(super) fn habit_sums(
    conn: &mut DbConnection,
    user: UserId,
    dates: &RangeInclusive<NaiveDate>,
) -> Result<Vec<HabitSums>, AppError> {
    let done = case_when(entries::completion.ge(DONE), entries::completion);
    Ok(entries::table
        .filter(entries::user_id.eq(user))
        .filter(entries::date.between(*dates.start(), *dates.end()))
        .filter(exception_of_entry().is_null())
        .group_by((entries::habit_id, entries::measure))
        .select((
            entries::habit_id,
            entries::measure,
            sum(entries::amount),
            count(entries::amount),
            sum(entries::target),
            avg(entries::completion),
            count(done),
            count(entries::completion),
        ))
        .load(conn)?)
}

/// Task counts of a range, without exception days.
#[derive(Debug, Clone, Copy)]
pub(super) struct TaskCounts {
    pub all: i64,
    pub completed: i64,
    pub estimated: i64,
}

pub(super) fn task_counts(
    conn: &mut DbConnection,
    user: UserId,
    dates: &RangeInclusive<NaiveDate>,
) -> Result<TaskCounts, AppError> {
    let exception = days::table
        .filter(days::user_id.eq(tasks::user_id))
        .filter(days::date.eq(tasks::date))
        .select(days::exception_kind)
        .single_value();
    let (all, completed, estimated): (i64, i64, i64) = tasks::table
        .filter(tasks::user_id.eq(user))
        .filter(tasks::date.between(*dates.start(), *dates.end()))
        .filter(exception.is_null())
        .select((
            count(tasks::id),
            count(case_when(tasks::completed, tasks::id)),
            count(tasks::estimated_minutes),
        ))
        .first(conn)?;
    Ok(TaskCounts {
        all,
        completed,
        estimated,
    })
}
