//! Every law at its thresholds, just below and just above.

use kpi_backend::kpi::{
    Category, DayInput, Direction, EFFICIENCY_LIMIT, HabitInput, LAWS, Law, Points,
    Priority::{High, Low, Medium},
    Quadrant, TaskInput, score,
};

use crate::fixtures::{
    check, completed, count, focused, habit, habits, interrupted, measured, sessions, task, tasks,
};

/// Asserts the points of one law on each of the days.
#[track_caller]
fn assert_law(law: Law, cases: impl IntoIterator<Item = (&'static str, DayInput, i32)>) {
    let limits = LAWS[law as usize];
    assert_eq!(limits.law, law);
    for (name, day, tenths) in cases {
        let points = score(&day).law(law);
        assert_eq!(points, Points::from_tenths(tenths), "{law}: {name}");
        assert!((limits.min_points..=limits.max_points).contains(&points));
    }
}

#[test]
fn the_table_of_laws_is_complete_and_true() {
    assert_eq!(LAWS.map(|limits| limits.law), Law::ALL);
    let range = |law| {
        let limits = LAWS[law as usize];
        (
            limits.min_points.tenths() / 10,
            limits.max_points.tenths() / 10,
        )
    };
    assert_eq!(range(Law::Pareto), (0, 10));
    assert_eq!(range(Law::Parkinson), (-10, 10));
    assert_eq!(range(Law::DiminishingReturns), (-10, 0));
    assert_eq!(range(Law::YerkesDodson), (0, 5));
    assert_eq!(range(Law::Pomodoro), (0, 5));
    assert_eq!(range(Law::DeepWork), (0, 10));
    assert_eq!(range(Law::TimeBlocking), (0, 5));
    assert_eq!(range(Law::HabitStacking), (0, 5));
    assert_eq!(range(Law::Compound), (0, 10));
    assert_eq!(range(Law::FocusBlocks), (0, 5));
    assert_eq!(range(Law::Q2Focus), (0, 5));
}

#[test]
fn pareto() {
    let open_high = TaskInput {
        completed: false,
        ..completed(High, 500)
    };
    assert_law(
        Law::Pareto,
        [
            ("no tasks", tasks([]), 0),
            ("one task is too few", tasks([completed(High, 80)]), 0),
            (
                "exactly 80 %",
                tasks([completed(High, 80), completed(Low, 20)]),
                100,
            ),
            (
                "just below",
                tasks([completed(High, 79), completed(Low, 20)]),
                0,
            ),
            (
                "just above",
                tasks([completed(High, 81), completed(Medium, 20)]),
                100,
            ),
            (
                "all high",
                tasks([completed(High, 1), completed(High, None)]),
                100,
            ),
            (
                "no minutes",
                tasks([completed(High, None), completed(High, 0)]),
                0,
            ),
            (
                "no high ones",
                tasks([completed(Low, 20), completed(Medium, 20)]),
                0,
            ),
            (
                "open tasks count neither way",
                tasks([completed(High, 20), completed(Low, 20), open_high]),
                0,
            ),
            (
                "nor as one of the two",
                tasks([completed(High, 20), open_high]),
                0,
            ),
        ],
    );
}

#[test]
fn parkinson() {
    let open = TaskInput {
        completed: false,
        ..measured(10, 100)
    };
    let estimate_of_0 = measured(10, 0);
    assert_law(
        Law::Parkinson,
        [
            ("no tasks", tasks([]), 0),
            ("just below 0.9", tasks([measured(89, 100)]), 100),
            ("exactly 0.9", tasks([measured(90, 100)]), 0),
            ("just above 0.9", tasks([measured(91, 100)]), 0),
            ("just below 1.2", tasks([measured(119, 100)]), 0),
            ("exactly 1.2", tasks([measured(120, 100)]), 0),
            ("just above 1.2", tasks([measured(121, 100)]), -100),
            ("exactly 0.9 of 70", tasks([measured(63, 70)]), 0),
            ("exactly 1.2 of 35", tasks([measured(42, 35)]), 0),
            (
                "0 minutes are recorded minutes",
                tasks([measured(0, 5)]),
                100,
            ),
            (
                "a mean of two",
                tasks([measured(10, 100), measured(100, 100)]),
                50,
            ),
            (
                "up and down",
                tasks([measured(10, 100), measured(200, 100)]),
                0,
            ),
            (
                "a third",
                tasks([measured(10, 100), measured(100, 100), measured(100, 100)]),
                33,
            ),
            (
                "two thirds down",
                tasks([measured(130, 100), measured(130, 100), measured(100, 100)]),
                -67,
            ),
            (
                "others are left out",
                tasks([
                    measured(10, 100),
                    open,
                    estimate_of_0,
                    completed(High, 10),
                    task(),
                ]),
                100,
            ),
            ("no estimate", tasks([completed(High, 10)]), 0),
            (
                "no actual minutes",
                tasks([TaskInput {
                    actual_minutes: None,
                    ..measured(0, 10)
                }]),
                0,
            ),
        ],
    );
}

fn of(category: Category, habit: HabitInput) -> HabitInput {
    HabitInput { category, ..habit }
}

fn limit(habit: HabitInput) -> HabitInput {
    HabitInput {
        direction: Direction::AtMost,
        ..habit
    }
}

fn unscheduled(habit: HabitInput) -> HabitInput {
    HabitInput {
        target: None,
        ..habit
    }
}

#[test]
fn diminishing_returns() {
    let career = |minutes, target| of(Category::Career, habit(minutes, target));
    let recovery = |minutes, target| of(Category::Recovery, habit(minutes, target));
    assert_law(
        Law::DiminishingReturns,
        [
            (
                "both just over",
                habits([career(126, 100), recovery(79, 100)]),
                -100,
            ),
            (
                "career exactly 125 %",
                habits([career(125, 100), recovery(79, 100)]),
                0,
            ),
            (
                "recovery exactly 80 %",
                habits([career(126, 100), recovery(80, 100)]),
                0,
            ),
            (
                "no recovery minutes",
                habits([career(600, 100), recovery(0, 1)]),
                -100,
            ),
            ("no recovery habit", habits([career(600, 100)]), 0),
            (
                "a count of work is no time",
                habits([of(Category::Career, count(600, 100)), recovery(0, 100)]),
                0,
            ),
            (
                "a check of rest is no time",
                habits([career(600, 100), of(Category::Recovery, check(false))]),
                0,
            ),
            ("no career habit", habits([recovery(0, 100)]), 0),
            (
                "recovery not scheduled",
                habits([career(600, 100), unscheduled(recovery(0, 100))]),
                0,
            ),
            (
                "career not scheduled",
                habits([unscheduled(career(600, 100)), recovery(0, 100)]),
                0,
            ),
            (
                "sums, not single habits",
                habits([career(200, 100), career(50, 100), recovery(0, 100)]),
                0,
            ),
            (
                "sums over the thresholds",
                habits([
                    career(201, 100),
                    career(50, 100),
                    recovery(100, 100),
                    recovery(59, 100),
                ]),
                -100,
            ),
            (
                "a kept limit is no missed rest",
                habits([career(600, 100), limit(recovery(0, 100))]),
                0,
            ),
            (
                "a limit on work counts as work",
                habits([limit(career(126, 100)), recovery(0, 100)]),
                -100,
            ),
        ],
    );
}

#[test]
fn yerkes_dodson() {
    let within = measured(110, 100);
    let over = measured(111, 100);
    assert_law(
        Law::YerkesDodson,
        [
            ("no tasks", tasks([]), 0),
            ("exactly 110 %", tasks([within]), 50),
            ("just above 110 %", tasks([over]), 0),
            ("far below", tasks([measured(1, 100)]), 50),
            (
                "exactly 80 % of them",
                tasks([within, within, within, within, over]),
                50,
            ),
            ("75 % of them", tasks([within, within, within, over]), 0),
            (
                "unmeasured ones are left out",
                tasks([within, completed(High, 500), task()]),
                50,
            ),
            ("only unmeasured ones", tasks([completed(High, 500)]), 0),
        ],
    );
}

#[test]
fn pomodoro() {
    assert_law(
        Law::Pomodoro,
        [
            ("none", sessions([]), 0),
            ("one is too few", sessions([focused(25)]), 0),
            ("two of 25", sessions([focused(25), focused(25)]), 50),
            ("two of 50", sessions([focused(50), focused(50)]), 50),
            ("one too short", sessions([focused(24), focused(25)]), 0),
            ("one too long", sessions([focused(50), focused(51)]), 0),
            (
                "one interrupted",
                sessions([focused(30), interrupted(30)]),
                0,
            ),
            ("more give no more", sessions([focused(30); 5]), 50),
        ],
    );
}

#[test]
fn deep_work() {
    assert_law(
        Law::DeepWork,
        [
            ("just below", sessions([focused(89)]), 0),
            ("exactly 90", sessions([focused(90)]), 100),
            ("just above", sessions([focused(91)]), 100),
            ("interrupted", sessions([interrupted(240)]), 0),
            ("not a sum", sessions([focused(45), focused(45)]), 0),
            (
                "two give no more",
                sessions([focused(90), focused(120)]),
                100,
            ),
        ],
    );
}

#[test]
fn time_blocking() {
    let planned = measured(120, 100);
    let early = measured(80, 100);
    let missed = measured(121, 100);
    assert_law(
        Law::TimeBlocking,
        [
            ("no tasks", tasks([]), 0),
            ("exactly +20 %", tasks([planned]), 50),
            ("just above +20 %", tasks([missed]), 0),
            ("exactly −20 %", tasks([early]), 50),
            ("just below −20 %", tasks([measured(79, 100)]), 0),
            (
                "exactly 70 % of them",
                tasks([
                    planned, early, planned, early, planned, early, planned, missed, missed, missed,
                ]),
                50,
            ),
            ("two thirds of them", tasks([planned, early, missed]), 0),
            (
                "three quarters of them",
                tasks([planned, early, planned, missed]),
                50,
            ),
            (
                "unmeasured ones are left out",
                tasks([planned, completed(High, 5), task()]),
                50,
            ),
            ("only unmeasured ones", tasks([completed(High, 5)]), 0),
        ],
    );
}

#[test]
fn habit_stacking() {
    let done = habit(48, 60);
    assert_law(
        Law::HabitStacking,
        [
            ("four", habits([done; 4]), 0),
            ("five", habits([done; 5]), 50),
            ("six", habits([done; 6]), 50),
            (
                "the fifth not quite",
                habits([done, done, done, done, habit(47, 60)]),
                0,
            ),
            (
                "the fifth unscheduled",
                habits([done, done, done, done, unscheduled(done)]),
                0,
            ),
            (
                "a kept limit is done",
                habits([done, done, done, done, limit(habit(72, 60))]),
                50,
            ),
        ],
    );
}

#[test]
fn compound() {
    let after = |streak_before| HabitInput {
        streak_before,
        ..habit(60, 60)
    };
    let missed = HabitInput {
        streak_before: 500,
        ..habit(0, 60)
    };
    assert_law(
        Law::Compound,
        [
            ("none", habits([]), 0),
            ("6 after the day", habits([after(5)]), 0),
            ("7 after the day", habits([after(6)]), 50),
            ("8 after the day", habits([after(7)]), 50),
            ("20 after the day", habits([after(19)]), 50),
            ("21 after the day", habits([after(20)]), 80),
            ("65 after the day", habits([after(64)]), 80),
            ("66 after the day", habits([after(65)]), 100),
            ("years", habits([after(5000)]), 100),
            ("a missed one has ended", habits([missed]), 0),
            (
                "the longest running",
                habits([after(6), after(20), missed]),
                80,
            ),
            ("a carried one runs on", habits([unscheduled(after(7))]), 50),
            ("but does not grow", habits([unscheduled(after(6))]), 0),
        ],
    );
}

#[test]
fn focus_blocks() {
    let open = TaskInput {
        completed: false,
        ..completed(Low, 60)
    };
    assert_law(
        Law::FocusBlocks,
        [
            ("one is too few", tasks([completed(Low, 60)]), 0),
            (
                "two of 25",
                tasks([completed(Low, 25), completed(High, 25)]),
                50,
            ),
            (
                "one too short",
                tasks([completed(Low, 25), completed(High, 24)]),
                0,
            ),
            (
                "one without minutes",
                tasks([completed(Low, 25), completed(High, None)]),
                0,
            ),
            ("one open", tasks([completed(Low, 25), open]), 0),
        ],
    );
}

#[test]
fn q2_focus() {
    let q2 = |minutes| HabitInput {
        quadrant: Quadrant::Q2,
        ..habit(minutes, 60)
    };
    let q2_task = |minutes: u16| TaskInput {
        quadrant: Quadrant::Q2,
        actual_minutes: Some(minutes),
        ..task()
    };
    let mixed = |habit, task| DayInput {
        habits: vec![habit],
        tasks: vec![task],
        ..DayInput::default()
    };
    assert_law(
        Law::Q2Focus,
        [
            ("no minutes", habits([q2(0)]), 0),
            ("exactly 60 %", habits([q2(60), habit(40, 60)]), 50),
            ("just below", habits([q2(59), habit(40, 60)]), 0),
            ("just above", habits([q2(61), habit(40, 60)]), 50),
            (
                "unscheduled ones count",
                habits([unscheduled(q2(60)), habit(40, 60)]),
                50,
            ),
            (
                "on the other side too",
                habits([q2(59), unscheduled(habit(40, 60))]),
                0,
            ),
            ("open tasks count", mixed(habit(40, 60), q2_task(60)), 50),
            (
                "just below, with a task",
                mixed(habit(40, 60), q2_task(59)),
                0,
            ),
            ("tasks outside Q2 too", mixed(q2(59), completed(Low, 40)), 0),
            (
                "counts and checks are no time",
                habits([q2(60), habit(40, 60), count(500, 8), check(true)]),
                50,
            ),
        ],
    );
}

#[test]
fn the_laws_together_stay_within_25() {
    let mut day = tasks([
        TaskInput {
            priority: High,
            ..measured(85, 100)
        },
        TaskInput {
            priority: High,
            ..measured(85, 100)
        },
    ]);
    // pareto 10, parkinson 10, yerkes_dodson 5, time_blocking 5, focus_blocks 5.
    let score = score(&day);
    assert_eq!(score.efficiency, EFFICIENCY_LIMIT);
    assert_eq!(score.efficiency_cap, Points::whole(-10));
    assert_eq!(score.laws.into_iter().sum::<Points>(), Points::whole(35));

    day.tasks[0].actual_minutes = Some(95);
    day.tasks[1].actual_minutes = Some(95);
    let score = kpi_backend::kpi::score(&day);
    assert_eq!(score.efficiency, EFFICIENCY_LIMIT);
    assert_eq!(score.efficiency_cap, Points::ZERO);
}

#[test]
fn the_laws_together_can_take_points() {
    let mut day = habits([
        of(Category::Career, habit(200, 100)),
        of(Category::Recovery, habit(0, 100)),
    ]);
    day.tasks = vec![measured(200, 100)];
    let score = score(&day);

    assert_eq!(score.efficiency, Points::whole(-20));
    assert_eq!(score.efficiency_cap, Points::ZERO);
}
