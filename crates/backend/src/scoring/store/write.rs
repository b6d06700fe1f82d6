//! Writes days, scores, entries and tasks, in a transaction of
//! [`UserRequest::write`](crate::session::UserRequest::write).

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel::upsert::excluded;

use super::rows::{EntryRow, TaskRow};
use crate::db::{
    BATCH_ROWS, DbConnection, DbEnum, DbTimestamp, day_notes, days, entries, on_each, tasks,
};
use crate::domain::{HabitId, UserId, fold_case};
use crate::error::AppError;
use crate::scoring::record::{DayRecord, EntryRecord, ExceptionKind, ScoredDay};

#[derive(Insertable)]
#[diesel(table_name = days)]
#[diesel(treat_none_as_default_value = false)]
struct NewDayRow {
    user_id: UserId,
    date: NaiveDate,
    exception_kind: Option<DbEnum<ExceptionKind>>,
    exception_note: Option<String>,
    kpi: Option<f64>,
    formula_version: i16,
    created_at: DbTimestamp,
    updated_at: DbTimestamp,
    plausible: bool,
    completion: Option<f64>,
    longest_streak: i32,
}

/// Writes the changes of the day: the score, changed entries, and, if a task changed, all tasks, because
/// their positions may be swapped.
pub(in crate::scoring) fn write_day(
    conn: &mut DbConnection,
    user: UserId,
    stored: Option<&DayRecord>,
    day: &ScoredDay,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let date = day.record.date;
    let has_same_score = |stored: &DayRecord| {
        stored.kpi == day.record.kpi
            && stored.formula_version == day.record.formula_version
            && stored.exception == day.record.exception
            && stored.figures == day.record.figures
    };
    if !stored.is_some_and(has_same_score) {
        upsert_days(conn, user, std::slice::from_ref(day), now)?;
    }
    let known = stored.map_or(&[][..], |stored| &stored.entries);
    write_entries(conn, user, &[(known, day)])?;

    let known = stored.map_or(&[][..], |stored| &stored.tasks);
    if known == day.record.tasks {
        return Ok(());
    }
    if !known.is_empty() {
        let of_day = tasks::table
            .filter(tasks::user_id.eq(user))
            .filter(tasks::date.eq(date));
        diesel::delete(of_day).execute(conn)?;
    }
    insert_tasks(conn, user, std::slice::from_ref(day))
}

/// Writes changed scores of recorded days, each with the stored day, and deletes days that are empty.
pub(in crate::scoring) fn write_changes(
    conn: &mut DbConnection,
    user: UserId,
    changed: &[(DayRecord, ScoredDay)],
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let (empty, changed): (Vec<_>, Vec<_>) =
        changed.iter().partition(|(_, day)| day.record.is_empty());
    if !empty.is_empty() {
        delete_days(conn, user, empty.iter().map(|(stored, _)| stored.date))?;
    }
    upsert_days(conn, user, changed.iter().map(|(_, day)| day), now)?;
    let changed: Vec<_> = changed
        .iter()
        .map(|(stored, day)| (&stored.entries[..], day))
        .collect();
    write_entries(conn, user, &changed)
}

/// Upserts changed entries, and deletes those that no longer belong to their day, because the habit was
/// archived on it.
fn write_entries(
    conn: &mut DbConnection,
    user: UserId,
    days: &[(&[EntryRecord], &ScoredDay)],
) -> Result<(), AppError> {
    let mut rows = Vec::new();
    let mut removed: BTreeMap<HabitId, Vec<NaiveDate>> = BTreeMap::new();
    for (known, day) in days {
        let present = &day.record.entries;
        let changed = present.iter().filter(|entry| !known.contains(entry));
        rows.extend(changed.map(|entry| entry_row(user, day, entry)));
        for entry in *known {
            if !present.iter().any(|other| other.habit == entry.habit) {
                removed
                    .entry(entry.habit)
                    .or_default()
                    .push(day.record.date);
            }
        }
    }
    for (habit, dates) in removed {
        let of_habit = entries::table
            .filter(entries::user_id.eq(user))
            .filter(entries::habit_id.eq(habit))
            .filter(entries::date.eq_any(dates));
        diesel::delete(of_habit).execute(conn)?;
    }
    for rows in rows.chunks(BATCH_ROWS) {
        on_each!(conn, |conn| diesel::insert_into(entries::table)
            .values(rows)
            .on_conflict((entries::user_id, entries::date, entries::habit_id))
            .do_update()
            .set((
                entries::measure.eq(excluded(entries::measure)),
                entries::amount.eq(excluded(entries::amount)),
                entries::quality.eq(excluded(entries::quality)),
                entries::target.eq(excluded(entries::target)),
                entries::completion.eq(excluded(entries::completion)),
                entries::streak.eq(excluded(entries::streak)),
                entries::note.eq(excluded(entries::note)),
                entries::week_done.eq(excluded(entries::week_done)),
                entries::week_exceptions.eq(excluded(entries::week_exceptions)),
            ))
            .execute(conn))?;
    }
    Ok(())
}

/// Inserts the tasks of days without tasks.
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
            priority: DbEnum(task.priority),
            quadrant: DbEnum(task.quadrant),
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

/// Inserts days with their entries.
pub(in crate::scoring) fn insert_days(
    conn: &mut DbConnection,
    user: UserId,
    scored: &[ScoredDay],
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    upsert_days(conn, user, scored, now)?;
    let new: Vec<_> = scored.iter().map(|day| (&[][..], day)).collect();
    write_entries(conn, user, &new)
}

fn upsert_days<'a>(
    conn: &mut DbConnection,
    user: UserId,
    scored: impl IntoIterator<Item = &'a ScoredDay>,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let rows: Vec<NewDayRow> = scored
        .into_iter()
        .map(|day| day_row(user, day, now))
        .collect();
    for rows in rows.chunks(BATCH_ROWS) {
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
                days::plausible.eq(excluded(days::plausible)),
                days::completion.eq(excluded(days::completion)),
                days::longest_streak.eq(excluded(days::longest_streak)),
            ))
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
        exception_kind: exception.map(|exception| DbEnum(exception.kind)),
        exception_note: exception.and_then(|exception| exception.note.clone()),
        kpi: score.map(|score| score.kpi.value()),
        formula_version: day.record.formula_version,
        created_at: now.into(),
        updated_at: now.into(),
        plausible: day.record.figures.plausible,
        completion: day.record.figures.completion,
        longest_streak: day.record.figures.longest_streak,
    }
}

fn entry_row(user: UserId, day: &ScoredDay, entry: &EntryRecord) -> EntryRow {
    EntryRow {
        user_id: user,
        date: day.record.date,
        habit_id: entry.habit,
        measure: DbEnum(entry.measure),
        amount: entry.amount,
        quality: entry.quality,
        note: entry.note.clone(),
        target: entry.target,
        completion: entry.completion,
        streak: i32::try_from(entry.streak.length).unwrap_or(i32::MAX),
        week_done: entry.streak.week_done,
        week_exceptions: entry.streak.week_exceptions,
    }
}

#[derive(Insertable)]
#[diesel(table_name = day_notes)]
struct NewNoteRow<'a> {
    user_id: UserId,
    date: NaiveDate,
    note: &'a str,
    folded: String,
}

impl<'a> NewNoteRow<'a> {
    fn of(user: UserId, date: NaiveDate, note: &'a str) -> Self {
        Self {
            user_id: user,
            date,
            note,
            folded: fold_case(note),
        }
    }
}

/// Inserts the notes of days that have none stored.
pub(in crate::scoring) fn insert_notes(
    conn: &mut DbConnection,
    user: UserId,
    days: &[ScoredDay],
) -> Result<(), AppError> {
    let rows: Vec<NewNoteRow> = days
        .iter()
        .filter_map(|day| {
            let note = day.record.note.as_deref()?;
            Some(NewNoteRow::of(user, day.record.date, note))
        })
        .collect();
    for rows in rows.chunks(BATCH_ROWS) {
        on_each!(conn, |conn| diesel::insert_into(day_notes::table)
            .values(rows)
            .execute(conn))?;
    }
    Ok(())
}

/// Writes or deletes the note of a day.
pub(in crate::scoring) fn write_note(
    conn: &mut DbConnection,
    user: UserId,
    date: NaiveDate,
    note: Option<&str>,
) -> Result<(), AppError> {
    let Some(note) = note else {
        diesel::delete(day_notes::table.find((user, date))).execute(conn)?;
        return Ok(());
    };
    let row = NewNoteRow::of(user, date, note);
    on_each!(conn, |conn| diesel::insert_into(day_notes::table)
        .values(&row)
        .on_conflict((day_notes::user_id, day_notes::date))
        .do_update()
        .set((
            day_notes::folded.eq(excluded(day_notes::folded)),
            day_notes::note.eq(excluded(day_notes::note)),
        ))
        .execute(conn))?;
    Ok(())
}

/// Deletes days with their entries and tasks, but not their notes.
pub(in crate::scoring) fn delete_days(
    conn: &mut DbConnection,
    user: UserId,
    dates: impl IntoIterator<Item = NaiveDate>,
) -> Result<(), AppError> {
    let of_user = days::table.filter(days::user_id.eq(user));
    let dates: Vec<NaiveDate> = dates.into_iter().collect();
    diesel::delete(of_user.filter(days::date.eq_any(dates))).execute(conn)?;
    Ok(())
}
