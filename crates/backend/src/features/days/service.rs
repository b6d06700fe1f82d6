//! Day logic.

use std::collections::{HashMap, HashSet};
use std::ops::RangeInclusive;

use chrono::NaiveDate;

use super::dto::{
    Day, DayUpdate, Days, ExceptionDates, ExceptionInput, ExceptionRangeInput, ListedDay, TaskInput,
};
use super::explanation::Explanation;
use super::search::{DaySelection, NoteSearch};
use super::{saved, store};
use crate::db::{DbConnection, PageSize};
use crate::domain::{HabitId, TaskId, UserId};
use crate::error::AppError;
use crate::http::{
    CurrentState, DateParam, Preconditions, check_range_of, check_recordable, entity_tag,
    parse_date,
};
use crate::kpi::MAX_TASKS;
use crate::realtime::Events;
use crate::scoring::{
    DayContext, DayRecord, EntryRecord, Exception, Plan, RangeContext, TaskRecord,
};
use crate::session::CurrentUser;

/// The current streak of a habit.
pub(crate) struct CurrentStreak {
    /// The habit.
    pub habit: HabitId,
    /// Its name.
    pub name: String,
    /// Days; weeks if it is `weekly`.
    pub length: u32,
    /// Whether the habit is due n times a week.
    pub weekly: bool,
}

/// How many days a search finds at once.
const FOUND: PageSize = PageSize(50);
/// Maximum range of exceptions, in days.
const MAX_EXCEPTION_DAYS: i64 = 60;

pub(super) fn list(
    conn: &mut DbConnection,
    user: &CurrentUser,
    selection: &DaySelection,
) -> Result<Days, AppError> {
    match selection {
        DaySelection::Range(dates) => recorded(conn, user.id, dates),
        DaySelection::Notes(search) => find_by_note(conn, user.id, search),
    }
}

fn recorded(
    conn: &mut DbConnection,
    user: UserId,
    dates: &RangeInclusive<NaiveDate>,
) -> Result<Days, AppError> {
    Ok(Days::all(store::listed(conn, user, dates.clone())?))
}

fn find_by_note(
    conn: &mut DbConnection,
    user: UserId,
    search: &NoteSearch,
) -> Result<Days, AppError> {
    let mut found = store::find_notes(conn, user, search, FOUND.limit())?;
    let more = FOUND.cut(&mut found);
    let dates: Vec<NaiveDate> = found.iter().map(|(date, _)| *date).collect();
    let recorded = store::listed_on(conn, user, &dates)?;
    let mut recorded: HashMap<NaiveDate, ListedDay> = recorded
        .into_iter()
        .map(|day| (day.summary.date, day))
        .collect();
    let days = found.into_iter().map(|(date, note)| ListedDay {
        excerpt: Some(search.excerpt_of(&note)),
        ..recorded
            .remove(&date)
            .unwrap_or_else(|| ListedDay::unrecorded(date))
    });
    Ok(Days {
        days: days.collect(),
        more,
    })
}

/// The habits in use on a date with their current streaks, in the user's order.
///
/// # Errors
/// When the database fails.
pub(crate) fn streaks_on(
    conn: &mut DbConnection,
    user: UserId,
    date: NaiveDate,
) -> Result<Vec<CurrentStreak>, AppError> {
    let context = DayContext::load(conn, user, date)?;
    let day = Day::of(&context.current(), context.plan(), date);
    let streaks = day.entries.into_iter().map(|entry| CurrentStreak {
        habit: entry.habit_id,
        name: entry.name,
        length: entry.streak,
        weekly: entry.week.is_some(),
    });
    Ok(streaks.collect())
}

pub(super) fn find(
    conn: &mut DbConnection,
    user: &CurrentUser,
    date: &DateParam,
) -> Result<Day, AppError> {
    let context = DayContext::load(conn, user.id, date.resolve(user.today)?)?;
    Ok(Day::of(&context.current(), context.plan(), user.today))
}

/// Replaces the data, but not the exception. A day without any is not recorded, but keeps its note.
pub(super) fn replace(
    conn: &mut DbConnection,
    user: &CurrentUser,
    events: &mut Events,
    date: &DateParam,
    update: DayUpdate,
    conditions: &Preconditions,
) -> Result<Day, AppError> {
    edit_day(
        conn,
        user,
        events,
        date,
        conditions,
        exists,
        |record, plan| {
            record.entries = entries(&update, plan, record.date)?;
            record.tasks = tasks(update.tasks, &record.tasks)?;
            if let Some(note) = update.note {
                record.note = note.map(Into::into);
            }
            Ok(())
        },
    )
}

pub(super) fn delete(
    conn: &mut DbConnection,
    user: &CurrentUser,
    events: &mut Events,
    date: &DateParam,
    conditions: &Preconditions,
) -> Result<(), AppError> {
    let clear = |record: &mut DayRecord, _: &Plan| {
        if !exists(record) {
            return Err(AppError::NotFound);
        }
        *record = DayRecord {
            focus: std::mem::take(&mut record.focus),
            ..DayRecord::empty(record.date)
        };
        Ok(())
    };
    edit_day(conn, user, events, date, conditions, exists, clear).map(drop)
}

pub(super) fn mark_exception(
    conn: &mut DbConnection,
    user: &CurrentUser,
    events: &mut Events,
    date: &DateParam,
    exception: ExceptionInput,
    conditions: &Preconditions,
) -> Result<Day, AppError> {
    let marked = |record: &DayRecord| record.exception.is_some();
    edit_day(conn, user, events, date, conditions, marked, |record, _| {
        record.exception = Some(exception.into());
        Ok(())
    })
}

pub(super) fn clear_exception(
    conn: &mut DbConnection,
    user: &CurrentUser,
    events: &mut Events,
    date: &DateParam,
    conditions: &Preconditions,
) -> Result<Day, AppError> {
    let marked = |record: &DayRecord| record.exception.is_some();
    edit_day(conn, user, events, date, conditions, marked, |record, _| {
        record.exception = None;
        Ok(())
    })
}

pub(super) fn mark_exceptions(
    conn: &mut DbConnection,
    user: &CurrentUser,
    events: &mut Events,
    input: ExceptionRangeInput,
    conditions: &Preconditions,
) -> Result<Days, AppError> {
    let dates = exception_dates(input.from.0, input.to.0, user.today)?;
    let exception = Exception {
        kind: input.kind,
        note: input.note.map(Into::into),
    };
    set_exceptions(conn, user, events, dates, Some(&exception), conditions)
}

pub(super) fn clear_exceptions(
    conn: &mut DbConnection,
    user: &CurrentUser,
    events: &mut Events,
    dates: &ExceptionDates,
    conditions: &Preconditions,
) -> Result<Days, AppError> {
    let from = parse_date(&dates.from, "/from")?;
    let dates = exception_dates(from, parse_date(&dates.to, "/to")?, user.today)?;
    set_exceptions(conn, user, events, dates, None, conditions)
}

fn exception_dates(
    from: NaiveDate,
    to: NaiveDate,
    today: NaiveDate,
) -> Result<RangeInclusive<NaiveDate>, AppError> {
    let from = check_recordable(from, today, "/from")?;
    let to = check_recordable(to, today, "/to")?;
    check_range_of(MAX_EXCEPTION_DAYS, from, to)
}

/// Sets or clears the exception of each day of a range. The ETag of the range in the list of days counts.
fn set_exceptions(
    conn: &mut DbConnection,
    user: &CurrentUser,
    events: &mut Events,
    dates: RangeInclusive<NaiveDate>,
    exception: Option<&Exception>,
    conditions: &Preconditions,
) -> Result<Days, AppError> {
    let context = RangeContext::load(conn, user.id, dates.clone())?;
    let marked = |record: &DayRecord| record.exception.is_some();
    let state = CurrentState {
        exists: context.recorded().iter().any(marked),
        tag: || entity_tag(&recorded(conn, user.id, &dates)?),
    };
    conditions.check(state, AppError::DayChanged)?;
    let set = |record: &mut DayRecord| record.exception = exception.cloned();
    context.edit(conn, set, user.now)?;
    saved::publish_range(events, user, &dates);
    recorded(conn, user.id, &dates)
}

pub(super) fn add_task(
    conn: &mut DbConnection,
    user: &CurrentUser,
    events: &mut Events,
    date: &DateParam,
    input: TaskInput,
    conditions: &Preconditions,
) -> Result<Day, AppError> {
    reject_id(&input)?;
    edit_day(conn, user, events, date, conditions, exists, |record, _| {
        if record.tasks.len() >= MAX_TASKS {
            return Err(too_many_tasks(""));
        }
        record.tasks.push(input.into_record(TaskId::new()));
        Ok(())
    })
}

pub(super) fn replace_task(
    conn: &mut DbConnection,
    user: &CurrentUser,
    events: &mut Events,
    date: &DateParam,
    id: TaskId,
    input: TaskInput,
    conditions: &Preconditions,
) -> Result<Day, AppError> {
    reject_id(&input)?;
    edit_day(conn, user, events, date, conditions, exists, |record, _| {
        let task = record
            .tasks
            .iter_mut()
            .find(|task| task.id == id)
            .ok_or(AppError::NotFound)?;
        *task = input.into_record(id);
        Ok(())
    })
}

pub(super) fn remove_task(
    conn: &mut DbConnection,
    user: &CurrentUser,
    events: &mut Events,
    date: &DateParam,
    id: TaskId,
    conditions: &Preconditions,
) -> Result<Day, AppError> {
    edit_day(conn, user, events, date, conditions, exists, |record, _| {
        let index = record
            .tasks
            .iter()
            .position(|task| task.id == id)
            .ok_or(AppError::NotFound)?;
        record.tasks.remove(index);
        Ok(())
    })
}

/// The KPI of the day if it were saved with this data and without an exception. Nothing is saved.
///
/// # Errors
/// The errors of saving.
pub(crate) fn preview(
    conn: &mut DbConnection,
    user: &CurrentUser,
    date: NaiveDate,
    update: DayUpdate,
) -> Result<Explanation, AppError> {
    let context = DayContext::load(conn, user.id, date)?;
    let current = context.current();
    let record = DayRecord {
        entries: entries(&update, context.plan(), date)?,
        tasks: tasks(update.tasks, &current.record.tasks)?,
        focus: current.record.focus,
        ..DayRecord::empty(date)
    };
    let day = context.score(record);
    Explanation::of(&day)
        .ok_or_else(|| AppError::Inconsistent("a preview without a score".to_owned()))
}

/// Whether there is anything of the day.
fn exists(record: &DayRecord) -> bool {
    !record.is_empty() || record.note.is_some()
}

/// Loads the day, applies `edit` to it, checks the conditions of the request and saves it. The ETag of the
/// day counts; `exists` is what `*` in a condition asks for.
fn edit_day(
    conn: &mut DbConnection,
    user: &CurrentUser,
    events: &mut Events,
    date: &DateParam,
    conditions: &Preconditions,
    exists: impl FnOnce(&DayRecord) -> bool,
    edit: impl FnOnce(&mut DayRecord, &Plan) -> Result<(), AppError>,
) -> Result<Day, AppError> {
    let context = DayContext::load(conn, user.id, date.resolve(user.today)?)?;
    let current = context.current();
    let mut record = current.record.clone();
    let edited = edit(&mut record, context.plan());
    // RFC 9110 §13.2.1: what is not there is 404 whatever the conditions.
    if let Err(AppError::NotFound) = edited {
        return Err(AppError::NotFound);
    }
    let state = CurrentState {
        tag: || entity_tag(&Day::of(&current, context.plan(), user.today)),
        exists: exists(&current.record),
    };
    conditions.check(state, AppError::DayChanged)?;
    edited?;
    saved::save(conn, user, user.now, events, &context, record)
}

fn entries(update: &DayUpdate, plan: &Plan, date: NaiveDate) -> Result<Vec<EntryRecord>, AppError> {
    let mut seen = HashSet::new();
    update
        .entries
        .iter()
        .enumerate()
        .map(|(index, entry)| {
            let invalid = |field, code, message: &str| {
                AppError::invalid(format!("/entries/{index}/{field}"), code, message)
            };
            let Some(habit) = plan.habit(entry.habit_id) else {
                return Err(invalid(
                    "habitId",
                    "unknown_habit",
                    "is not one of your habits",
                ));
            };
            if !seen.insert(entry.habit_id) {
                return Err(invalid(
                    "habitId",
                    "duplicate_habit",
                    "has an entry already",
                ));
            }
            let measure = habit.version_on(date).measure;
            let most = measure.max_amount().cast_signed();
            if entry.amount.is_some_and(|amount| amount.get() > most) {
                let message = format!("must be from 0 to {most}");
                return Err(invalid("amount", "out_of_range", &message));
            }
            let note = entry.note.clone().map(Into::into);
            let (amount, quality) = (entry.amount.map(Into::into), entry.quality.map(Into::into));
            Ok(EntryRecord {
                note,
                ..EntryRecord::entered(entry.habit_id, measure, amount, quality)
            })
        })
        .collect()
}

/// The submitted tasks; those with an id must exist on the day.
fn tasks(sent: Vec<TaskInput>, current: &[TaskRecord]) -> Result<Vec<TaskRecord>, AppError> {
    if sent.len() > MAX_TASKS {
        return Err(too_many_tasks("/tasks"));
    }
    let mut seen = HashSet::new();
    sent.into_iter()
        .enumerate()
        .map(|(index, task)| {
            let id = match task.id {
                None => TaskId::new(),
                Some(id) if current.iter().any(|known| known.id == id) && seen.insert(id) => id,
                Some(_) => {
                    return Err(AppError::invalid(
                        format!("/tasks/{index}/id"),
                        "unknown_task",
                        "is not a task of this day, or is a duplicate",
                    ));
                }
            };
            Ok(task.into_record(id))
        })
        .collect()
}

fn reject_id(input: &TaskInput) -> Result<(), AppError> {
    match input.id {
        None => Ok(()),
        Some(_) => Err(AppError::invalid(
            "/id",
            "unknown_field",
            "does not belong into this body",
        )),
    }
}

fn too_many_tasks(pointer: &str) -> AppError {
    AppError::invalid(
        pointer,
        "too_many_tasks",
        format!("a day holds at most {MAX_TASKS} tasks"),
    )
}
