//! The queries of scoring. Their number does not depend on how many entries, tasks or days there
//! are, but for the chunks a very long recomputation is cut into.

use std::collections::HashMap;
use std::ops::{Bound, RangeBounds};

use chrono::{DateTime, NaiveDate, Utc};
use diesel::dsl::max;
use diesel::prelude::*;
use diesel::upsert::excluded;

use super::plan::{HabitVersion, Plan, PlannedHabit, Schedule};
use super::record::{
    DayRecord, EntryRecord, Exception, ExceptionKind, ScoredDay, Streaks, TaskRecord,
};
use crate::db::{
    BATCH_ROWS, DbConnection, Instant, Stored, days, entries, habit_versions, habits, on_each,
    tasks, users,
};
use crate::error::AppError;
use crate::ids::{HabitId, Revision, TaskId, UserId};
use crate::kpi::{Category, Direction, Priority, Quadrant};

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

#[derive(Queryable, Selectable)]
#[diesel(table_name = habits)]
struct HabitRow {
    id: HabitId,
    name: String,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = habit_versions)]
struct VersionRow {
    habit_id: HabitId,
    effective_from: NaiveDate,
    category: Stored<Category>,
    quadrant: Stored<Quadrant>,
    direction: Stored<Direction>,
    target_minutes: i16,
    weekend_target_minutes: Option<i16>,
    schedule: i16,
    active: bool,
}

impl TryFrom<VersionRow> for HabitVersion {
    type Error = AppError;

    fn try_from(row: VersionRow) -> Result<Self, AppError> {
        let schedule = Schedule::from_bits(row.schedule).ok_or_else(|| {
            AppError::Inconsistent(format!("habit {}: schedule {}", row.habit_id, row.schedule))
        })?;
        Ok(Self {
            effective_from: row.effective_from,
            category: row.category.0,
            quadrant: row.quadrant.0,
            direction: row.direction.0,
            target_minutes: row.target_minutes,
            weekend_target_minutes: row.weekend_target_minutes,
            schedule,
            active: row.active,
        })
    }
}

/// All habits of the user with their versions.
///
/// # Errors
/// When the database fails.
pub fn load_plan(conn: &mut DbConnection, user: UserId) -> Result<Plan, AppError> {
    let rows: Vec<HabitRow> = habits::table
        .filter(habits::user_id.eq(user))
        .order((habits::position, habits::id))
        .select(HabitRow::as_select())
        .load(conn)?;
    let versions: Vec<VersionRow> = habit_versions::table
        .inner_join(habits::table)
        .filter(habits::user_id.eq(user))
        .order((habit_versions::habit_id, habit_versions::effective_from))
        .select(VersionRow::as_select())
        .load(conn)?;

    let mut by_habit: HashMap<HabitId, Vec<HabitVersion>> = HashMap::new();
    for row in versions {
        by_habit
            .entry(row.habit_id)
            .or_default()
            .push(row.try_into()?);
    }
    rows.into_iter()
        .map(|row| {
            let versions = by_habit.remove(&row.id).unwrap_or_default();
            PlannedHabit::new(row.id, row.name, versions)
                .ok_or_else(|| AppError::Inconsistent(format!("habit {}: no version", row.id)))
        })
        .collect::<Result<_, _>>()
        .map(Plan)
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = days)]
struct DayRow {
    date: NaiveDate,
    exception_kind: Option<Stored<ExceptionKind>>,
    exception_note: Option<String>,
    kpi: Option<f64>,
    formula_version: i16,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = entries)]
#[diesel(treat_none_as_default_value = false)]
struct EntryRow {
    user_id: UserId,
    date: NaiveDate,
    habit_id: HabitId,
    minutes: Option<i16>,
    quality: Option<i16>,
    target_minutes: Option<i16>,
    completion: Option<f64>,
    streak: i32,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = tasks)]
#[diesel(treat_none_as_default_value = false)]
struct TaskRow {
    id: TaskId,
    user_id: UserId,
    date: NaiveDate,
    position: i16,
    title: String,
    priority: Stored<Priority>,
    quadrant: Stored<Quadrant>,
    estimated_minutes: Option<i16>,
    actual_minutes: Option<i16>,
    completed: bool,
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

/// The day, if it is recorded.
pub(super) fn load_day(
    conn: &mut DbConnection,
    user: UserId,
    date: NaiveDate,
) -> Result<Option<DayRecord>, AppError> {
    Ok(load_days(conn, user, date..=date, 1)?.pop())
}

/// The recorded days of a range, in order, at most `limit` of them.
pub(super) fn load_days(
    conn: &mut DbConnection,
    user: UserId,
    range: impl RangeBounds<NaiveDate>,
    limit: i64,
) -> Result<Vec<DayRecord>, AppError> {
    let mut query = days::table.filter(days::user_id.eq(user)).into_boxed();
    query = match range.start_bound() {
        Bound::Included(from) => query.filter(days::date.ge(*from)),
        Bound::Excluded(after) => query.filter(days::date.gt(*after)),
        Bound::Unbounded => query,
    };
    query = match range.end_bound() {
        Bound::Included(to) => query.filter(days::date.le(*to)),
        Bound::Excluded(before) => query.filter(days::date.lt(*before)),
        Bound::Unbounded => query,
    };
    let rows: Vec<DayRow> = query
        .order(days::date)
        .limit(limit)
        .select(DayRow::as_select())
        .load(conn)?;
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else {
        return Ok(Vec::new());
    };
    let (first, last) = (first.date, last.date);

    let entry_rows: Vec<EntryRow> = entries::table
        .filter(entries::user_id.eq(user))
        .filter(entries::date.between(first, last))
        .order((entries::date, entries::habit_id))
        .select(EntryRow::as_select())
        .load(conn)?;
    let task_rows: Vec<TaskRow> = tasks::table
        .filter(tasks::user_id.eq(user))
        .filter(tasks::date.between(first, last))
        .order((tasks::date, tasks::position))
        .select(TaskRow::as_select())
        .load(conn)?;

    let mut entries_by_date: HashMap<NaiveDate, Vec<EntryRecord>> = HashMap::new();
    for row in entry_rows {
        entries_by_date
            .entry(row.date)
            .or_default()
            .push(row.into());
    }
    let mut tasks_by_date: HashMap<NaiveDate, Vec<TaskRecord>> = HashMap::new();
    for row in task_rows {
        tasks_by_date.entry(row.date).or_default().push(row.into());
    }
    Ok(rows
        .into_iter()
        .map(|row| DayRecord {
            date: row.date,
            exception: row.exception_kind.map(|kind| Exception {
                kind: kind.0,
                note: row.exception_note,
            }),
            entries: entries_by_date.remove(&row.date).unwrap_or_default(),
            tasks: tasks_by_date.remove(&row.date).unwrap_or_default(),
            kpi: row.kpi,
            formula_version: row.formula_version,
        })
        .collect())
}

impl From<EntryRow> for EntryRecord {
    fn from(row: EntryRow) -> Self {
        Self {
            habit: row.habit_id,
            minutes: row.minutes,
            quality: row.quality,
            target: row.target_minutes,
            completion: row.completion,
            streak: row.streak.unsigned_abs(),
        }
    }
}

impl From<TaskRow> for TaskRecord {
    fn from(row: TaskRow) -> Self {
        Self {
            id: row.id,
            title: row.title,
            priority: row.priority.0,
            quadrant: row.quadrant.0,
            estimated_minutes: row.estimated_minutes,
            actual_minutes: row.actual_minutes,
            completed: row.completed,
        }
    }
}

/// The streaks that the days before `date` left: those of the last recorded day, and of habits
/// that were no part of it, as they were archived, those of the last day they were part of.
pub(super) fn streaks_before(
    conn: &mut DbConnection,
    user: UserId,
    plan: &Plan,
    date: NaiveDate,
) -> Result<Streaks, AppError> {
    let mut streaks = Streaks::default();
    let last: Option<NaiveDate> = days::table
        .filter(days::user_id.eq(user))
        .filter(days::date.lt(date))
        .select(max(days::date))
        .first(conn)?;
    let Some(last) = last else {
        return Ok(streaks);
    };
    let rows: Vec<(HabitId, i32)> = entries::table
        .filter(entries::user_id.eq(user))
        .filter(entries::date.eq(last))
        .select((entries::habit_id, entries::streak))
        .load(conn)?;
    for (habit, streak) in rows {
        streaks.note(habit, last, streak.unsigned_abs());
    }

    let others: Vec<HabitId> = plan
        .0
        .iter()
        .map(|habit| habit.id)
        .filter(|id| streaks.lack(*id))
        .collect();
    if others.is_empty() {
        return Ok(streaks);
    }
    let lasts: Vec<(HabitId, Option<NaiveDate>)> = entries::table
        .filter(entries::habit_id.eq_any(&others))
        .filter(entries::date.lt(last))
        .group_by(entries::habit_id)
        .select((entries::habit_id, max(entries::date)))
        .load(conn)?;
    let dates: Vec<NaiveDate> = lasts.iter().filter_map(|(_, date)| *date).collect();
    let rows: Vec<(HabitId, NaiveDate, i32)> = entries::table
        .filter(entries::habit_id.eq_any(&others))
        .filter(entries::date.eq_any(&dates))
        .select((entries::habit_id, entries::date, entries::streak))
        .load(conn)?;
    for (habit, date, streak) in rows {
        if lasts.contains(&(habit, Some(date))) {
            streaks.note(habit, date, streak.unsigned_abs());
        }
    }
    Ok(streaks)
}

/// Writes the day with its entries and tasks in place of what is there.
pub(super) fn replace_day(
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
pub(super) fn insert_tasks(
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
pub(super) fn replace_scores(
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
pub(super) fn write_scores(
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
pub(super) fn delete_day(
    conn: &mut DbConnection,
    user: UserId,
    date: NaiveDate,
) -> Result<bool, AppError> {
    Ok(diesel::delete(days::table.find((user, date))).execute(conn)? > 0)
}
