//! The input of the engine: a day without ids, names or times. Outcomes and suggestions refer to habits
//! and tasks by their index in these lists.

use super::{
    completion::{self, completion},
    model::{Category, Direction, Measure, Priority, Quadrant},
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
    /// The focus sessions that began on the day and have ended.
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
    /// What amount and target are.
    pub measure: Measure,
    /// The target on the day, 1–[`Measure::max_amount`]. `None`: the habit is not scheduled, and its
    /// minutes are extra time.
    pub target: Option<u16>,
    /// The entry's amount, 0–[`Measure::max_amount`]. `None`: no entry, which counts as 0.
    pub amount: Option<u16>,
    /// The streak before the day: days, or, of a habit due n times a week, weeks.
    pub streak_before: u32,
    /// Of a habit due n times a week: how many times are left of them before the day. `None` for the
    /// others.
    pub times_left: Option<u16>,
}

/// The outcome of a habit on the day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HabitOutcome {
    /// Completion, 0–1.5; `None` when the habit was not scheduled.
    pub completion: Option<f64>,
    /// Whether it was scheduled and done.
    pub done: bool,
    /// The streak after the day: one more when done, 0 when missed, carried over when the habit
    /// was not scheduled. Of a habit due n times a week: one more when done for the nth time; its week ends
    /// the streak, and no single day.
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
    /// The minutes of all tasks, and of the entries of habits measured in minutes.
    #[must_use]
    pub fn minutes(&self) -> u32 {
        let habits = self.habits.iter().map(HabitInput::minutes);
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
    /// The amount, 0 without an entry.
    #[must_use]
    pub fn amount_or_zero(&self) -> u16 {
        self.amount.unwrap_or(0)
    }

    /// The minutes spent; 0 for a count or a check.
    #[must_use]
    pub fn minutes(&self) -> u16 {
        match self.measure {
            Measure::Minutes => self.amount_or_zero(),
            Measure::Count | Measure::Check => 0,
        }
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
        let completion = completion(self.measure, self.direction, self.amount_or_zero(), target);
        let done = completion >= completion::DONE;
        let streak = match (self.times_left, done) {
            (None | Some(1), true) => self.streak_before.saturating_add(1),
            (None, false) => 0,
            (Some(_), _) => self.streak_before,
        };
        HabitOutcome {
            completion: Some(completion),
            done,
            streak,
        }
    }

    /// Days of a streak: one of weeks has seven each.
    #[must_use]
    pub fn streak_days(&self, streak: u32) -> u32 {
        match self.times_left {
            Some(_) => streak.saturating_mul(7),
            None => streak,
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
