//! A reference implementation of the formula, close to its definition and slow. The engine must agree
//! with it on every day.

use kpi_backend::kpi::{
    Category, DayInput, Direction, FocusSession, HabitInput, Measure, Priority, Quadrant, TaskInput,
};

/// The terms of a day, unrounded.
#[derive(Debug)]
pub(crate) struct Reference {
    pub(crate) base: f64,
    pub(crate) laws: [f64; 11],
    pub(crate) efficiency: f64,
    pub(crate) priority: f64,
    pub(crate) scorecard: f64,
}

impl Reference {
    pub(crate) fn total(&self) -> f64 {
        self.base + self.efficiency + self.priority + self.scorecard
    }

    pub(crate) fn of(day: &DayInput) -> Self {
        let laws = laws(day);
        let completions: Vec<f64> = day.habits.iter().filter_map(completion).collect();
        let earned: f64 = completed(day)
            .map(|task| match task.priority {
                Priority::High => 10.0,
                Priority::Medium => 5.0,
                Priority::Low => 0.0,
            })
            .sum();
        Self {
            base: 100.0 * mean(&completions).unwrap_or(0.0),
            laws,
            efficiency: laws.iter().sum::<f64>().clamp(-25.0, 25.0),
            priority: earned.min(20.0),
            scorecard: scorecard(day),
        }
    }
}

fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

fn amount(habit: &HabitInput) -> i64 {
    i64::from(habit.amount.unwrap_or(0))
}

fn is_in_minutes(habit: &HabitInput) -> bool {
    habit.measure == Measure::Minutes
}

fn completion(habit: &HabitInput) -> Option<f64> {
    let target = f64::from(habit.target?);
    let amount = amount(habit) as f64;
    Some(match habit.direction {
        Direction::AtLeast if habit.measure == Measure::Check => f64::from(amount >= target),
        Direction::AtLeast => (amount / target).min(1.5),
        Direction::AtMost if amount <= target => 1.0,
        Direction::AtMost => (1.0 - (amount - target) / target).max(0.0),
    })
}

/// In integers: at least four fifths of the target, or at most six fifths of the limit.
fn done(habit: &HabitInput) -> bool {
    habit.target.is_some_and(|target| match habit.direction {
        Direction::AtLeast => 5 * amount(habit) >= 4 * i64::from(target),
        Direction::AtMost => 5 * amount(habit) <= 6 * i64::from(target),
    })
}

fn streak(habit: &HabitInput) -> u32 {
    match habit.target {
        None => habit.streak_before,
        Some(_) if done(habit) => match habit.times_left {
            Some(left) if left != 1 => habit.streak_before,
            _ => habit.streak_before + 1,
        },
        Some(_) if habit.times_left.is_some() => habit.streak_before,
        Some(_) => 0,
    }
}

fn streak_days(habit: &HabitInput) -> u32 {
    streak(habit) * if habit.times_left.is_some() { 7 } else { 1 }
}

fn completed(day: &DayInput) -> impl Iterator<Item = &TaskInput> {
    day.tasks.iter().filter(|task| task.completed)
}

fn actual(task: &TaskInput) -> i64 {
    i64::from(task.actual_minutes.unwrap_or(0))
}

/// Actual minutes in percent of the estimate times the estimate, and the estimate.
fn measured(day: &DayInput) -> Vec<(i64, i64)> {
    completed(day)
        .filter_map(|task| Some((task.actual_minutes?, task.estimated_minutes?)))
        .map(|(actual, estimated)| (100 * i64::from(actual), i64::from(estimated)))
        .collect()
}

fn laws(day: &DayInput) -> [f64; 11] {
    let given = |points: f64, when: bool| if when { points } else { 0.0 };

    let all: i64 = completed(day).map(actual).sum();
    let high: i64 = completed(day)
        .filter(|task| task.priority == Priority::High)
        .map(actual)
        .sum();
    let measured = measured(day);
    let among = |percent: usize, within: &dyn Fn(&(i64, i64)) -> bool| {
        let count = measured.iter().filter(|task| within(task)).count();
        !measured.is_empty() && 100 * count >= percent * measured.len()
    };
    let parkinson: Vec<f64> = measured
        .iter()
        .map(|&(actual, estimated)| match actual {
            actual if actual < 90 * estimated => 10.0,
            actual if actual > 120 * estimated => -10.0,
            _ => 0.0,
        })
        .collect();

    let against = |category, limits_too: bool| {
        day.habits
            .iter()
            .filter(|habit| habit.category == category)
            .filter(|habit| is_in_minutes(habit))
            .filter(|habit| limits_too || habit.direction == Direction::AtLeast)
            .filter_map(|habit| Some((amount(habit), i64::from(habit.target?))))
            .fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1))
    };
    let (career, career_target) = against(Category::Career, true);
    let (recovery, recovery_target) = against(Category::Recovery, false);

    let undisturbed = |from: u32, to: u32| {
        day.focus_sessions
            .iter()
            .filter(|FocusSession { interrupted, .. }| !interrupted)
            .filter(|session| (from..=to).contains(&session.minutes))
            .count()
    };
    let longest = day.habits.iter().map(streak_days).max().unwrap_or(0);
    let spent: Vec<(Quadrant, i64)> = day
        .habits
        .iter()
        .filter(|habit| is_in_minutes(habit))
        .map(|habit| (habit.quadrant, amount(habit)))
        .chain(day.tasks.iter().map(|task| (task.quadrant, actual(task))))
        .collect();
    let total: i64 = spent.iter().map(|(_, minutes)| minutes).sum();
    let q2: i64 = spent
        .iter()
        .filter(|(quadrant, _)| *quadrant == Quadrant::Q2)
        .map(|(_, minutes)| minutes)
        .sum();

    [
        given(
            10.0,
            completed(day).count() >= 2 && all > 0 && 100 * high >= 80 * all,
        ),
        mean(&parkinson).unwrap_or(0.0),
        given(
            -10.0,
            career_target > 0
                && recovery_target > 0
                && 100 * career > 125 * career_target
                && 100 * recovery < 80 * recovery_target,
        ),
        given(
            5.0,
            among(80, &|&(actual, estimated)| actual <= 110 * estimated),
        ),
        given(5.0, undisturbed(25, 50) >= 2),
        given(10.0, undisturbed(90, u32::MAX) >= 1),
        given(
            5.0,
            among(70, &|&(actual, estimated)| {
                (80 * estimated..=120 * estimated).contains(&actual)
            }),
        ),
        given(
            5.0,
            day.habits.iter().filter(|habit| done(habit)).count() >= 5,
        ),
        given(5.0, longest >= 7) + given(3.0, longest >= 21) + given(2.0, longest >= 66),
        given(
            5.0,
            completed(day).filter(|task| actual(task) >= 25).count() >= 2,
        ),
        given(5.0, total > 0 && 100 * q2 >= 60 * total),
    ]
}

fn scorecard(day: &DayInput) -> f64 {
    let kept = |counts: &dyn Fn(&HabitInput) -> bool| {
        let kept: Vec<f64> = day
            .habits
            .iter()
            .filter(|habit| counts(habit))
            .filter_map(completion)
            .map(|completion| completion.min(1.0))
            .collect();
        mean(&kept)
    };
    let share = |of: Vec<bool>| {
        let ones: Vec<f64> = of.into_iter().map(f64::from).collect();
        mean(&ones)
    };
    let is = |habit: &HabitInput, categories: [Category; 2]| categories.contains(&habit.category);

    let tasks_done = share(day.tasks.iter().map(|task| task.completed).collect());
    let d = 70.0 * kept(&|_| true).unwrap_or(0.0) + 30.0 * tasks_done.unwrap_or(1.0);

    let studies = kept(&|habit| is(habit, [Category::Skills, Category::Learning]));
    let s = match day.skill_level_change {
        Some(change) => (50.0 + 25.0 * change).clamp(0.0, 100.0),
        None => studies.map_or(50.0, |kept| 100.0 * kept),
    };

    let parts = [
        kept(&|habit| is(habit, [Category::Recovery, Category::Health])),
        share(
            day.habits
                .iter()
                .filter(|habit| habit.target.is_some())
                .map(|habit| streak(habit) >= 3)
                .collect(),
        ),
        share(
            day.tasks
                .iter()
                .map(|task| task.estimated_minutes.is_some())
                .collect(),
        ),
    ];
    let parts: Vec<f64> = parts.into_iter().flatten().collect();
    let c = 100.0 * mean(&parts).unwrap_or(0.0);

    0.1 * (0.4 * d + 0.3 * s + 0.3 * c)
}
