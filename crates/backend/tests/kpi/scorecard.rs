//! The three parts of the scorecard and their weights.

use kpi_backend::kpi::{
    Category, DayInput, Direction, HabitInput, Points, Priority, TaskInput, score,
};

use crate::fixtures::{completed, habit, habits, task, tasks};

fn of(category: Category, minutes: u16, target: u16) -> HabitInput {
    HabitInput {
        category,
        ..habit(minutes, target)
    }
}

fn unscheduled(habit: HabitInput) -> HabitInput {
    HabitInput {
        target: None,
        ..habit
    }
}

fn done() -> TaskInput {
    completed(Priority::Low, None)
}

#[test]
fn deliverables_are_habits_done_and_tasks_completed() {
    let both = |habit, tasks| DayInput {
        habits: vec![habit],
        tasks,
        ..DayInput::default()
    };
    for (name, day, tenths) in [
        ("no habits, no tasks", DayInput::default(), 300),
        ("all kept, no tasks", habits([habit(60, 60)]), 1000),
        ("half kept, no tasks", habits([habit(30, 60)]), 650),
        (
            "more than kept is kept",
            habits([habit(90, 60), habit(30, 60)]),
            825,
        ),
        (
            "unscheduled is no data",
            habits([unscheduled(habit(60, 60))]),
            300,
        ),
        ("tasks only, all done", tasks([done(), done()]), 300),
        ("tasks only, half done", tasks([done(), task()]), 150),
        ("tasks only, none done", tasks([task()]), 0),
        (
            "both",
            both(habit(60, 60), vec![done(), done(), task(), task()]),
            850,
        ),
    ] {
        assert_eq!(
            score(&day).scorecard.deliverables.tenths(),
            tenths,
            "{name}"
        );
    }
}

#[test]
fn skills_come_from_tests_then_habits_then_a_default() {
    let tested = |change| DayInput {
        habits: vec![of(Category::Skills, 60, 60)],
        skill_level_change: Some(change),
        ..DayInput::default()
    };
    for (name, day, tenths) in [
        ("nothing", DayInput::default(), 500),
        (
            "only other habits",
            habits([of(Category::Career, 60, 60)]),
            500,
        ),
        (
            "unscheduled ones",
            habits([unscheduled(of(Category::Skills, 60, 60))]),
            500,
        ),
        ("skills", habits([of(Category::Skills, 45, 60)]), 750),
        ("learning", habits([of(Category::Learning, 15, 60)]), 250),
        (
            "both, at most 1 each",
            habits([of(Category::Skills, 90, 60), of(Category::Learning, 30, 60)]),
            750,
        ),
        ("no change", tested(0.0), 500),
        ("a level up", tested(1.0), 750),
        ("a part of a level up", tested(0.3), 575),
        ("two levels up", tested(2.0), 1000),
        ("more than two", tested(2.1), 1000),
        ("a level down", tested(-1.0), 250),
        ("two levels down", tested(-2.0), 0),
        ("more than two down", tested(-4.0), 0),
        ("no number is no test", tested(f64::NAN), 1000),
    ] {
        assert_eq!(score(&day).scorecard.skills.tenths(), tenths, "{name}");
    }
}

#[test]
fn culture_is_the_mean_of_the_parts_with_data() {
    let streak = |streak_before| HabitInput {
        streak_before,
        ..habit(60, 60)
    };
    let estimated = TaskInput {
        estimated_minutes: Some(30),
        ..task()
    };
    let estimated_0 = TaskInput {
        estimated_minutes: Some(0),
        ..task()
    };
    let limit = HabitInput {
        direction: Direction::AtMost,
        ..of(Category::Recovery, 90, 60)
    };
    for (name, day, tenths) in [
        ("nothing", DayInput::default(), None),
        (
            "only unscheduled",
            habits([unscheduled(of(Category::Health, 60, 60))]),
            None,
        ),
        ("streak of 2 after the day", habits([streak(1)]), Some(0)),
        ("streak of 3 after the day", habits([streak(2)]), Some(1000)),
        (
            "one of three steady",
            habits([streak(2), streak(1), streak(0)]),
            Some(333),
        ),
        (
            "carried streaks are not of this day",
            habits([streak(0), unscheduled(streak(9))]),
            Some(0),
        ),
        (
            "care and streaks",
            habits([of(Category::Recovery, 30, 60), of(Category::Health, 90, 60)]),
            Some(375),
        ),
        ("a broken limit", habits([limit]), Some(250)),
        ("no estimates", tasks([task(), done()]), Some(0)),
        ("an estimate of 0 is none", tasks([estimated_0]), Some(0)),
        (
            "half the tasks estimated",
            tasks([estimated, done()]),
            Some(500),
        ),
        (
            "all three parts",
            DayInput {
                habits: vec![
                    HabitInput {
                        streak_before: 7,
                        ..of(Category::Health, 54, 60)
                    },
                    habit(60, 60),
                ],
                tasks: vec![estimated, task(), task(), task()],
                ..DayInput::default()
            },
            // 90, 50, 25.
            Some(550),
        ),
    ] {
        assert_eq!(
            score(&day).scorecard.culture.map(Points::tenths),
            tenths,
            "{name}"
        );
    }
}

#[test]
fn the_parts_weigh_40_30_and_30_percent_of_ten_points() {
    let points = |day| score(&day).scorecard_points.tenths();

    // Only D: 100.
    let mut day = habits([habit(60, 60)]);
    day.skill_level_change = Some(-2.0);
    assert_eq!(points(day.clone()), 40);
    // D and S: 100 each.
    day.skill_level_change = Some(2.0);
    assert_eq!(points(day.clone()), 70);
    // All: 100 each.
    day.habits[0].streak_before = 2;
    assert_eq!(points(day), 100);
    // None of them.
    let mut day = tasks([task()]);
    day.skill_level_change = Some(-2.0);
    assert_eq!(points(day), 0);
}
