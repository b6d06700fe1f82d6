//! Builders for days to score.

use kpi_backend::kpi::{
    Category, DayInput, Direction, FocusSession, HabitInput, Measure, Priority, Quadrant, TaskInput,
};

/// An `at_least` habit in Q1 and wellness, to which only general rules apply.
pub(crate) fn habit(minutes: u16, target: u16) -> HabitInput {
    HabitInput {
        category: Category::Wellness,
        quadrant: Quadrant::Q1,
        direction: Direction::AtLeast,
        measure: Measure::Minutes,
        target: Some(target),
        amount: Some(minutes),
        streak_before: 0,
        times_left: None,
    }
}

/// A count against its target, otherwise as [`habit`].
pub(crate) fn count(amount: u16, target: u16) -> HabitInput {
    HabitInput {
        measure: Measure::Count,
        ..habit(amount, target)
    }
}

/// A check, otherwise as [`habit`].
pub(crate) fn check(done: bool) -> HabitInput {
    HabitInput {
        measure: Measure::Check,
        ..habit(done.into(), 1)
    }
}

/// An open low-priority task in Q1.
pub(crate) fn task() -> TaskInput {
    TaskInput {
        priority: Priority::Low,
        quadrant: Quadrant::Q1,
        estimated_minutes: None,
        actual_minutes: None,
        completed: false,
    }
}

/// A completed task.
pub(crate) fn completed(priority: Priority, actual: impl Into<Option<u16>>) -> TaskInput {
    TaskInput {
        priority,
        actual_minutes: actual.into(),
        completed: true,
        ..task()
    }
}

/// A completed low-priority task that took `actual` of `estimated` minutes.
pub(crate) fn measured(actual: u16, estimated: u16) -> TaskInput {
    TaskInput {
        estimated_minutes: Some(estimated),
        ..completed(Priority::Low, actual)
    }
}

/// An uninterrupted focus session.
pub(crate) fn focused(minutes: u32) -> FocusSession {
    FocusSession {
        minutes,
        interrupted: false,
    }
}

/// An interrupted focus session.
pub(crate) fn interrupted(minutes: u32) -> FocusSession {
    FocusSession {
        minutes,
        interrupted: true,
    }
}

pub(crate) fn habits(habits: impl IntoIterator<Item = HabitInput>) -> DayInput {
    DayInput {
        habits: habits.into_iter().collect(),
        ..DayInput::default()
    }
}

pub(crate) fn tasks(tasks: impl IntoIterator<Item = TaskInput>) -> DayInput {
    DayInput {
        tasks: tasks.into_iter().collect(),
        ..DayInput::default()
    }
}

pub(crate) fn sessions(sessions: impl IntoIterator<Item = FocusSession>) -> DayInput {
    DayInput {
        focus_sessions: sessions.into_iter().collect(),
        ..DayInput::default()
    }
}

/// The default habits on a weekday of their user: ten of them, all at their targets.
pub(crate) fn default_habits() -> Vec<HabitInput> {
    use Category::{Career, Content, Health, Learning, Recovery, Skills};
    use Quadrant::{Q1, Q2, Q3};
    [
        (Health, Q2, 480),
        (Health, Q2, 60),
        (Skills, Q2, 60),
        (Learning, Q2, 30),
        (Career, Q1, 360),
        (Recovery, Q3, 180),
        (Skills, Q2, 20),
        (Content, Q2, 20),
        (Skills, Q2, 30),
        (Skills, Q2, 30),
    ]
    .into_iter()
    .map(|(category, quadrant, target)| HabitInput {
        category,
        quadrant,
        ..habit(target, target)
    })
    .collect()
}
