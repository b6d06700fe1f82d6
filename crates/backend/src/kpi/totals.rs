//! The counts and sums over a day that the laws and the scorecard need, computed in one pass. All are
//! integers, so they do not depend on the order of habits, tasks and sessions.

use super::{
    completion::{UNIT, in_units},
    day::{DayInput, FocusSession, HabitInput, TaskInput},
    model::{Category, Direction, Measure, Priority, Quadrant},
};

/// The number of completions and their sum in [`UNIT`]s.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Completions {
    pub(super) count: i64,
    pub(super) units: i64,
}

impl Completions {
    fn add(&mut self, units: i64) {
        self.count += 1;
        self.units += units;
    }

    fn add_if(&mut self, counts: bool, units: i64) {
        self.count += i64::from(counts);
        self.units += if counts { units } else { 0 };
    }

    /// The mean; `None` without any.
    pub(super) fn mean(self) -> Option<f64> {
        (self.count > 0).then(|| self.units as f64 / (self.count * UNIT) as f64)
    }
}

/// Minutes and targets, summed over habits.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct MinutesAgainstTarget {
    pub(super) minutes: u64,
    pub(super) target: u64,
}

impl MinutesAgainstTarget {
    fn add_if(&mut self, counts: bool, minutes: u64, target: u64) {
        self.minutes += if counts { minutes } else { 0 };
        self.target += if counts { target } else { 0 };
    }
}

/// The counts and sums over a day.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct DayTotals {
    /// Completions of the scheduled habits, up to 1.5 each.
    pub(super) scheduled: Completions,
    /// The same, up to 1 each.
    pub(super) capped: Completions,
    /// Completions of scheduled skills and learning habits, up to 1 each.
    pub(super) skills_and_learning: Completions,
    /// Completions of scheduled recovery and health habits, up to 1 each.
    pub(super) recovery_and_health: Completions,
    /// Scheduled habits that were done.
    pub(super) done: u64,
    /// Scheduled habits whose streak after the day is 3 or more.
    pub(super) streaks_of_three: u64,
    /// The longest streak after the day, in days, over all habits.
    pub(super) longest_streak: u32,
    /// Scheduled career habits measured in minutes.
    pub(super) career: MinutesAgainstTarget,
    /// Scheduled recovery habits measured in minutes, with a minimum target.
    pub(super) recovery: MinutesAgainstTarget,

    /// All tasks.
    pub(super) tasks: u64,
    /// Tasks with an estimate.
    pub(super) estimated: u64,
    /// Completed tasks.
    pub(super) completed: u64,
    /// Completed high-priority tasks.
    pub(super) completed_high: u64,
    /// Completed medium-priority tasks.
    pub(super) completed_medium: u64,
    /// Actual minutes of the completed tasks.
    pub(super) completed_minutes: u64,
    /// Actual minutes of the completed high-priority tasks.
    pub(super) completed_high_minutes: u64,
    /// Completed tasks of 25 actual minutes or more.
    pub(super) focus_blocks: u64,
    /// Completed tasks with estimate and actual minutes.
    pub(super) measured: u64,
    /// Measured tasks below 0.9 of the estimate.
    pub(super) faster: u64,
    /// Measured tasks above 1.2 of the estimate.
    pub(super) slower: u64,
    /// Measured tasks of at most 110 % of the estimate.
    pub(super) within_110_percent: u64,
    /// Measured tasks within ±20 % of the estimate.
    pub(super) within_20_percent: u64,

    /// Minutes of all tasks, and of the entries of habits measured in minutes.
    pub(super) minutes: u64,
    /// Those of them in Q2.
    pub(super) q2_minutes: u64,

    /// Uninterrupted focus sessions of 25–50 minutes.
    pub(super) pomodoros: u64,
    /// The longest uninterrupted focus session.
    pub(super) longest_session: u32,

    /// Mean change of level this month.
    pub(super) skill_level_change: Option<f64>,
}

impl DayTotals {
    pub(super) fn of(day: &DayInput) -> Self {
        let mut totals = Self {
            skill_level_change: day.skill_level_change.filter(|change| !change.is_nan()),
            ..Self::default()
        };
        for habit in &day.habits {
            totals.add_habit(habit);
        }
        for task in &day.tasks {
            totals.add_task(task);
        }
        for session in &day.focus_sessions {
            totals.add_session(session);
        }
        totals
    }

    fn add_habit(&mut self, habit: &HabitInput) {
        let minutes = u64::from(habit.minutes());
        self.add_minutes(habit.quadrant, minutes);

        let outcome = habit.outcome();
        let streak_days = habit.streak_days(outcome.streak);
        self.longest_streak = self.longest_streak.max(streak_days);
        let (Some(target), Some(completion)) = (habit.target, outcome.completion) else {
            return;
        };

        let units = in_units(completion);
        let capped = units.min(UNIT);
        self.scheduled.add(units);
        self.capped.add(capped);
        self.done += u64::from(outcome.done);
        self.streaks_of_three += u64::from(outcome.streak >= 3);

        let category = habit.category;
        self.skills_and_learning.add_if(
            matches!(category, Category::Skills | Category::Learning),
            capped,
        );
        self.recovery_and_health.add_if(
            matches!(category, Category::Recovery | Category::Health),
            capped,
        );
        let target = u64::from(target);
        let in_minutes = habit.measure == Measure::Minutes;
        self.career
            .add_if(in_minutes && category == Category::Career, minutes, target);
        self.recovery.add_if(
            in_minutes && category == Category::Recovery && habit.direction == Direction::AtLeast,
            minutes,
            target,
        );
    }

    fn add_task(&mut self, task: &TaskInput) {
        let minutes = u64::from(task.actual_minutes.unwrap_or(0));
        self.add_minutes(task.quadrant, minutes);

        self.tasks += 1;
        self.estimated += u64::from(task.is_estimated());
        if !task.completed {
            return;
        }

        self.completed += 1;
        self.completed_minutes += minutes;
        self.focus_blocks += u64::from(minutes >= 25);
        match task.priority {
            Priority::High => {
                self.completed_high += 1;
                self.completed_high_minutes += minutes;
            }
            Priority::Medium => self.completed_medium += 1,
            Priority::Low => {}
        }
        if let Some((estimated, actual)) = task.measured() {
            self.measured += 1;
            self.faster += u64::from(10 * actual < 9 * estimated);
            self.slower += u64::from(10 * actual > 12 * estimated);
            self.within_110_percent += u64::from(10 * actual <= 11 * estimated);
            self.within_20_percent += u64::from(5 * actual.abs_diff(estimated) <= estimated);
        }
    }

    fn add_session(&mut self, session: &FocusSession) {
        self.pomodoros += u64::from(session.is_pomodoro());
        if !session.interrupted {
            self.longest_session = self.longest_session.max(session.minutes);
        }
    }

    fn add_minutes(&mut self, quadrant: Quadrant, minutes: u64) {
        self.minutes += minutes;
        self.q2_minutes += if quadrant == Quadrant::Q2 { minutes } else { 0 };
    }
}
