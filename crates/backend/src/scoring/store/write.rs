//! Days, their scores and what they hold, written in the turns that [`lock`] gives.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel::upsert::excluded;

use super::rows::{EntryRow, TaskRow};
use crate::db::{BATCH_ROWS, DbConnection, Instant, Stored, days, entries, on_each, tasks, users};
use crate::error::AppError;
use crate::ids::{Revision, UserId};
use crate::scoring::record::{EntryRecord, ExceptionKind, ScoredDay};

/// Makes writers of one user's days take turns until the transaction ends, and gives the user's
/// data a new revision with it, so that no answer made before is shown any more.
///
/// # Errors
/// [`AppError::Unauthenticated`] when the user is gone since the request was let in.
pub fn lock(conn: &mut DbConnection, user: UserId) -> Result<(), AppError> {
    // No key changes: rows that refer to the user, such as a new session, need not wait.
    let found = diesel::update(users::table.find(user))
        .set(users::revision.eq(Revision::new()))
        .execute(conn)?;
    if found == 0 {
        return Err(AppError::Unauthenticated);
    }
    Ok(())
}

#[derive(Insertable)]
#[diesel(table_name = days)]
#[diesel(treat_none_as_default_value = false)]
struct NewDayRow {
    user_id: UserId,
    date: NaiveDate,
    exception_kind: Option<Stored<ExceptionKind>>,
    exception_note: Option<String>,
    kpi: Option<f64>,
    formula_version: i16,
    created_at: Instant,
    updated_at: Instant,
}

/// Writes the day with its entries and tasks in place of what is there.
pub(in crate::scoring) fn replace_day(
    conn: &mut DbConnection,
    user: UserId,
    day: &ScoredDay,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let date = day.record.date;
    diesel::delete(
        entries::table
            .filter(entries::user_id.eq(user))
            .filter(entries::date.eq(date)),
    )
    .execute(conn)?;
    diesel::delete(
        tasks::table
            .filter(tasks::user_id.eq(user))
            .filter(tasks::date.eq(date)),
    )
    .execute(conn)?;
    write_scores(conn, user, std::slice::from_ref(day), now)?;

    insert_tasks(conn, user, std::slice::from_ref(day))
}

/// Writes the tasks of days that have none yet.
pub(in crate::scoring) fn insert_tasks(
    conn: &mut DbConnection,
    user: UserId,
    scored: &[ScoredDay],
) -> Result<(), AppError> {
    let rows: Vec<TaskRow> = scored
        .iter()
        .flat_map(|day| {
            (1..)
                .zip(&day.record.tasks)
                .map(move |(position, task)| (day, position, task))
        })
        .map(|(day, position, task)| TaskRow {
            id: task.id,
            user_id: user,
            date: day.record.date,
            position,
            title: task.title.clone(),
            priority: Stored(task.priority),
            quadrant: Stored(task.quadrant),
            estimated_minutes: task.estimated_minutes,
            actual_minutes: task.actual_minutes,
            completed: task.completed,
        })
        .collect();
    for rows in rows.chunks(BATCH_ROWS) {
        on_each!(conn, |conn| diesel::insert_into(tasks::table)
            .values(rows)
            .execute(conn))?;
    }
    Ok(())
}

/// Writes the scores of recorded days, and their entries in place of those there are: a habit that
/// was archived on a day is no part of it any more.
pub(in crate::scoring) fn replace_scores(
    conn: &mut DbConnection,
    user: UserId,
    scored: &[ScoredDay],
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let dates: Vec<NaiveDate> = scored.iter().map(|day| day.record.date).collect();
    if dates.is_empty() {
        return Ok(());
    }
    diesel::delete(
        entries::table
            .filter(entries::user_id.eq(user))
            .filter(entries::date.eq_any(&dates)),
    )
    .execute(conn)?;
    write_scores(conn, user, scored, now)
}

/// Writes the days' scores, and the entries of days that have none.
pub(in crate::scoring) fn write_scores(
    conn: &mut DbConnection,
    user: UserId,
    scored: &[ScoredDay],
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let day_rows: Vec<NewDayRow> = scored.iter().map(|day| day_row(user, day, now)).collect();
    for rows in day_rows.chunks(BATCH_ROWS) {
        on_each!(conn, |conn| diesel::insert_into(days::table)
            .values(rows)
            .on_conflict((days::user_id, days::date))
            .do_update()
            .set((
                days::exception_kind.eq(excluded(days::exception_kind)),
                days::exception_note.eq(excluded(days::exception_note)),
                days::kpi.eq(excluded(days::kpi)),
                days::formula_version.eq(excluded(days::formula_version)),
                days::updated_at.eq(excluded(days::updated_at)),
            ))
            .execute(conn))?;
    }

    let entry_rows: Vec<EntryRow> = scored
        .iter()
        .flat_map(|day| {
            day.record
                .entries
                .iter()
                .map(|entry| entry_row(user, day, entry))
        })
        .collect();
    for rows in entry_rows.chunks(BATCH_ROWS) {
        on_each!(conn, |conn| diesel::insert_into(entries::table)
            .values(rows)
            .execute(conn))?;
    }
    Ok(())
}

fn day_row(user: UserId, day: &ScoredDay, now: DateTime<Utc>) -> NewDayRow {
    let exception = day.record.exception.as_ref();
    let score = day.score.as_ref();
    NewDayRow {
        user_id: user,
        date: day.record.date,
        exception_kind: exception.map(|exception| Stored(exception.kind)),
        exception_note: exception.and_then(|exception| exception.note.clone()),
        kpi: score.map(|score| score.kpi.value()),
        formula_version: day.record.formula_version,
        created_at: now.into(),
        updated_at: now.into(),
    }
}

fn entry_row(user: UserId, day: &ScoredDay, entry: &EntryRecord) -> EntryRow {
    EntryRow {
        user_id: user,
        date: day.record.date,
        habit_id: entry.habit,
        minutes: entry.minutes,
        quality: entry.quality,
        target_minutes: entry.target,
        completion: entry.completion,
        streak: i32::try_from(entry.streak).unwrap_or(i32::MAX),
    }
}

/// Deletes the day with its entries and tasks; whether there was one.
pub(in crate::scoring) fn delete_day(
    conn: &mut DbConnection,
    user: UserId,
    date: NaiveDate,
) -> Result<bool, AppError> {
    Ok(diesel::delete(days::table.find((user, date))).execute(conn)? > 0)
}
