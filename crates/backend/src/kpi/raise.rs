//! What would raise it: the cheapest next steps, and the points each would bring.
//!
//! A step is a change of the day that its user can still bring about by doing something: spending
//! minutes on a habit, finishing a task, planning an open one, focusing. Nothing here proposes to
//! write down other figures than the true ones: minutes never go down, limits (`at_most`) are left
//! alone, completed tasks are neither estimated in hindsight nor given minutes that only their
//! user knows.
//!
//! What a step brings is found by scoring the day with the step taken, so it is what the user will
//! see. **Cheapest** is most points per minute of effort, where the effort is
//!
//! - for minutes on a habit or in focus sessions: those minutes;
//! - for completing a task: what is left of its estimate, but at least 5 minutes; 30 minutes for
//!   one without an estimate;
//! - for an estimate: 1 minute.
//!
//! Left out are steps that bring less than 0.1 points, those for which the day has no minutes left
//! (its entries hold 24 hours at most), and focus sessions that bring no more than their minutes
//! would without the focus. No habit or task is named twice, and the third step is of another kind
//! than the first two, if those are of one kind and another kind helps at all.

use std::cmp::Ordering;

use super::{
    day::{DayInput, HabitInput, TaskInput},
    model::{Category, Direction, RaiseCode},
    points::Points,
    score::score,
    step::{DEEP_WORK, Step},
};

/// No more steps than this are named.
pub const MOST_RAISES: usize = 3;

/// The least a step has to bring.
const WORTH_NAMING: Points = Points::from_tenths(1);

/// Minutes of a day.
const DAY: u32 = 24 * 60;

/// Minutes of a short focus session, and how many of them the law of pomodoro wants.
const POMODORO: u16 = 25;
const POMODOROS_WANTED: u16 = 2;

/// A step that would raise the KPI.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raise {
    /// What kind of step it is.
    pub code: RaiseCode,
    /// The step.
    pub step: Step,
    /// How much higher the KPI would be, at least 0.1.
    pub points: Points,
    /// What to do, in a sentence.
    pub reason: String,
}

impl Raise {
    /// The place in [`DayInput::habits`] of the habit the step is about.
    #[must_use]
    pub fn habit(&self) -> Option<usize> {
        self.step.habit()
    }

    /// The place in [`DayInput::tasks`] of the task the step is about.
    #[must_use]
    pub fn task(&self) -> Option<usize> {
        self.step.task()
    }

    /// Minutes the step adds to its habit or task, if it adds any.
    #[must_use]
    pub fn minutes(&self) -> Option<u16> {
        self.step.minutes().filter(|&minutes| minutes > 0)
    }
}

/// The two or three cheapest next steps, cheapest first; fewer when fewer would help.
#[must_use]
pub fn raises(day: &DayInput) -> Vec<Raise> {
    raises_of(day, &RaiseCode::ALL)
}

/// As [`raises`], of these kinds only: a step that can't be recorded is no help.
#[must_use]
pub fn raises_of(day: &DayInput, kinds: &[RaiseCode]) -> Vec<Raise> {
    let now = score(day).kpi;
    let mut after = day.clone();
    let mut brings = |step: Step| {
        after.clone_from(day);
        step.take(&mut after);
        score(&after).kpi - now
    };
    let mut offers: Vec<Offer> = steps(day)
        .into_iter()
        .filter(|step| kinds.contains(&step.code()))
        .filter_map(|step| {
            let points = brings(step);
            let beyond_minutes = step.without_focus().is_none_or(|log| points > brings(log));
            (points >= WORTH_NAMING && beyond_minutes).then_some(Offer { step, points })
        })
        .collect();
    offers.sort_by(Offer::cheaper);

    choose(&offers)
        .into_iter()
        .map(|Offer { step, points }| Raise {
            code: step.code(),
            step,
            points,
            reason: step.reason(day),
        })
        .collect()
}

/// A step and what it brings.
#[derive(Debug, Clone, Copy)]
struct Offer {
    step: Step,
    points: Points,
}

impl Offer {
    /// Orders by points per minute of effort, then by points, then by kind and place.
    fn cheaper(&self, other: &Self) -> Ordering {
        let worth = |of: &Self, effort: u32| i64::from(of.points.tenths()) * i64::from(effort);
        worth(other, self.step.effort())
            .cmp(&worth(self, other.step.effort()))
            .then(other.points.cmp(&self.points))
            .then(self.step.code().cmp(&other.step.code()))
            .then(self.step.habit().cmp(&other.step.habit()))
            .then(self.step.task().cmp(&other.step.task()))
    }

    fn is_about_same(&self, other: &Self) -> bool {
        (self.step.habit(), self.step.task()) == (other.step.habit(), other.step.task())
    }
}

/// Picks from offers that are sorted, cheapest first.
fn choose(offers: &[Offer]) -> Vec<Offer> {
    let mut chosen: Vec<Offer> = Vec::with_capacity(MOST_RAISES);
    while chosen.len() < MOST_RAISES {
        let stale = match chosen.as_slice() {
            [first, second] if first.step.code() == second.step.code() => Some(first.step.code()),
            _ => None,
        };
        let mut others = offers
            .iter()
            .filter(|offer| !chosen.iter().any(|chosen| chosen.is_about_same(offer)));
        let next = others
            .clone()
            .find(|offer| Some(offer.step.code()) != stale)
            .or_else(|| others.next());
        match next {
            Some(&offer) => chosen.push(offer),
            None => break,
        }
    }
    chosen
}

/// Every step the day leaves open.
fn steps(day: &DayInput) -> Vec<Step> {
    let spent: u32 = day
        .habits
        .iter()
        .map(|habit| u32::from(habit.spent()))
        .sum();
    let left = DAY.saturating_sub(spent);
    let pomodoros = day
        .focus_sessions
        .iter()
        .filter(|session| session.is_pomodoro())
        .take(usize::from(POMODOROS_WANTED))
        .count();
    let pomodoros_wanted = POMODOROS_WANTED - pomodoros as u16;

    let mut steps = Vec::with_capacity(4 * day.habits.len() + 2 * day.tasks.len());
    for (place, habit) in day.habits.iter().enumerate() {
        steps.extend(habit_steps(place, habit, pomodoros_wanted).filter(|step| {
            step.minutes()
                .is_none_or(|minutes| u32::from(minutes) <= left)
        }));
    }
    for (place, task) in day.tasks.iter().enumerate() {
        steps.extend(task_steps(place, task));
    }
    steps
}

/// What can still be done for a habit: the minutes to count as done, those to its target, and
/// where it is work of the head and the target has room for them, focus sessions.
fn habit_steps(
    place: usize,
    habit: &HabitInput,
    pomodoros_wanted: u16,
) -> impl Iterator<Item = Step> {
    let target = match habit.direction {
        Direction::AtLeast => habit.target.unwrap_or(0),
        Direction::AtMost => 0,
    };
    let missing = target.saturating_sub(habit.spent());
    let done = target - target / 5;
    let missing_to_done = done.saturating_sub(habit.spent());

    let log = [missing_to_done, missing]
        .into_iter()
        .filter(|&minutes| minutes > 0)
        .map(move |minutes| Step::LogHabit {
            habit: place,
            minutes,
        });

    let focusable = matches!(
        habit.category,
        Category::Skills | Category::Learning | Category::Career | Category::Content
    );
    let focus = [(pomodoros_wanted, POMODORO), (1, DEEP_WORK)]
        .into_iter()
        .filter(move |&(sessions, minutes)| {
            focusable && sessions > 0 && sessions * minutes <= missing
        })
        .map(move |(sessions, minutes)| Step::Focus {
            habit: place,
            sessions,
            minutes,
        });
    log.chain(focus)
}

/// What can still be done for a task that is open: completing it, estimating it.
fn task_steps(place: usize, task: &TaskInput) -> impl Iterator<Item = Step> {
    let open = !task.completed;
    let left = task
        .estimated_minutes
        .filter(|_| task.is_estimated())
        .map(|estimated| estimated.saturating_sub(task.actual_minutes.unwrap_or(0)));
    let complete = open.then_some(Step::CompleteTask {
        task: place,
        minutes: left,
    });
    let estimate = (open && !task.is_estimated()).then_some(Step::AddEstimate { task: place });
    complete.into_iter().chain(estimate)
}
