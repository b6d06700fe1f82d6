//! The explanation: every term, in order, with its figures and its sentence.

use kpi_backend::kpi::{
    Band, Category, DayInput, FORMULA_VERSION, Fact, HabitInput, Points, Priority, Quadrant,
    TaskInput, Term, TermCode, explain, score,
};

use crate::fixtures::{
    completed, default_habits, focused, habit, habits, measured, sessions, task, tasks,
};

fn term(day: &DayInput, code: TermCode) -> Option<Term> {
    let terms = explain(day).terms;
    terms.into_iter().find(|term| term.code == code)
}

#[track_caller]
fn assert_term(day: &DayInput, code: TermCode, points: f64, reason: &str, facts: &[Fact]) {
    assert_eq!(
        term(day, code),
        Some(Term {
            code,
            points: Points::round(points),
            reason: reason.to_owned(),
            facts: facts.to_vec(),
        })
    );
}

#[test]
fn terms_are_in_order_without_laws_of_0_points() {
    let mut day = habits(default_habits());
    day.tasks = vec![
        TaskInput {
            priority: Priority::High,
            ..measured(85, 100)
        };
        2
    ];
    let explanation = explain(&day);
    let codes: Vec<_> = explanation.terms.iter().map(|term| term.code).collect();

    assert_eq!(
        codes,
        [
            TermCode::Base,
            TermCode::Pareto,
            TermCode::Parkinson,
            TermCode::YerkesDodson,
            TermCode::TimeBlocking,
            TermCode::HabitStacking,
            TermCode::FocusBlocks,
            TermCode::EfficiencyCap,
            TermCode::Priority,
            TermCode::Scorecard,
        ]
    );
    let sum: Points = explanation.terms.iter().map(|term| term.points).sum();
    assert_eq!(sum, explanation.total);
    assert_eq!(explanation.kpi, Points::whole(150));
    assert_eq!(explanation.band, Band::Exceptional);
    assert_eq!(explanation.formula_version, FORMULA_VERSION);
    assert_eq!(explanation.scorecard, score(&day).scorecard);
}

#[test]
fn an_empty_day_is_explained_too() {
    let explanation = explain(&DayInput::default());
    let terms: Vec<_> = explanation
        .terms
        .iter()
        .map(|term| (term.code, term.points.value(), term.reason.as_str()))
        .collect();

    assert_eq!(
        terms,
        [
            (TermCode::Base, 0.0, "No habits are scheduled for this day."),
            (
                TermCode::Priority,
                0.0,
                "No high- or medium-priority task is completed."
            ),
            (
                TermCode::Scorecard,
                2.7,
                "Deliverables 30 and skills 50 of 100 each; no culture yet."
            ),
        ]
    );
    assert_eq!(
        explanation.terms[2].facts,
        [("deliverables", 30.0), ("skills", 50.0)]
    );
}

#[test]
fn base_priority_and_scorecard() {
    let mut day = habits([habit(30, 60), habit(1, 3), habit(60, 60)]);
    day.tasks = vec![
        completed(Priority::High, None),
        completed(Priority::Medium, None),
        completed(Priority::Medium, None),
        task(),
    ];
    assert_term(
        &day,
        TermCode::Base,
        61.1,
        "Mean completion of 3 scheduled habits is 61.1 %; 1 done.",
        &[("scheduled", 3.0), ("done", 1.0), ("meanPercent", 61.1)],
    );
    assert_term(
        &day,
        TermCode::Priority,
        20.0,
        "1 high-priority task and 2 medium-priority tasks completed.",
        &[("completedHigh", 1.0), ("completedMedium", 2.0)],
    );
    assert_term(
        &day,
        TermCode::Scorecard,
        4.1,
        "Deliverables 65.3, skills 50 and culture 0 of 100 each.",
        &[("deliverables", 65.3), ("skills", 50.0), ("culture", 0.0)],
    );
}

#[test]
fn nouns_are_pluralized() {
    let reason = |day: &DayInput, code| term(day, code).unwrap().reason;

    assert_eq!(
        reason(&habits([habit(60, 60)]), TermCode::Base),
        "Mean completion of 1 scheduled habit is 100 %; 1 done."
    );
    assert_eq!(
        reason(
            &tasks([completed(Priority::High, None)]),
            TermCode::Priority
        ),
        "1 high-priority task completed."
    );
    assert_eq!(
        reason(
            &tasks([completed(Priority::Medium, None); 2]),
            TermCode::Priority
        ),
        "2 medium-priority tasks completed."
    );
}

#[test]
fn laws_of_tasks() {
    let high = |task| TaskInput {
        priority: Priority::High,
        ..task
    };
    let day = tasks([
        high(measured(50, 100)),
        high(measured(110, 100)),
        high(measured(90, 100)),
        measured(30, 20),
        measured(10, 10),
    ]);
    assert_term(
        &day,
        TermCode::Pareto,
        10.0,
        "High-priority tasks took 86.2 % of the 290 minutes spent on 5 completed tasks.",
        &[
            ("completedTasks", 5.0),
            ("highMinutes", 250.0),
            ("taskMinutes", 290.0),
            ("sharePercent", 86.2),
        ],
    );
    assert_term(
        &day,
        TermCode::YerkesDodson,
        5.0,
        "4 of 5 completed tasks with an estimate took at most 110 % of it.",
        &[("measuredTasks", 5.0), ("withinTasks", 4.0)],
    );
    assert_term(
        &day,
        TermCode::FocusBlocks,
        5.0,
        "4 completed tasks took 25 minutes or more.",
        &[("blocks", 4.0)],
    );
    let day = tasks([measured(50, 100), measured(130, 100), measured(50, 100)]);
    assert_term(
        &day,
        TermCode::Parkinson,
        3.3,
        "Of 3 completed tasks with an estimate, 2 took less than 0.9 of it and 1 more than 1.2 \
         of it.",
        &[
            ("measuredTasks", 3.0),
            ("fasterTasks", 2.0),
            ("slowerTasks", 1.0),
        ],
    );
    let day = tasks([measured(120, 100), measured(80, 100), measured(100, 100)]);
    assert_term(
        &day,
        TermCode::TimeBlocking,
        5.0,
        "3 of 3 completed tasks with an estimate stayed within 20 % of it.",
        &[("measuredTasks", 3.0), ("withinTasks", 3.0)],
    );
}

#[test]
fn laws_of_habits() {
    let of = |category, habit: HabitInput| HabitInput { category, ..habit };
    let day = habits([
        of(Category::Career, habit(480, 360)),
        of(Category::Recovery, habit(60, 180)),
    ]);
    assert_term(
        &day,
        TermCode::DiminishingReturns,
        -10.0,
        "Career took 133.3 % of its target while recovery got 33.3 % of its own.",
        &[
            ("careerMinutes", 480.0),
            ("careerTargetMinutes", 360.0),
            ("careerPercent", 133.3),
            ("recoveryMinutes", 60.0),
            ("recoveryTargetMinutes", 180.0),
            ("recoveryPercent", 33.3),
        ],
    );

    let mut stacked = default_habits();
    stacked[3].streak_before = 29;
    stacked[4].quadrant = Quadrant::Q2;
    let day = habits(stacked);
    assert_term(
        &day,
        TermCode::HabitStacking,
        5.0,
        "10 scheduled habits done on one day.",
        &[("done", 10.0)],
    );
    assert_term(
        &day,
        TermCode::Compound,
        8.0,
        "The longest running streak is 30 days.",
        &[("longestStreak", 30.0)],
    );
    assert_term(
        &day,
        TermCode::Q2Focus,
        5.0,
        "85.8 % of the day's 1270 minutes were in Q2, important and not urgent.",
        &[
            ("q2Minutes", 1090.0),
            ("totalMinutes", 1270.0),
            ("sharePercent", 85.8),
        ],
    );
}

#[test]
fn laws_of_focus() {
    let day = sessions([focused(25), focused(50), focused(120), focused(90)]);
    assert_term(
        &day,
        TermCode::Pomodoro,
        5.0,
        "2 uninterrupted focus sessions of 25 to 50 minutes.",
        &[("sessions", 2.0)],
    );
    assert_term(
        &day,
        TermCode::DeepWork,
        10.0,
        "An uninterrupted focus session of 120 minutes.",
        &[("longestMinutes", 120.0)],
    );
}

#[test]
fn the_efficiency_cap_is_explained() {
    let day = tasks(
        [TaskInput {
            priority: Priority::High,
            ..measured(85, 100)
        }; 2],
    );
    assert_term(
        &day,
        TermCode::EfficiencyCap,
        -10.0,
        "The laws add up to 35 points, of which 25 count.",
        &[("sum", 35.0), ("limit", 25.0)],
    );
}
