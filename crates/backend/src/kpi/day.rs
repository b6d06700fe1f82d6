//! The input of the engine: a day without ids, names or times. Outcomes and suggestions refer to habits
//! and tasks by their index in these lists.

use super::{
    completion::{self, completion},
    model::{Category, Direction, Priority, Quadrant},
};

/// Minutes of a day.
pub const DAY_MINUTES: u32 = 24 * 60;

/// The maximum number of tasks of a day.
pub const MAX_TASKS: usize = 5;

/// What the KPI needs of a day. A day with an exception has no KPI and is never passed to the engine.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DayInput {
    /// The habits of the day, scheduled or not.
    pub habits: Vec<HabitInput>,
    /// The tasks of the day.
    pub tasks: Vec<TaskInput>,
    /// The focus sessions that were ended on the day.
    pub focus_sessions: Vec<FocusSession>,
    /// Mean change of level this month over the tested skills and learning habits; `None` without
    /// a test this month.
    pub skill_level_change: Option<f64>,
}

/// A habit on the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HabitInput {
    /// The habit's category.
    pub category: Category,
    /// The habit's quadrant.
    pub quadrant: Quadrant,
    /// Whether the target is a minimum or a maximum.
    pub direction: Direction,
    /// The target on the day, 1–1440 minutes. `None`: the habit is not scheduled, and its minutes are
    /// extra time.
    pub target: Option<u16>,
    /// The entry's minutes, 0–1440. `None`: no entry, which counts as 0 minutes.
    pub minutes: Option<u16>,
    /// The streak before the day.
    pub streak_before: u32,
}

/// The outcome of a habit on the day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HabitOutcome {
    /// Completion, 0–1.5; `None` when the habit was not scheduled.
    pub completion: Option<f64>,
    /// Whether it was scheduled and done.
    pub done: bool,
    /// The streak after the day: one more when done, 0 when missed, carried over when the habit
    /// was not scheduled.
    pub streak: u32,
}

/// A task of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TaskInput {
    /// The task's priority.
    pub priority: Priority,
    /// The task's quadrant.
    pub quadrant: Quadrant,
    /// Estimated minutes, 1–1440.
    pub estimated_minutes: Option<u16>,
    /// Actual minutes, 0–1440.
    pub actual_minutes: Option<u16>,
    /// Whether it is completed.
    pub completed: bool,
}

/// A focus session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FocusSession {
    /// Its length.
    pub minutes: u32,
    /// Whether it was interrupted; laws ignore interrupted sessions.
    pub interrupted: bool,
}

impl DayInput {
    /// The minutes of all entries and tasks.
    #[must_use]
    pub fn minutes(&self) -> u32 {
        let habits = self.habits.iter().map(HabitInput::spent);
        let tasks = self.tasks.iter().filter_map(|task| task.actual_minutes);
        habits.chain(tasks).map(u32::from).sum()
    }

    /// Whether its minutes fit into 24 hours. The KPI does not depend on it; a day that is not plausible is
    /// no best day.
    #[must_use]
    pub fn is_plausible(&self) -> bool {
        self.minutes() <= DAY_MINUTES
    }
}

impl HabitInput {
    /// The minutes spent, 0 without an entry.
    #[must_use]
    pub fn spent(&self) -> u16 {
        self.minutes.unwrap_or(0)
    }

    /// Completion and streak after the day.
    #[must_use]
    pub fn outcome(&self) -> HabitOutcome {
        let Some(target) = self.target else {
            return HabitOutcome {
                completion: None,
                done: false,
                streak: self.streak_before,
            };
        };
        let completion = completion(self.direction, self.spent(), target);
        let done = completion >= completion::DONE;
        HabitOutcome {
            completion: Some(completion),
            done,
            streak: if done {
                self.streak_before.saturating_add(1)
            } else {
                0
            },
        }
    }
}

impl FocusSession {
    /// Whether it counts for the pomodoro law: uninterrupted, 25 to 50 minutes.
    #[must_use]
    pub fn is_pomodoro(&self) -> bool {
        !self.interrupted && (25..=50).contains(&self.minutes)
    }
}

impl TaskInput {
    /// The estimate and the actual minutes of a completed task that has both, as the laws of planning
    /// compare them. An estimate of 0 counts as none.
    #[must_use]
    pub fn measured(&self) -> Option<(u32, u32)> {
        match (self.completed, self.estimated_minutes, self.actual_minutes) {
            (true, Some(estimated @ 1..), Some(actual)) => {
                Some((u32::from(estimated), u32::from(actual)))
            }
            _ => None,
        }
    }

    /// Whether the task has an estimate.
    #[must_use]
    pub fn is_estimated(&self) -> bool {
        self.estimated_minutes.is_some_and(|minutes| minutes > 0)
    }
}
