//! A next step: its change of the day, its effort, its description.

use std::cmp::Ordering;

use super::{
    completion::{DONE, completion},
    day::{DayInput, FocusSession, HabitInput, TaskInput},
    explain::pluralize,
    model::{Direction, Measure, Priority, Quadrant, SuggestionCode},
};

/// Minutes of a long focus session.
pub(super) const DEEP_WORK: u16 = 90;

/// Minimum effort of completing a task.
const MIN_TASK_EFFORT: u32 = 5;

/// Effort of completing a task without an estimate.
pub(super) const UNKNOWN_TASK_EFFORT: u32 = 30;

/// Effort of a whole target that is not in minutes: of a count, or of a check.
const TARGET_EFFORT: u32 = 15;

/// Effort of estimating a task.
const ESTIMATE_EFFORT: u32 = 1;

/// A next step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Add `amount` to the entry of a scheduled habit: minutes, a count or the check.
    LogHabit {
        /// The index of the habit in [`DayInput::habits`].
        habit: usize,
        /// What to add to its entry, in its measure.
        amount: u16,
    },
    /// Complete a task.
    CompleteTask {
        /// The index of the task in [`DayInput::tasks`].
        task: usize,
        /// Minutes to add to its actual minutes: the rest of its estimate. `None` without an estimate.
        minutes: Option<u16>,
    },
    /// Estimate an open task.
    AddEstimate {
        /// The index of the task in [`DayInput::tasks`].
        task: usize,
    },
    /// Complete one more task, of high priority, that the day does not have yet.
    AddTask,
    /// Spend `sessions` uninterrupted focus sessions of `minutes` each on a scheduled habit. They count
    /// for its entry too.
    Focus {
        /// The index of the habit in [`DayInput::habits`].
        habit: usize,
        /// The number of sessions.
        sessions: u16,
        /// Minutes of each.
        minutes: u16,
    },
}

impl Step {
    pub(super) fn code(self) -> SuggestionCode {
        match self {
            Self::LogHabit { .. } => SuggestionCode::LogHabit,
            Self::CompleteTask { .. } => SuggestionCode::CompleteTask,
            Self::AddEstimate { .. } => SuggestionCode::AddEstimate,
            Self::AddTask => SuggestionCode::AddTask,
            Self::Focus { minutes, .. } if minutes >= DEEP_WORK => SuggestionCode::DeepWork,
            Self::Focus { .. } => SuggestionCode::Pomodoro,
        }
    }

    pub(super) fn habit(self) -> Option<usize> {
        match self {
            Self::LogHabit { habit, .. } | Self::Focus { habit, .. } => Some(habit),
            Self::CompleteTask { .. } | Self::AddEstimate { .. } | Self::AddTask => None,
        }
    }

    pub(super) fn task(self) -> Option<usize> {
        match self {
            Self::CompleteTask { task, .. } | Self::AddEstimate { task } => Some(task),
            Self::LogHabit { .. } | Self::AddTask | Self::Focus { .. } => None,
        }
    }

    /// What the step adds: to the entry of its habit, in the habit's measure, or minutes to its task.
    pub(super) fn amount(self) -> Option<u16> {
        match self {
            Self::LogHabit { amount, .. } => Some(amount),
            Self::CompleteTask { minutes, .. } => minutes,
            Self::AddEstimate { .. } | Self::AddTask => None,
            Self::Focus {
                sessions, minutes, ..
            } => Some(sessions.saturating_mul(minutes)),
        }
    }

    /// The minutes of focus sessions as [`Step::LogHabit`]; `None` for other steps.
    pub(super) fn without_focus(self) -> Option<Self> {
        match self {
            Self::Focus { habit, .. } => {
                self.amount().map(|amount| Self::LogHabit { habit, amount })
            }
            _ => None,
        }
    }

    /// Minutes of effort.
    pub(super) fn effort(self, day: &DayInput) -> u32 {
        let amount = self.amount().map(u32::from);
        match self {
            Self::LogHabit { habit, amount } => {
                let habit = day.habits.get(habit);
                habit.map_or(1, |habit| habit_effort(habit, amount.into()))
            }
            Self::Focus { .. } => amount.unwrap_or(1),
            Self::CompleteTask { .. } => {
                amount.map_or(UNKNOWN_TASK_EFFORT, |left| left.max(MIN_TASK_EFFORT))
            }
            Self::AddEstimate { .. } => ESTIMATE_EFFORT,
            Self::AddTask => UNKNOWN_TASK_EFFORT,
        }
    }

    /// Applies the step to the day. An unknown habit or task changes nothing.
    pub fn apply(self, day: &mut DayInput) {
        match self {
            Self::LogHabit { habit, amount } => add_amount(day, habit, amount),
            Self::CompleteTask { task, minutes } => {
                if let Some(task) = day.tasks.get_mut(task) {
                    task.completed = true;
                    if let Some(minutes) = minutes {
                        let actual = task.actual_minutes.unwrap_or(0);
                        task.actual_minutes = Some(actual.saturating_add(minutes));
                    }
                }
            }
            Self::AddEstimate { task } => {
                if let Some(task) = day.tasks.get_mut(task) {
                    task.estimated_minutes = Some(30);
                }
            }
            // Without minutes, so that it promises the points of its priority and no more.
            Self::AddTask => day.tasks.push(TaskInput {
                priority: Priority::High,
                quadrant: Quadrant::Q1,
                estimated_minutes: None,
                actual_minutes: None,
                completed: true,
            }),
            Self::Focus {
                habit,
                sessions,
                minutes,
            } => {
                for _ in 0..sessions {
                    add_amount(day, habit, minutes);
                    day.focus_sessions.push(FocusSession {
                        minutes: u32::from(minutes),
                        interrupted: false,
                    });
                }
            }
        }
    }

    pub(super) fn reason(self, day: &DayInput) -> String {
        match self {
            Self::LogHabit { habit, amount } => {
                let habit = day.habits.get(habit);
                habit.map_or_else(String::new, |habit| log_reason(habit, amount))
            }
            Self::CompleteTask {
                task,
                minutes: Some(minutes @ 1..),
            } => {
                let estimate = day.tasks.get(task).and_then(|task| task.estimated_minutes);
                format!(
                    "Complete this task within its estimate: {minutes} of {} left.",
                    pluralize(estimate.unwrap_or(minutes).into(), "minute"),
                )
            }
            Self::CompleteTask { .. } => "Complete this task.".to_owned(),
            Self::AddEstimate { .. } => "Estimate how long this task will take.".to_owned(),
            Self::AddTask => "Complete one more task of high priority.".to_owned(),
            Self::Focus {
                sessions: 1,
                minutes,
                ..
            } => {
                format!("Spend one uninterrupted focus session of {minutes} minutes on this habit.")
            }
            Self::Focus {
                sessions, minutes, ..
            } => format!(
                "Spend {sessions} uninterrupted focus sessions of {minutes} minutes each on this \
                 habit."
            ),
        }
    }
}

fn add_amount(day: &mut DayInput, habit: usize, amount: u16) {
    if let Some(habit) = day.habits.get_mut(habit) {
        habit.amount = Some(habit.amount_or_zero().saturating_add(amount));
    }
}

/// Minutes of effort: those of the amount; of a count or a check, its share of [`TARGET_EFFORT`].
fn habit_effort(habit: &HabitInput, amount: u32) -> u32 {
    match habit.measure {
        Measure::Minutes => amount,
        Measure::Count | Measure::Check => {
            let target = u32::from(habit.target.unwrap_or(1).max(1));
            (TARGET_EFFORT * amount).div_ceil(target).max(1)
        }
    }
}

fn log_reason(habit: &HabitInput, amount: u16) -> String {
    let add = match habit.measure {
        Measure::Minutes => {
            let spend = pluralize(amount.into(), "more minute");
            format!("Spend {spend} on this habit")
        }
        Measure::Count => format!("Add {amount} to this habit"),
        Measure::Check => return "Do this habit and check it.".to_owned(),
    };
    let target = habit.target.unwrap_or(0);
    let after = habit.amount_or_zero().saturating_add(amount);
    let is_done = completion(habit.measure, Direction::AtLeast, after, target) >= DONE;
    match after.cmp(&target) {
        Ordering::Less if is_done => {
            format!("{add}: at {after} of {target} it counts as done.")
        }
        Ordering::Less => format!("{add}, which makes {after} of {target}."),
        Ordering::Equal => format!("{add} to reach its target of {target}."),
        Ordering::Greater => {
            format!("{add}: beyond its target of {target}, they count too.")
        }
    }
}
