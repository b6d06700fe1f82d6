//! Habits, days and streaks as they are stored.

use std::collections::HashMap;
use std::ops::{Bound, RangeBounds};

use chrono::NaiveDate;
use diesel::dsl::max;
use diesel::prelude::*;

use super::rows::{EntryRow, TaskRow};
use crate::db::{DbConnection, Stored, days, entries, habit_versions, habits, tasks};
use crate::error::AppError;
use crate::ids::{HabitId, UserId};
use crate::kpi::{Category, Direction, Quadrant};
use crate::scoring::plan::{HabitVersion, Plan, PlannedHabit, Schedule};
use crate::scoring::record::{
    DayRecord, EntryRecord, Exception, ExceptionKind, Streaks, TaskRecord,
};

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

/// The day, if it is recorded.
pub(in crate::scoring) fn load_day(
    conn: &mut DbConnection,
    user: UserId,
    date: NaiveDate,
) -> Result<Option<DayRecord>, AppError> {
    Ok(load_days(conn, user, date..=date, 1)?.pop())
}

/// The recorded days of a range, in order, at most `limit` of them.
pub(in crate::scoring) fn load_days(
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

/// The streaks that the days before `date` left: those of the last recorded day, and of habits
/// that were no part of it, as they were archived, those of the last day they were part of.
pub(in crate::scoring) fn streaks_before(
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
