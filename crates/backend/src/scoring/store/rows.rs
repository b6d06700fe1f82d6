//! Rows for reading and writing.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::db::{DbEnum, entries, tasks};
use crate::domain::{HabitId, TaskId, UserId};
use crate::kpi::{Measure, Priority, Quadrant};
use crate::scoring::record::{EntryRecord, TaskRecord};
use crate::scoring::streak::Streak;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = entries)]
#[diesel(treat_none_as_default_value = false)]
pub(super) struct EntryRow {
    pub user_id: UserId,
    pub date: NaiveDate,
    pub habit_id: HabitId,
    pub amount: Option<i16>,
    pub quality: Option<i16>,
    pub target: Option<i16>,
    pub completion: Option<f64>,
    pub streak: i32,
    pub measure: DbEnum<Measure>,
    pub week_done: i16,
    pub week_exceptions: i16,
    pub note: Option<String>,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = tasks)]
#[diesel(treat_none_as_default_value = false)]
pub(super) struct TaskRow {
    pub id: TaskId,
    pub user_id: UserId,
    pub date: NaiveDate,
    pub position: i16,
    pub title: String,
    pub priority: DbEnum<Priority>,
    pub quadrant: DbEnum<Quadrant>,
    pub estimated_minutes: Option<i16>,
    pub actual_minutes: Option<i16>,
    pub completed: bool,
}

impl From<EntryRow> for EntryRecord {
    fn from(row: EntryRow) -> Self {
        Self {
            habit: row.habit_id,
            measure: row.measure.0,
            amount: row.amount,
            quality: row.quality,
            note: row.note,
            target: row.target,
            completion: row.completion,
            streak: Streak {
                length: row.streak.unsigned_abs(),
                week_done: row.week_done,
                week_exceptions: row.week_exceptions,
            },
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
