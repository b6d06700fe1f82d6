//! Requests and responses about focus sessions.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::{End, Session};
use crate::domain::{FocusMinutes, FocusSessionId, HabitId, Instant, TaskId};
use crate::features::days::FocusSubject;

/// Starts a focus session on a habit or on a task.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct FocusStart {
    /// An id of the client's choice: a start that is repeated with it starts nothing.
    pub id: Option<FocusSessionId>,
    /// A habit measured in minutes; either a habit or a task.
    pub habit_id: Option<HabitId>,
    /// A task of the day in which the session begins.
    pub task_id: Option<TaskId>,
    /// Its length; without, it runs until it is stopped, at most 24 hours.
    pub minutes: Option<FocusMinutes>,
    /// When it began, if that is told later: at most 7 days ago. Now by default.
    pub started_at: Option<Instant>,
    /// When it ended, if that is told with the start.
    pub ended_at: Option<Instant>,
    /// Whether it was interrupted, if its end is told; `false` by default.
    #[serde(default)]
    pub interrupted: bool,
}

/// Stops a focus session.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct FocusStop {
    /// Whether it was interrupted; `false` by default.
    #[serde(default)]
    pub interrupted: bool,
    /// When it ended, if that was earlier. Now by default, and never after its deadline.
    pub ended_at: Option<Instant>,
}

/// Corrects a focus session that has ended.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct FocusCorrection {
    /// When it ended: at most 24 hours after its start.
    pub ended_at: Instant,
    /// Whether it was interrupted.
    pub interrupted: bool,
}

/// A focus session.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FocusSession {
    /// Id.
    pub id: FocusSessionId,
    /// The habit, if it is spent on one.
    #[schema(required)]
    pub habit_id: Option<HabitId>,
    /// The task, if it is spent on one.
    #[schema(required)]
    pub task_id: Option<TaskId>,
    /// The name of the habit, or the title of the task; null if the task is gone.
    #[schema(required)]
    pub name: Option<String>,
    /// The day for which it counts: the one in which it began.
    pub date: NaiveDate,
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// Its length; null if it runs until it is stopped.
    #[schema(required)]
    pub planned_minutes: Option<i16>,
    /// When it ends if nobody stops it: after its length, or 24 hours.
    pub deadline: DateTime<Utc>,
    /// When it ended; null while it runs.
    #[schema(required)]
    pub ended_at: Option<DateTime<Utc>>,
    /// Whole minutes from start to end; null while it runs.
    #[schema(required)]
    pub minutes: Option<i16>,
    /// How many of them the entry or the task was given: fewer if it had more than 1440 otherwise, if it is gone, or
    /// if a session without a length was forgotten for 24 hours.
    pub counted_minutes: i16,
    /// Whether it was interrupted; such a session counts for no law.
    pub interrupted: bool,
    /// Whether the user has ended it, and not its deadline.
    pub stopped: bool,
}

impl FocusSession {
    /// The session as it is at `now`.
    pub(super) fn of(session: Session, now: DateTime<Utc>) -> Self {
        let passed = session.ended_at(now).map(|_| session.end_at_deadline());
        let end: Option<End> = session.end.or(passed);
        let (habit_id, task_id) = match session.subject {
            FocusSubject::Habit(habit) => (Some(habit), None),
            FocusSubject::Task(task) => (None, Some(task)),
        };
        Self {
            id: session.id,
            habit_id,
            task_id,
            name: session.name,
            date: session.date,
            started_at: session.started_at,
            planned_minutes: session.planned_minutes,
            deadline: session.deadline,
            ended_at: end.map(|end| end.at),
            minutes: end.map(|end| end.minutes),
            counted_minutes: end.map_or(0, |end| end.counted),
            interrupted: end.is_some_and(|end| end.interrupted),
            stopped: end.is_some_and(|end| end.stopped),
        }
    }
}

/// The running focus session.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CurrentFocus {
    /// Null if none runs.
    #[schema(required)]
    pub session: Option<FocusSession>,
    /// The server's time, by which a client with another one shows what is left.
    pub now: DateTime<Utc>,
}

/// Focus sessions.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FocusSessions {
    /// In the order in which they began.
    pub sessions: Vec<FocusSession>,
}
