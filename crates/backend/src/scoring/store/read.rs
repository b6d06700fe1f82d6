//! Queries of habits, days and streaks.

use std::collections::HashMap;
use std::ops::{Bound, RangeBounds, RangeInclusive};

use chrono::NaiveDate;
use chrono_tz::Tz;
use diesel::dsl::{exists, max};
use diesel::prelude::*;

use super::rows::{EntryRow, TaskRow};
use crate::db::{
    DbConnection, DbEnum, DbTimestamp, day_notes, days, entries, focus_sessions, habit_versions,
    habits, tasks, users,
};
use crate::domain::{FocusSessionId, HabitId, UserId};
use crate::error::AppError;
use crate::kpi::{Category, Direction, Measure, Quadrant};
use crate::scoring::plan::{HabitDetails, HabitVersion, Plan, PlannedHabit, Schedule};
use crate::scoring::record::{
    DayFigures, DayRecord, EntryRecord, Exception, ExceptionKind, FocusRecord, Streaks, TaskRecord,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = habits)]
struct HabitRow {
    id: HabitId,
    name: String,
    skill_level: Option<i16>,
    created_at: DbTimestamp,
    updated_at: DbTimestamp,
    group_name: Option<String>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = habit_versions)]
struct VersionRow {
    habit_id: HabitId,
    effective_from: NaiveDate,
    category: DbEnum<Category>,
    quadrant: DbEnum<Quadrant>,
    direction: DbEnum<Direction>,
    target: i16,
    weekend_target: Option<i16>,
    schedule: i16,
    active: bool,
    measure: DbEnum<Measure>,
    unit: Option<String>,
    times_per_week: Option<i16>,
}

impl TryFrom<&VersionRow> for HabitVersion {
    type Error = AppError;

    fn try_from(row: &VersionRow) -> Result<Self, AppError> {
        let schedule = Schedule::from_bits(row.schedule).ok_or_else(|| {
            AppError::Inconsistent(format!("habit {}: schedule {}", row.habit_id, row.schedule))
        })?;
        Ok(Self {
            effective_from: row.effective_from,
            category: row.category.0,
            quadrant: row.quadrant.0,
            direction: row.direction.0,
            measure: row.measure.0,
            unit: row.unit.clone(),
            target: row.target,
            weekend_target: row.weekend_target,
            schedule,
            times_per_week: row.times_per_week,
            active: row.active,
        })
    }
}

/// A version of a habit, with the habit and the user's time zone.
type PlanRow = (HabitRow, String, Option<VersionRow>);

/// Loads all habits of the user with their versions, by one statement.
///
/// # Errors
/// When the database fails.
pub fn load_plan(conn: &mut DbConnection, user: UserId) -> Result<Plan, AppError> {
    let rows: Vec<PlanRow> = habits::table
        .inner_join(users::table)
        .left_join(habit_versions::table)
        .filter(habits::user_id.eq(user))
        .order((habits::position, habits::id, habit_versions::effective_from))
        .select((
            HabitRow::as_select(),
            users::time_zone,
            Option::<VersionRow>::as_select(),
        ))
        .load(conn)?;
    rows.chunk_by(|(one, ..), (other, ..)| one.id == other.id)
        .map(planned)
        .collect::<Result<_, _>>()
        .map(Plan)
}

/// The habit of these rows, one row per version.
fn planned(rows: &[PlanRow]) -> Result<PlannedHabit, AppError> {
    let versions = rows.iter().filter_map(|(.., version)| version.as_ref());
    let versions = versions
        .map(HabitVersion::try_from)
        .collect::<Result<_, _>>()?;
    let (habit, zone, _) = &rows[0];
    let zone: Tz = zone
        .parse()
        .map_err(|error| AppError::Inconsistent(format!("habit {}: {error}", habit.id)))?;
    let details = HabitDetails {
        name: habit.name.clone(),
        skill_level: habit.skill_level,
        group: habit.group_name.clone(),
        created_at: habit.created_at.into(),
        updated_at: habit.updated_at.into(),
    };
    PlannedHabit::new(habit.id, details, versions, zone)
        .ok_or_else(|| AppError::Inconsistent(format!("habit {}: no version", habit.id)))
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = days)]
struct DayRow {
    date: NaiveDate,
    exception_kind: Option<DbEnum<ExceptionKind>>,
    exception_note: Option<String>,
    kpi: Option<f64>,
    formula_version: i16,
    plausible: bool,
    completion: Option<f64>,
    longest_streak: i32,
}

impl DayRow {
    fn into_record(self, entries: Vec<EntryRecord>, tasks: Vec<TaskRecord>) -> DayRecord {
        DayRecord {
            date: self.date,
            exception: self.exception_kind.map(|kind| Exception {
                kind: kind.0,
                note: self.exception_note,
            }),
            entries,
            tasks,
            focus: Vec::new(),
            note: None,
            kpi: self.kpi,
            formula_version: self.formula_version,
            figures: DayFigures {
                plausible: self.plausible,
                completion: self.completion,
                longest_streak: self.longest_streak,
            },
        }
    }
}

diesel::alias!(days as earlier: Earlier, days as later: Later);

/// A day and its adjacent days.
pub(in crate::scoring) struct AdjacentDays {
    /// The day, if it is recorded, without its note and focus sessions.
    pub day: Option<DayRecord>,
    /// The note of the day.
    pub note: Option<String>,
    /// The last recorded day before it, without tasks and focus sessions.
    pub previous: Option<DayRecord>,
    /// Whether later days are recorded; true if unknown.
    pub has_later: bool,
}

/// Loads the day with its tasks and note, and the previous one, by two statements.
pub(in crate::scoring) fn load_adjacent(
    conn: &mut DbConnection,
    user: UserId,
    date: NaiveDate,
) -> Result<AdjacentDays, AppError> {
    let last_two = earlier
        .filter(earlier.field(days::user_id).eq(user))
        .filter(earlier.field(days::date).le(date))
        .order(earlier.field(days::date).desc())
        .limit(2)
        .select(earlier.field(days::date));
    let is_later = later
        .filter(later.field(days::user_id).eq(user))
        .filter(later.field(days::date).gt(date));
    let of_day = entries::user_id
        .eq(days::user_id)
        .and(entries::date.eq(days::date));
    let rows: Vec<(DayRow, Option<EntryRow>, bool)> = days::table
        .left_join(entries::table.on(of_day))
        .filter(days::user_id.eq(user))
        .filter(days::date.eq_any(last_two))
        .order((days::date, entries::habit_id))
        .select((
            DayRow::as_select(),
            Option::<EntryRow>::as_select(),
            exists(is_later),
        ))
        .load(conn)?;
    // A day without tasks, and one that is not recorded, may have a note.
    let tasks_of_day = tasks::user_id.eq(users::id).and(tasks::date.eq(date));
    let note_of_day = day_notes::user_id
        .eq(users::id)
        .and(day_notes::date.eq(date));
    let task_rows: Vec<(Option<TaskRow>, Option<String>)> = users::table
        .left_join(tasks::table.on(tasks_of_day))
        .left_join(day_notes::table.on(note_of_day))
        .filter(users::id.eq(user))
        .order(tasks::position)
        .select((Option::<TaskRow>::as_select(), day_notes::note.nullable()))
        .load(conn)?;
    let note = task_rows.first().and_then(|(_, note)| note.clone());

    let has_later = rows.first().is_none_or(|(.., has_later)| *has_later);
    let mut records: Vec<DayRecord> = Vec::with_capacity(2);
    for (day, entry, _) in rows {
        if records.last().is_none_or(|last| last.date != day.date) {
            records.push(day.into_record(Vec::new(), Vec::new()));
        }
        if let (Some(record), Some(entry)) = (records.last_mut(), entry) {
            record.entries.push(entry.into());
        }
    }
    let mut day = records.pop_if(|last| last.date == date);
    if let Some(day) = &mut day {
        let task_rows = task_rows.into_iter().filter_map(|(task, _)| task);
        day.tasks = task_rows.map(Into::into).collect();
    }
    Ok(AdjacentDays {
        day,
        note,
        previous: records.pop(),
        has_later,
    })
}

/// The focus sessions of a range that have ended, with their dates.
pub(in crate::scoring) fn load_focus(
    conn: &mut DbConnection,
    user: UserId,
    dates: RangeInclusive<NaiveDate>,
) -> Result<Vec<(NaiveDate, FocusRecord)>, AppError> {
    let rows: Vec<(NaiveDate, FocusSessionId, i16, bool)> = focus_sessions::table
        .filter(focus_sessions::user_id.eq(user))
        .filter(focus_sessions::date.between(dates.start(), dates.end()))
        .filter(focus_sessions::minutes.is_not_null())
        .select((
            focus_sessions::date,
            focus_sessions::id,
            focus_sessions::minutes.assume_not_null(),
            focus_sessions::interrupted,
        ))
        .load(conn)?;
    let session = |(date, id, minutes, interrupted)| {
        let session = FocusRecord {
            id,
            minutes,
            interrupted,
        };
        (date, session)
    };
    Ok(rows.into_iter().map(session).collect())
}

/// Loads the recorded days of a range, in order, at most `limit`, without their notes.
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
    let mut focus_by_date: HashMap<NaiveDate, Vec<FocusRecord>> = HashMap::new();
    for (date, session) in load_focus(conn, user, first..=last)? {
        focus_by_date.entry(date).or_default().push(session);
    }
    Ok(rows
        .into_iter()
        .map(|row| {
            let entries = entries_by_date.remove(&row.date).unwrap_or_default();
            let tasks = tasks_by_date.remove(&row.date).unwrap_or_default();
            let focus = focus_by_date.remove(&row.date).unwrap_or_default();
            DayRecord {
                focus,
                ..row.into_record(entries, tasks)
            }
        })
        .collect())
}

/// The last recorded day before `date`, without its tasks.
pub(in crate::scoring) fn load_previous(
    conn: &mut DbConnection,
    user: UserId,
    date: NaiveDate,
) -> Result<Option<DayRecord>, AppError> {
    let before = date.pred_opt().unwrap_or(date);
    let AdjacentDays { day, previous, .. } = load_adjacent(conn, user, before)?;
    Ok(day.or(previous))
}

/// The streaks after the previous recorded day. Habits without an entry on it, because they were
/// archived, have the streak of their last entry.
pub(in crate::scoring) fn streaks_after(
    conn: &mut DbConnection,
    plan: &Plan,
    previous: Option<&DayRecord>,
) -> Result<Streaks, AppError> {
    let mut streaks = Streaks::default();
    let Some(previous) = previous else {
        return Ok(streaks);
    };
    streaks.set_day(previous);
    let others: Vec<HabitId> = plan
        .0
        .iter()
        .map(|habit| habit.id)
        .filter(|id| streaks.is_unknown(*id))
        .collect();
    if others.is_empty() {
        return Ok(streaks);
    }
    let lasts: Vec<(HabitId, Option<NaiveDate>)> = entries::table
        .filter(entries::habit_id.eq_any(&others))
        .filter(entries::date.lt(previous.date))
        .group_by(entries::habit_id)
        .select((entries::habit_id, max(entries::date)))
        .load(conn)?;
    let dates: Vec<NaiveDate> = lasts.iter().filter_map(|(_, date)| *date).collect();
    if dates.is_empty() {
        return Ok(streaks);
    }
    let rows: Vec<EntryRow> = entries::table
        .filter(entries::habit_id.eq_any(&others))
        .filter(entries::date.eq_any(&dates))
        .select(EntryRow::as_select())
        .load(conn)?;
    for row in rows {
        let (habit, date) = (row.habit_id, row.date);
        if lasts.contains(&(habit, Some(date))) {
            streaks.set(habit, date, EntryRecord::from(row).streak);
        }
    }
    Ok(streaks)
}

/// The streak of a habit as of `today`. A scheduled day that has ended without a record ends it; today,
/// while it runs, does not.
///
/// # Errors
/// When the database fails.
pub fn current_streak(
    conn: &mut DbConnection,
    user: UserId,
    habit: &PlannedHabit,
    today: NaiveDate,
) -> Result<u32, AppError> {
    let last_two: Vec<EntryRow> = entries::table
        .filter(entries::user_id.eq(user))
        .filter(entries::habit_id.eq(habit.id))
        .filter(entries::date.le(today))
        .order(entries::date.desc())
        .limit(2)
        .select(EntryRow::as_select())
        .load(conn)?;
    let mut last_two = last_two
        .into_iter()
        .map(|row| (row.date, EntryRecord::from(row).streak))
        .peekable();
    let of_today = last_two.next_if(|(date, _)| *date == today);
    let before_today = last_two.next().map_or(0, |(date, streak)| {
        habit.streak_before(today, date, streak).length
    });
    Ok(of_today.map_or(before_today, |(_, streak)| streak.length.max(before_today)))
}
