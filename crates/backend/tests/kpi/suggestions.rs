//! Suggested next steps.

use kpi_backend::kpi::{
    Category, DayInput, Direction, HabitInput, MAX_TASKS, Points, Priority, Step, Suggestion,
    SuggestionCode, TaskInput, suggestions, suggestions_of,
};

use crate::fixtures::{
    check, completed, count, default_habits, focused, habit, habits, measured, task, tasks,
};

fn codes(suggestions: &[Suggestion]) -> Vec<SuggestionCode> {
    suggestions
        .iter()
        .map(|suggestion| suggestion.code)
        .collect()
}

fn open(priority: Priority, estimated: Option<u16>, actual: Option<u16>) -> TaskInput {
    TaskInput {
        priority,
        estimated_minutes: estimated,
        actual_minutes: actual,
        ..task()
    }
}

/// The suggestions but one more task, which most days have room for.
fn without_new_tasks(day: &DayInput) -> Vec<Suggestion> {
    let mut found = suggestions(day);
    found.retain(|suggestion| suggestion.code != SuggestionCode::AddTask);
    found
}

/// A day whose tasks are at their most and give all they can.
fn with_tasks_done(mut day: DayInput) -> DayInput {
    day.tasks = vec![completed(Priority::High, None); MAX_TASKS];
    day
}

#[test]
fn a_perfect_day_has_no_next_step() {
    let mut perfect = habits([habit(90, 60)]);
    perfect.tasks = vec![completed(Priority::High, 60); 2];
    perfect.tasks.push(open(Priority::High, Some(30), None));
    assert_eq!(suggestions(&perfect), []);
}

#[test]
fn a_habit_is_brought_to_done() {
    let day = habits([HabitInput {
        streak_before: 6,
        ..habit(40, 60)
    }]);
    let suggestions = without_new_tasks(&day);

    assert_eq!(suggestions.len(), 1);
    assert_eq!(suggestions[0].code, SuggestionCode::LogHabit);
    assert_eq!(
        suggestions[0].step,
        Step::LogHabit {
            habit: 0,
            amount: 8
        }
    );
    assert_eq!(
        (suggestions[0].habit(), suggestions[0].task()),
        (Some(0), None)
    );
    assert_eq!(suggestions[0].amount(), Some(8));
    // base 66.7 → 80, compound +5, D 46.7·… : 13.33 + 5 + 0.1 × (0.4 × 9.33 + 0.3 × 100).
    assert_eq!(suggestions[0].points, Points::from_tenths(217));
    assert_eq!(
        suggestions[0].reason,
        "Spend 8 more minutes on this habit: at 48 of 60 it counts as done."
    );
}

#[test]
fn a_done_habit_is_brought_to_its_target_and_no_further() {
    let raises_at = |minutes| without_new_tasks(&habits([habit(minutes, 60)]));

    assert_eq!(
        raises_at(48)[0].step,
        Step::LogHabit {
            habit: 0,
            amount: 12
        }
    );
    assert_eq!(
        raises_at(48)[0].reason,
        "Spend 12 more minutes on this habit to reach its target of 60."
    );
    assert_eq!(
        raises_at(59)[0].reason,
        "Spend 1 more minute on this habit to reach its target of 60."
    );
    assert_eq!(raises_at(60), []);
    assert_eq!(raises_at(70), []);
}

#[test]
fn at_most_and_unscheduled_habits_have_no_steps() {
    let broken_limit = HabitInput {
        direction: Direction::AtMost,
        ..habit(90, 60)
    };
    let kept_limit = HabitInput {
        amount: None,
        ..broken_limit
    };
    let unscheduled = HabitInput {
        target: None,
        ..habit(0, 60)
    };

    let day = with_tasks_done(habits([broken_limit, kept_limit, unscheduled]));
    assert_eq!(suggestions(&day), []);
}

#[test]
fn the_day_has_24_hours() {
    let day = |slept| habits([habit(slept, 480), habit(0, 60)]);

    // 48 minutes make the second habit done.
    assert_eq!(without_new_tasks(&day(1440 - 48))[0].amount(), Some(48));
    assert_eq!(without_new_tasks(&day(1440 - 47)), []);
    // Without time for a task, what is left counts for the habit.
    let rest = suggestions(&day(1440 - 20));
    assert_eq!(rest.len(), 1);
    assert_eq!(rest[0].amount(), Some(20));
    assert_eq!(
        rest[0].reason,
        "Spend 20 more minutes on this habit, which makes 20 of 60."
    );
    assert_eq!(suggestions(&day(1440)), []);

    // The minutes of tasks are minutes of the day.
    let mut full = habits([habit(1000, 480), habit(0, 60)]);
    full.tasks = vec![completed(Priority::Low, 440)];
    assert_eq!(suggestions(&full), []);
}

#[test]
fn one_more_task_is_suggested_while_it_adds_points() {
    let one_more = |day: &DayInput| {
        let found = suggestions(day);
        let step = found.into_iter().find(|one| one.step == Step::AddTask);
        step.map(|step| step.points)
    };
    // All targets are reached, and nothing is planned.
    assert_eq!(one_more(&DayInput::default()), Some(Points::whole(10)));
    let reached = habits([habit(60, 60)]);
    // Ten of priority; the task without an estimate takes some of the culture.
    assert_eq!(one_more(&reached), Some(Points::from_tenths(100)));
    assert_eq!(
        suggestions(&reached)[0].reason,
        "Complete one more task of high priority."
    );

    // An open task that adds as much comes first, one that adds less does not.
    assert_eq!(
        one_more(&tasks([open(Priority::High, Some(30), None)])),
        None
    );
    assert!(one_more(&tasks([open(Priority::Low, Some(10), Some(20))])).is_some());
    assert!(one_more(&tasks([completed(Priority::High, 60)])).is_some());
    // The points of priority are full, or the day has five tasks.
    assert_eq!(one_more(&tasks([completed(Priority::High, 60); 2])), None);
    assert_eq!(one_more(&tasks([completed(Priority::Low, 60); 5])), None);
}

#[test]
fn beyond_targets_only_when_nothing_else_adds_points() {
    let broken_limit = HabitInput {
        direction: Direction::AtMost,
        ..habit(120, 60)
    };
    let day = with_tasks_done(habits([
        habit(60, 60),
        habit(45, 30),
        habit(40, 30),
        broken_limit,
    ]));
    let found = suggestions(&day);
    let steps: Vec<Step> = found.iter().map(|one| one.step).collect();
    assert_eq!(
        steps,
        [
            Step::LogHabit {
                habit: 2,
                amount: 5
            },
            Step::LogHabit {
                habit: 0,
                amount: 30
            },
        ]
    );
    assert_eq!(
        found[0].reason,
        "Spend 5 more minutes on this habit: beyond its target of 30, they count too."
    );
}

#[test]
fn the_effort_of_a_task_is_the_rest_of_its_estimate() {
    let day = tasks([
        open(Priority::High, Some(60), None),
        open(Priority::High, Some(60), Some(40)),
    ]);
    let suggestions = suggestions(&day);

    assert_eq!(
        suggestions
            .iter()
            .map(|suggestion| suggestion.step)
            .collect::<Vec<_>>(),
        [
            Step::CompleteTask {
                task: 1,
                minutes: Some(20)
            },
            Step::CompleteTask {
                task: 0,
                minutes: Some(60)
            },
        ]
    );
    assert_eq!(
        (suggestions[0].habit(), suggestions[0].task()),
        (None, Some(1))
    );
    // priority 10, yerkes_dodson 5, time_blocking 5, half of D's 30 for tasks.
    assert_eq!(suggestions[0].points, Points::from_tenths(206));
    assert_eq!(
        suggestions[0].reason,
        "Complete this task within its estimate: 20 of 60 minutes left."
    );
}

#[test]
fn a_task_past_its_estimate_is_completed_with_the_minutes_it_has() {
    let day = tasks([open(Priority::High, Some(60), Some(70))]);
    let suggestions = suggestions(&day);

    assert_eq!(
        suggestions[0].step,
        Step::CompleteTask {
            task: 0,
            minutes: Some(0)
        }
    );
    assert_eq!(suggestions[0].amount(), None);
    assert_eq!(suggestions[0].reason, "Complete this task.");
}

#[test]
fn completing_a_task_has_a_minimum_effort() {
    // The task adds more points than the habit, and its estimate is used up; but completing a task has
    // a minimum effort, and the habit needs one minute.
    let mut day = habits([HabitInput {
        streak_before: 6,
        ..habit(47, 60)
    }]);
    day.tasks = vec![open(Priority::Low, Some(60), Some(60))];
    let suggestions = without_new_tasks(&day);

    assert_eq!(
        codes(&suggestions),
        [SuggestionCode::LogHabit, SuggestionCode::CompleteTask]
    );
    assert!(suggestions[1].points > suggestions[0].points);
}

#[test]
fn of_two_steps_of_equal_value_the_greater_comes_first() {
    // With two targets of 514, base and scorecard gain a tenth a minute.
    let day = habits([habit(504, 514), habit(494, 514)]);
    let points: Vec<_> = without_new_tasks(&day)
        .iter()
        .map(|suggestion| suggestion.points)
        .collect();

    assert_eq!(points, [Points::whole(2), Points::whole(1)]);
}

#[test]
fn high_tasks_come_before_medium_and_low_ones() {
    let day = tasks([
        open(Priority::Low, None, None),
        open(Priority::Medium, None, None),
        open(Priority::High, None, None),
    ]);
    let order: Vec<_> = suggestions(&day)
        .iter()
        .filter(|suggestion| suggestion.code == SuggestionCode::CompleteTask)
        .map(Suggestion::task)
        .collect();

    assert!(order.starts_with(&[Some(2)]) || order == [Some(2), Some(1)]);
}

#[test]
fn only_open_tasks_are_estimated() {
    let hindsight = tasks([completed(Priority::Low, 30)]);
    assert_eq!(without_new_tasks(&hindsight), []);

    let planning = tasks([open(Priority::Low, None, None)]);
    let suggestions = suggestions(&planning);
    assert_eq!(suggestions[0].step, Step::AddEstimate { task: 0 });
    assert_eq!(suggestions[0].amount(), None);
    assert_eq!(suggestions[0].points, Points::whole(3));
    assert_eq!(
        suggestions[0].reason,
        "Estimate how long this task will take."
    );
    // Its completion is another step.
    let planning = tasks([open(Priority::High, None, None)]);
    let steps: Vec<Step> = kpi_backend::kpi::suggestions(&planning)
        .iter()
        .map(|suggestion| suggestion.step)
        .collect();
    let minutes = None;
    assert_eq!(
        steps,
        [
            Step::AddEstimate { task: 0 },
            Step::CompleteTask { task: 0, minutes }
        ]
    );
}

#[test]
fn focus_is_suggested_if_it_adds_more_than_its_minutes() {
    let mut day = habits([HabitInput {
        category: Category::Career,
        ..habit(100, 360)
    }]);
    // Ten points for 90 minutes are more than five for 50.
    let long = without_new_tasks(&day);
    assert_eq!(codes(&long), [SuggestionCode::DeepWork]);
    assert_eq!(
        long[0].step,
        Step::Focus {
            habit: 0,
            sessions: 1,
            minutes: 90
        }
    );
    assert_eq!(long[0].amount(), Some(90));
    assert_eq!(
        long[0].reason,
        "Spend one uninterrupted focus session of 90 minutes on this habit."
    );

    day.focus_sessions = vec![focused(90)];
    let short = without_new_tasks(&day);
    assert_eq!(codes(&short), [SuggestionCode::Pomodoro]);
    assert_eq!(short[0].amount(), Some(50));
    assert_eq!(
        short[0].reason,
        "Spend 2 uninterrupted focus sessions of 25 minutes each on this habit."
    );

    // One short session is recorded, so one more is enough.
    day.focus_sessions = vec![focused(30)];
    assert_eq!(codes(&without_new_tasks(&day)), [SuggestionCode::Pomodoro]);
    assert_eq!(without_new_tasks(&day)[0].amount(), Some(25));

    // With both recorded, only minutes are suggested.
    day.focus_sessions = vec![focused(90), focused(30), focused(30)];
    assert_eq!(codes(&without_new_tasks(&day)), [SuggestionCode::LogHabit]);
}

#[test]
fn focus_is_not_suggested_for_sleep_or_beyond_a_target() {
    let sleep = HabitInput {
        category: Category::Health,
        ..habit(0, 480)
    };
    assert_eq!(
        codes(&without_new_tasks(&habits([sleep]))),
        [SuggestionCode::LogHabit]
    );

    let short = HabitInput {
        category: Category::Skills,
        ..habit(0, 49)
    };
    assert_eq!(
        codes(&without_new_tasks(&habits([short]))),
        [SuggestionCode::LogHabit]
    );
}

#[test]
fn three_steps_are_not_all_of_one_kind() {
    let mut day = habits([habit(0, 20), habit(0, 20), habit(0, 20)]);
    let habits = suggestions_of(&day, &[SuggestionCode::LogHabit]);
    assert_eq!(codes(&habits), [SuggestionCode::LogHabit; 3]);

    // Much more effort than the third habit, but of another kind.
    day.tasks = vec![open(Priority::Low, Some(600), None)];
    assert_eq!(
        codes(&without_new_tasks(&day)),
        [
            SuggestionCode::LogHabit,
            SuggestionCode::LogHabit,
            SuggestionCode::CompleteTask
        ]
    );
}

#[test]
fn a_step_that_lowers_the_kpi_is_not_suggested() {
    // Completing it would make it a task that took twice its estimate.
    let day = tasks([
        open(Priority::Low, Some(10), Some(20)),
        measured(100, 100),
        measured(100, 100),
    ]);

    assert_eq!(without_new_tasks(&day), []);
}

#[test]
fn a_fresh_day_starts_with_the_short_habits() {
    let mut day = habits(default_habits().into_iter().map(|habit| HabitInput {
        amount: None,
        streak_before: 2,
        ..habit
    }));
    day.tasks = vec![
        open(Priority::High, Some(90), None),
        open(Priority::Medium, Some(30), None),
    ];
    let suggestions = suggestions(&day);

    assert_eq!(suggestions.len(), 3);
    assert!(
        suggestions
            .iter()
            .all(|suggestion| suggestion.points > Points::whole(3))
    );
    let effort: Vec<_> = suggestions.iter().filter_map(Suggestion::amount).collect();
    assert!(effort.iter().all(|&minutes| minutes <= 30), "{effort:?}");
}

#[test]
fn counts_and_checks_are_suggested_in_their_measure() {
    let day = habits([count(2, 8), check(false), habit(0, 1440)]);
    let found = without_new_tasks(&day);
    let steps: Vec<_> = found
        .iter()
        .map(|one| (one.habit(), one.amount(), one.reason.as_str()))
        .collect();
    assert_eq!(
        steps[..2],
        [
            (Some(1), Some(1), "Do this habit and check it."),
            (
                Some(0),
                Some(6),
                "Add 6 to this habit to reach its target of 8."
            ),
        ]
    );
    let streak = habits([HabitInput {
        streak_before: 6,
        ..count(5, 8)
    }]);
    assert_eq!(
        without_new_tasks(&streak)[0].reason,
        "Add 2 to this habit: at 7 of 8 it counts as done."
    );

    // They take no minutes of the day: it is full, and they are suggested all the same.
    let full = with_tasks_done(habits([habit(1440, 480), count(7, 8), check(false)]));
    let found: Vec<_> = suggestions(&full).iter().map(Suggestion::habit).collect();
    assert_eq!(found, [Some(2), Some(1)]);

    let beyond = with_tasks_done(habits([count(8, 8), check(true)]));
    let found = suggestions(&beyond);
    assert_eq!(
        found.iter().map(|one| one.step).collect::<Vec<_>>(),
        [Step::LogHabit {
            habit: 0,
            amount: 4
        }]
    );
    assert_eq!(
        found[0].reason,
        "Add 4 to this habit: beyond its target of 8, they count too."
    );
    let most = with_tasks_done(habits([count(9_990, 9_000)]));
    assert_eq!(suggestions(&most)[0].amount(), Some(10));
}

#[test]
fn focus_sessions_are_for_habits_measured_in_minutes() {
    let day = habits([HabitInput {
        category: Category::Skills,
        ..count(0, 200)
    }]);
    let found = codes(&suggestions(&day));
    assert!(found.contains(&SuggestionCode::LogHabit));
    assert!(!found.contains(&SuggestionCode::Pomodoro), "{found:?}");
    assert!(!found.contains(&SuggestionCode::DeepWork), "{found:?}");
}

#[test]
fn only_the_requested_kinds_are_suggested() {
    let day = habits([HabitInput {
        category: Category::Career,
        ..habit(0, 120)
    }]);
    assert_ne!(codes(&suggestions(&day)), [SuggestionCode::LogHabit]);
    for suggestion in suggestions_of(
        &day,
        &[SuggestionCode::LogHabit, SuggestionCode::CompleteTask],
    ) {
        assert_eq!(suggestion.code, SuggestionCode::LogHabit);
    }
    assert_eq!(suggestions_of(&day, &[]), []);
}
