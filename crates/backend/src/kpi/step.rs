//! A next step: its change of the day, its effort, its description.

use std::cmp::Ordering;

use super::{
    completion::{DONE, completion},
    day::{DayInput, FocusSession, HabitInput, TaskInput},
    explain::pluralize,
    model::{Direction, Priority, Quadrant, SuggestionCode},
};

/// Minutes of a long focus session.
pub(super) const DEEP_WORK: u16 = 90;

/// Minimum effort of completing a task.
const MIN_TASK_EFFORT: u32 = 5;

/// Effort of completing a task without an estimate.
pub(super) const UNKNOWN_TASK_EFFORT: u32 = 30;

/// Effort of estimating a task.
const ESTIMATE_EFFORT: u32 = 1;

/// A next step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Spend `minutes` more on a scheduled habit.
    LogHabit {
        /// The index of the habit in [`DayInput::habits`].
        habit: usize,
        /// Minutes to add to its entry.
        minutes: u16,
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

    pub(super) fn minutes(self) -> Option<u16> {
        match self {
            Self::LogHabit { minutes, .. } => Some(minutes),
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
            Self::Focus { habit, .. } => self
                .minutes()
                .map(|minutes| Self::LogHabit { habit, minutes }),
            _ => None,
        }
    }

    pub(super) fn effort(self) -> u32 {
        let minutes = self.minutes().map(u32::from);
        match self {
            Self::LogHabit { .. } | Self::Focus { .. } => minutes.unwrap_or(1),
            Self::CompleteTask { .. } => {
                minutes.map_or(UNKNOWN_TASK_EFFORT, |left| left.max(MIN_TASK_EFFORT))
            }
            Self::AddEstimate { .. } => ESTIMATE_EFFORT,
            Self::AddTask => UNKNOWN_TASK_EFFORT,
        }
    }

    /// Applies the step to the day. An unknown habit or task changes nothing.
    pub fn apply(self, day: &mut DayInput) {
        match self {
            Self::LogHabit { habit, minutes } => add_minutes(day, habit, minutes),
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
                    add_minutes(day, habit, minutes);
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
            Self::LogHabit { habit, minutes } => {
                let habit = day.habits.get(habit);
                let target = habit.and_then(|habit| habit.target).unwrap_or(0);
                let after = habit.map_or(0, HabitInput::spent).saturating_add(minutes);
                let spend = pluralize(minutes.into(), "more minute");
                match after.cmp(&target) {
                    Ordering::Less if completion(Direction::AtLeast, after, target) >= DONE => {
                        format!(
                            "Spend {spend} on this habit: at {after} of {target} it counts as done."
                        )
                    }
                    Ordering::Less => {
                        format!("Spend {spend} on this habit, which makes {after} of {target}.")
                    }
                    Ordering::Equal => {
                        format!("Spend {spend} on this habit to reach its target of {target}.")
                    }
                    Ordering::Greater => format!(
                        "Spend {spend} on this habit: beyond its target of {target}, they count too."
                    ),
                }
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

fn add_minutes(day: &mut DayInput, habit: usize, minutes: u16) {
    if let Some(habit) = day.habits.get_mut(habit) {
        habit.minutes = Some(habit.spent().saturating_add(minutes));
    }
}
