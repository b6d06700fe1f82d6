//! Queries of days that scoring does not need.

use std::ops::RangeInclusive;

use chrono::NaiveDate;
use diesel::dsl::{case_when, sum};
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};

use super::dto::{DaySummary, ListedDay};
use super::search::NoteSearch;
use crate::db::{DbConnection, DbEnum, MultiBackend, day_notes, days, entries, tasks};
use crate::domain::UserId;
use crate::error::AppError;
use crate::kpi::Measure;
use crate::scoring::ExceptionKind;

type ListedRow = (
    UserId,
    NaiveDate,
    Option<f64>,
    Option<DbEnum<ExceptionKind>>,
    Option<String>,
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
    let days = listed(conn, user, dates)?;
    Ok(days.into_iter().map(|day| day.summary).collect())
}

/// The summaries of recorded days of several users, by user and in order.
///
/// # Errors
/// When the database fails.
pub(crate) fn summaries_of(
    conn: &mut DbConnection,
    users: &[UserId],
    dates: RangeInclusive<NaiveDate>,
) -> Result<Vec<(UserId, DaySummary)>, AppError> {
    let (from, to) = dates.into_inner();
    let condition = days::user_id
        .eq_any(users)
        .and(days::date.between(from, to));
    let days = listed_where(conn, Box::new(condition))?;
    Ok(days
        .into_iter()
        .map(|(user, day)| (user, day.summary))
        .collect())
}

/// The recorded days of the range, in order.
pub(super) fn listed(
    conn: &mut DbConnection,
    user: UserId,
    dates: RangeInclusive<NaiveDate>,
) -> Result<Vec<ListedDay>, AppError> {
    let (from, to) = dates.into_inner();
    let condition = days::user_id.eq(user).and(days::date.between(from, to));
    without_user(listed_where(conn, Box::new(condition)))
}

/// Those of the days that are recorded, in order.
pub(super) fn listed_on(
    conn: &mut DbConnection,
    user: UserId,
    dates: &[NaiveDate],
) -> Result<Vec<ListedDay>, AppError> {
    let condition = days::user_id.eq(user).and(days::date.eq_any(dates));
    without_user(listed_where(conn, Box::new(condition)))
}

fn without_user(
    days: Result<Vec<(UserId, ListedDay)>, AppError>,
) -> Result<Vec<ListedDay>, AppError> {
    Ok(days?.into_iter().map(|(_, day)| day).collect())
}

fn listed_where<'a>(
    conn: &mut DbConnection,
    condition: Box<dyn BoxableExpression<days::table, MultiBackend, SqlType = Bool> + 'a>,
) -> Result<Vec<(UserId, ListedDay)>, AppError> {
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
    let rows: Vec<ListedRow> = days::table
        .filter(condition)
        .order((days::user_id, days::date))
        .select((
            days::user_id,
            days::date,
            days::kpi,
            days::exception_kind,
            days::exception_note,
            minutes.single_value(),
            task_minutes.single_value(),
        ))
        .load(conn)?;
    let listed = rows.into_iter().map(|row| {
        let (user, date, kpi, exception, exception_note, minutes, task_minutes) = row;
        let exception = exception.map(|kind| kind.0);
        let (minutes, task_minutes) = (minutes.unwrap_or(0), task_minutes.unwrap_or(0));
        let day = ListedDay {
            summary: DaySummary::new(date, kpi, exception, minutes, task_minutes),
            exception_note,
            excerpt: None,
        };
        (user, day)
    });
    Ok(listed.collect())
}

/// The exception of the day of an entry. A join would leave the order of the tables to PostgreSQL, which before it
/// has statistics of them reads all days of the user for each entry.
#[diesel::dsl::auto_type]
pub(crate) fn exception_of_entry() -> _ {
    days::table
        .filter(days::user_id.eq(entries::user_id))
        .filter(days::date.eq(entries::date))
        .select(days::exception_kind)
        .single_value()
}

#[diesel::declare_sql_function]
extern "SQL" {
    /// Where `part` is in `text`, from 1; 0 if nowhere. PostgreSQL.
    fn strpos(text: Text, part: Text) -> Integer;
    /// The same of SQLite.
    fn instr(text: Text, part: Text) -> Integer;
}

/// The notes with the text, with their dates, the newest first, at most `limit`.
pub(super) fn find_notes(
    conn: &mut DbConnection,
    user: UserId,
    search: &NoteSearch,
    limit: i64,
) -> Result<Vec<(NaiveDate, String)>, AppError> {
    let mut query = day_notes::table
        .filter(day_notes::user_id.eq(user))
        .order(day_notes::date.desc())
        .limit(limit)
        .select((day_notes::date, day_notes::note))
        .into_boxed();
    if let Some(from) = search.from {
        query = query.filter(day_notes::date.ge(from));
    }
    if let Some(to) = search.to {
        query = query.filter(day_notes::date.le(to));
    }
    query = match conn {
        DbConnection::Postgres(_) => query.filter(strpos(day_notes::folded, &search.folded).gt(0)),
        DbConnection::Sqlite(_) => query.filter(instr(day_notes::folded, &search.folded).gt(0)),
    };
    Ok(query.load(conn)?)
}
