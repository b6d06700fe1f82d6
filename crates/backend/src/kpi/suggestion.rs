//! Suggested next steps that would raise the KPI, with the points that each would add.
//!
//! A step is a change of the day that the user can still make by doing something: spending minutes on a
//! habit, adding to its count, checking it, finishing a task of the day or one more, estimating an open
//! one, a focus session. No step suggests false records: amounts never decrease, `at_most` habits are left
//! alone, and completed tasks get no estimates and no minutes.
//!
//! The points of a step are found by scoring the day with the step applied. Steps are ranked by points
//! per minute of effort, where the effort is
//!
//! - for minutes on a habit or in focus sessions: those minutes;
//! - for a check, or the whole target of a count: 15 minutes; for a part of the target its share;
//! - for completing a task: the rest of its estimate, but at least 5 minutes; 30 minutes without an
//!   estimate, or for one more task;
//! - for an estimate: 1 minute.
//!
//! Excluded are steps that add less than 0.1 points, steps for which the day has no minutes left (its
//! entries and tasks have 24 hours; counts and checks take none), one more task while completing an open
//! one adds as much, and focus sessions that add no more than the same minutes without focus. No habit is
//! suggested twice. If the first two steps are of the same kind, the third one is of another kind if
//! possible.
//!
//! Habits are brought to their targets. Only when no other step is left are they taken beyond, as far as
//! amounts count: so an empty list means that nothing adds points.

use std::cmp::Ordering;

use super::{
    completion::MAX_COMPLETION,
    day::{DAY_MINUTES, DayInput, HabitInput, MAX_TASKS, TaskInput},
    model::{Category, Direction, Measure, SuggestionCode},
    points::Points,
    score::score,
    step::{DEEP_WORK, Step, UNKNOWN_TASK_EFFORT},
};

/// The maximum number of suggestions.
pub const MAX_SUGGESTIONS: usize = 3;

/// The minimum gain of a suggestion.
const MIN_GAIN: Points = Points::from_tenths(1);

/// Minutes of a short focus session, and the number of sessions that the pomodoro law requires.
const POMODORO: u16 = 25;
const POMODOROS_REQUIRED: u16 = 2;

/// A suggested next step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The kind of step.
    pub code: SuggestionCode,
    /// The step.
    pub step: Step,
    /// The points that it adds to the KPI, at least 0.1.
    pub points: Points,
    /// What to do, in a sentence.
    pub reason: String,
}

impl Suggestion {
    /// The index of the habit in [`DayInput::habits`].
    #[must_use]
    pub fn habit(&self) -> Option<usize> {
        self.step.habit()
    }

    /// The index of the task in [`DayInput::tasks`].
    #[must_use]
    pub fn task(&self) -> Option<usize> {
        self.step.task()
    }

    /// What the step adds, if anything: to its habit, in the habit's measure, or minutes to its task.
    #[must_use]
    pub fn amount(&self) -> Option<u16> {
        self.step.amount().filter(|&amount| amount > 0)
    }
}

/// The best next steps, at most [`MAX_SUGGESTIONS`], best first.
#[must_use]
pub fn suggestions(day: &DayInput) -> Vec<Suggestion> {
    suggestions_of(day, &SuggestionCode::ALL)
}

/// As [`suggestions`], but only of these kinds.
#[must_use]
pub fn suggestions_of(day: &DayInput, kinds: &[SuggestionCode]) -> Vec<Suggestion> {
    let current = score(day).kpi;
    let mut after = day.clone();
    let mut gain = |step: Step| {
        after.clone_from(day);
        step.apply(&mut after);
        score(&after).kpi - current
    };
    let mut candidates = |steps: Vec<Step>| -> Vec<Candidate> {
        steps
            .into_iter()
            .filter(|step| kinds.contains(&step.code()))
            .filter_map(|step| {
                let points = gain(step);
                let better_than_minutes = step.without_focus().is_none_or(|log| points > gain(log));
                let effort = step.effort(day);
                (points >= MIN_GAIN && better_than_minutes).then_some(Candidate {
                    step,
                    points,
                    effort,
                })
            })
            .collect()
    };
    let mut found = candidates(steps(day));
    remove_needless_task(&mut found);
    if found.is_empty() {
        found = candidates(steps_beyond_targets(day));
    }
    found.sort_by(Candidate::compare);

    select(&found)
        .into_iter()
        .map(|Candidate { step, points, .. }| Suggestion {
            code: step.code(),
            step,
            points,
            reason: step.reason(day),
        })
        .collect()
}

/// A step, the points that it adds and its minutes of effort.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    step: Step,
    points: Points,
    effort: u32,
}

impl Candidate {
    /// Orders by points per minute of effort, then by points, kind and index.
    fn compare(&self, other: &Self) -> Ordering {
        let value = |of: &Self, effort: u32| i64::from(of.points.tenths()) * i64::from(effort);
        value(other, self.effort)
            .cmp(&value(self, other.effort))
            .then(other.points.cmp(&self.points))
            .then(self.step.code().cmp(&other.step.code()))
            .then(self.step.habit().cmp(&other.step.habit()))
            .then(self.step.task().cmp(&other.step.task()))
    }

    /// Whether both are steps of one habit, or the same step. An estimate and the completion of one task
    /// are two.
    fn has_same_subject(&self, other: &Self) -> bool {
        let habit = self.step.habit();
        habit.is_some() && habit == other.step.habit() || self.step == other.step
    }
}

/// Removes the step of one more task if completing an open one adds as much.
fn remove_needless_task(candidates: &mut Vec<Candidate>) {
    let most_of = |code| {
        let of_code = candidates.iter().filter(|one| one.step.code() == code);
        of_code.map(|one| one.points).max()
    };
    if most_of(SuggestionCode::CompleteTask) >= most_of(SuggestionCode::AddTask) {
        candidates.retain(|candidate| candidate.step != Step::AddTask);
    }
}

/// Selects from sorted candidates.
fn select(candidates: &[Candidate]) -> Vec<Candidate> {
    let mut selected: Vec<Candidate> = Vec::with_capacity(MAX_SUGGESTIONS);
    while selected.len() < MAX_SUGGESTIONS {
        let repeated = match selected.as_slice() {
            [first, second] if first.step.code() == second.step.code() => Some(first.step.code()),
            _ => None,
        };
        let mut others = candidates.iter().filter(|candidate| {
            !selected
                .iter()
                .any(|selected| selected.has_same_subject(candidate))
        });
        let next = others
            .clone()
            .find(|candidate| Some(candidate.step.code()) != repeated)
            .or_else(|| others.next());
        match next {
            Some(&candidate) => selected.push(candidate),
            None => break,
        }
    }
    selected
}

/// The minutes of the day that are left.
fn minutes_left(day: &DayInput) -> u32 {
    DAY_MINUTES.saturating_sub(day.minutes())
}

/// All steps of the day, up to the targets of its habits.
fn steps(day: &DayInput) -> Vec<Step> {
    let left = minutes_left(day);
    let pomodoros = day
        .focus_sessions
        .iter()
        .filter(|session| session.is_pomodoro())
        .take(usize::from(POMODOROS_REQUIRED))
        .count();
    let pomodoros_missing = POMODOROS_REQUIRED - pomodoros as u16;

    let mut steps = Vec::with_capacity(4 * day.habits.len() + 2 * day.tasks.len());
    for (index, habit) in day.habits.iter().enumerate() {
        let takes_time = habit.measure == Measure::Minutes;
        let fits = |amount: u16| !takes_time || u32::from(amount) <= left;
        let steps_of = habit_steps(index, habit, pomodoros_missing);
        steps.extend(steps_of.filter(|step| step.amount().is_none_or(fits)));
    }
    for (index, task) in day.tasks.iter().enumerate() {
        steps.extend(task_steps(index, task));
    }
    if day.tasks.len() < MAX_TASKS && left >= UNKNOWN_TASK_EFFORT {
        steps.push(Step::AddTask);
    }
    steps
}

/// The amounts beyond the targets of habits, as far as they count, and as the day has minutes left.
fn steps_beyond_targets(day: &DayInput) -> Vec<Step> {
    let left = minutes_left(day);
    let habits = day.habits.iter().enumerate();
    habits
        .filter(|(_, habit)| habit.direction == Direction::AtLeast)
        .filter_map(|(index, habit)| {
            let most = (f64::from(habit.target?) * MAX_COMPLETION).ceil() as u32;
            let amount = u32::from(habit.amount_or_zero());
            let room = match habit.measure {
                Measure::Minutes => left,
                Measure::Count | Measure::Check => {
                    u32::from(habit.measure.max_amount()).saturating_sub(amount)
                }
            };
            let more = u16::try_from(most.saturating_sub(amount).min(room));
            let amount = more.ok().filter(|&amount| amount > 0)?;
            Some(Step::LogHabit {
                habit: index,
                amount,
            })
        })
        .collect()
}

/// The steps for a habit: the amount until it counts as done, that to its target, and focus sessions
/// if it is measured in minutes, its category suits them and they do not exceed the target.
fn habit_steps(
    index: usize,
    habit: &HabitInput,
    pomodoros_missing: u16,
) -> impl Iterator<Item = Step> {
    let target = match habit.direction {
        Direction::AtLeast => habit.target.unwrap_or(0),
        Direction::AtMost => 0,
    };
    let missing = target.saturating_sub(habit.amount_or_zero());
    let done = target - target / 5;
    let missing_to_done = done.saturating_sub(habit.amount_or_zero());

    let log = [missing_to_done, missing]
        .into_iter()
        .filter(|&amount| amount > 0)
        .map(move |amount| Step::LogHabit {
            habit: index,
            amount,
        });

    let in_minutes = habit.measure == Measure::Minutes;
    let focusable = in_minutes
        && matches!(
            habit.category,
            Category::Skills | Category::Learning | Category::Career | Category::Content
        );
    let focus = [(pomodoros_missing, POMODORO), (1, DEEP_WORK)]
        .into_iter()
        .filter(move |&(sessions, minutes)| {
            focusable && sessions > 0 && sessions * minutes <= missing
        })
        .map(move |(sessions, minutes)| Step::Focus {
            habit: index,
            sessions,
            minutes,
        });
    log.chain(focus)
}

/// The steps for an open task: completing it, estimating it.
fn task_steps(index: usize, task: &TaskInput) -> impl Iterator<Item = Step> {
    let open = !task.completed;
    let left = task
        .estimated_minutes
        .filter(|_| task.is_estimated())
        .map(|estimated| estimated.saturating_sub(task.actual_minutes.unwrap_or(0)));
    let complete = open.then_some(Step::CompleteTask {
        task: index,
        minutes: left,
    });
    let estimate = (open && !task.is_estimated()).then_some(Step::AddEstimate { task: index });
    complete.into_iter().chain(estimate)
}
