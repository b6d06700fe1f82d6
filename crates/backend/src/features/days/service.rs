//! Day logic.

use std::collections::HashSet;

use chrono::NaiveDate;

use super::dto::{Day, DayUpdate, Days, ExceptionInput, TaskInput};
use super::explanation::Explanation;
use super::store;
use crate::db::DbConnection;
use crate::domain::TaskId;
use crate::error::AppError;
use crate::http::{CurrentState, DateParam, DateRange, Preconditions, entity_tag};
use crate::kpi::MAX_TASKS;
use crate::scoring::{DayContext, DayRecord, EntryRecord, Plan, TaskRecord};
use crate::session::CurrentUser;

pub(super) fn list(
    conn: &mut DbConnection,
    user: &CurrentUser,
    range: &DateRange,
) -> Result<Days, AppError> {
    let days = store::summaries(conn, user.id, range.dates()?)?;
    Ok(Days { days })
}

pub(super) fn find(
    conn: &mut DbConnection,
    user: &CurrentUser,
    date: &DateParam,
) -> Result<Day, AppError> {
    let context = DayContext::load(conn, user.id, date.resolve(user.today)?)?;
    Ok(Day::of(&context.current(), context.plan(), user.today))
}

/// Replaces the data, but not the exception. A day without any is not recorded.
pub(super) fn replace(
    conn: &mut DbConnection,
    user: &CurrentUser,
    date: &DateParam,
    update: DayUpdate,
    conditions: &Preconditions,
) -> Result<Day, AppError> {
    edit_day(conn, user, date, conditions, is_recorded, |record, plan| {
        record.entries = entries(&update, plan, record.date)?;
        record.tasks = tasks(update.tasks, &record.tasks)?;
        Ok(())
    })
}

pub(super) fn delete(
    conn: &mut DbConnection,
    user: &CurrentUser,
    date: &DateParam,
    conditions: &Preconditions,
) -> Result<(), AppError> {
    let clear = |record: &mut DayRecord, _: &Plan| {
        if record.is_empty() {
            return Err(AppError::NotFound);
        }
        *record = DayRecord::empty(record.date);
        Ok(())
    };
    edit_day(conn, user, date, conditions, is_recorded, clear).map(drop)
}

pub(super) fn mark_exception(
    conn: &mut DbConnection,
    user: &CurrentUser,
    date: &DateParam,
    exception: ExceptionInput,
    conditions: &Preconditions,
) -> Result<Day, AppError> {
    let marked = |record: &DayRecord| record.exception.is_some();
    edit_day(conn, user, date, conditions, marked, |record, _| {
        record.exception = Some(exception.into());
        Ok(())
    })
}

pub(super) fn clear_exception(
    conn: &mut DbConnection,
    user: &CurrentUser,
    date: &DateParam,
    conditions: &Preconditions,
) -> Result<Day, AppError> {
    let marked = |record: &DayRecord| record.exception.is_some();
    edit_day(conn, user, date, conditions, marked, |record, _| {
        record.exception = None;
        Ok(())
    })
}

pub(super) fn add_task(
    conn: &mut DbConnection,
    user: &CurrentUser,
    date: &DateParam,
    input: TaskInput,
    conditions: &Preconditions,
) -> Result<Day, AppError> {
    reject_id(&input)?;
    edit_day(conn, user, date, conditions, is_recorded, |record, _| {
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
    date: &DateParam,
    id: TaskId,
    input: TaskInput,
    conditions: &Preconditions,
) -> Result<Day, AppError> {
    reject_id(&input)?;
    edit_day(conn, user, date, conditions, is_recorded, |record, _| {
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
    date: &DateParam,
    id: TaskId,
    conditions: &Preconditions,
) -> Result<Day, AppError> {
    edit_day(conn, user, date, conditions, is_recorded, |record, _| {
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
    let mut record = DayRecord::empty(date);
    record.entries = entries(&update, context.plan(), date)?;
    record.tasks = tasks(update.tasks, &current.record.tasks)?;
    let day = context.score(record);
    Explanation::of(&day)
        .ok_or_else(|| AppError::Inconsistent("a preview without a score".to_owned()))
}

fn is_recorded(record: &DayRecord) -> bool {
    !record.is_empty()
}

/// Loads the day, applies `edit` to it, checks the conditions of the request and saves it. The ETag of the
/// day counts; `exists` is what `*` in a condition asks for.
fn edit_day(
    conn: &mut DbConnection,
    user: &CurrentUser,
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
    let day = context.save(conn, record, user.now)?;
    Ok(Day::of(&day, context.plan(), user.today))
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
