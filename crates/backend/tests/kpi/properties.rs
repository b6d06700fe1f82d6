//! Properties of every day.

use kpi_backend::kpi::{
    Category, DAY_MINUTES, DayInput, Direction, FocusSession, HabitInput, Law, MAX_SUGGESTIONS,
    MAX_TASKS, Measure, Points, Priority, Quadrant, Step, TaskInput, TermCode, band, completion,
    explain, score, suggestions,
};
use proptest::{collection::vec, option, prelude::*, sample::select};

use crate::reference::Reference;

fn targets() -> impl Strategy<Value = u16> {
    prop_oneof![
        3 => select(vec![10, 15, 20, 25, 30, 45, 60, 90, 120, 180, 360, 480]),
        1 => 1..=1440_u16,
    ]
}

/// Minutes that are often exactly at the threshold of a rule, as a share of `of`.
fn minutes_near(of: u16) -> impl Strategy<Value = u16> {
    let share = move |percent: u32| (u32::from(of) * percent / 100).min(1440) as u16;
    prop_oneof![
        2 => 0..=1440_u16,
        2 => 0..=share(160),
        3 => select(vec![60_u32, 80, 90, 100, 110, 120, 125, 150, 200]).prop_map(share),
        1 => select(vec![81_u32, 91, 101, 111, 121, 126, 151, 201]).prop_map(share),
    ]
}

/// A measure, and a target in it.
fn measures() -> impl Strategy<Value = (Measure, u16)> {
    prop_oneof![
        6 => targets().prop_map(|target| (Measure::Minutes, target)),
        2 => (1..=12_u16).prop_map(|target| (Measure::Count, target)),
        1 => (1..=10_000_u16).prop_map(|target| (Measure::Count, target)),
        2 => Just((Measure::Check, 1)),
    ]
}

/// Amounts that are often exactly at the threshold of a rule.
fn amounts(measure: Measure, target: u16) -> impl Strategy<Value = u16> {
    minutes_near(target).prop_map(move |amount| match measure {
        Measure::Minutes | Measure::Count => amount,
        Measure::Check => amount % 2,
    })
}

prop_compose! {
    fn a_habit()(
        (measure, target) in measures(),
    )(
        measure in Just(measure),
        category in select(Category::ALL.to_vec()),
        quadrant in select(Quadrant::ALL.to_vec()),
        direction in prop_oneof![4 => Just(Direction::AtLeast), 1 => Just(Direction::AtMost)],
        target in option::weighted(0.9, Just(target)),
        amount in option::weighted(0.9, amounts(measure, target)),
        streak_before in prop_oneof![0..10_u32, 15..25_u32, 60..70_u32],
        times_left in option::weighted(0.2, 0..=7_u16),
    ) -> HabitInput {
        HabitInput { category, quadrant, direction, measure, target, amount, streak_before, times_left }
    }
}

prop_compose! {
    fn a_task()(
        estimated in targets(),
    )(
        priority in select(Priority::ALL.to_vec()),
        quadrant in select(Quadrant::ALL.to_vec()),
        estimated_minutes in option::weighted(0.8, Just(estimated)),
        actual_minutes in option::weighted(0.8, minutes_near(estimated)),
        completed in prop::bool::weighted(0.7),
    ) -> TaskInput {
        TaskInput { priority, quadrant, estimated_minutes, actual_minutes, completed }
    }
}

fn a_session() -> impl Strategy<Value = FocusSession> {
    let minutes = prop_oneof![select(vec![24, 25, 50, 51, 89, 90]), 0..200_u32];
    (minutes, prop::bool::weighted(0.3)).prop_map(|(minutes, interrupted)| FocusSession {
        minutes,
        interrupted,
    })
}

prop_compose! {
    fn a_day()(
        habits in vec(a_habit(), 0..13),
        tasks in vec(a_task(), 0..6),
        focus_sessions in vec(a_session(), 0..4),
        skill_level_change in option::weighted(0.3, -4.0..4.0_f64),
    ) -> DayInput {
        DayInput { habits, tasks, focus_sessions, skill_level_change }
    }
}

/// A day, and the same day in another order.
fn a_day_twice() -> impl Strategy<Value = (DayInput, DayInput)> {
    a_day().prop_flat_map(|day| {
        (
            Just(day.habits.clone()).prop_shuffle(),
            Just(day.tasks.clone()).prop_shuffle(),
            Just(day.focus_sessions.clone()).prop_shuffle(),
            Just(day),
        )
            .prop_map(|(habits, tasks, focus_sessions, day)| {
                let shuffled = DayInput {
                    habits,
                    tasks,
                    focus_sessions,
                    skill_level_change: day.skill_level_change,
                };
                (day, shuffled)
            })
    })
}

/// Applies a step, implemented independently of the engine.
fn taken(step: Step, day: &DayInput, estimate: u16) -> DayInput {
    let mut day = day.clone();
    let mut log = |habit: usize, amount: u16| {
        let habit = &mut day.habits[habit];
        habit.amount = Some(habit.amount.unwrap_or(0) + amount);
    };
    match step {
        Step::LogHabit { habit, amount } => log(habit, amount),
        Step::Focus {
            habit,
            sessions,
            minutes,
        } => {
            log(habit, sessions * minutes);
            let session = FocusSession {
                minutes: minutes.into(),
                interrupted: false,
            };
            day.focus_sessions
                .extend(std::iter::repeat_n(session, sessions.into()));
        }
        Step::CompleteTask { task, minutes } => {
            let task = &mut day.tasks[task];
            task.completed = true;
            if let Some(minutes) = minutes {
                task.actual_minutes = Some(task.actual_minutes.unwrap_or(0) + minutes);
            }
        }
        Step::AddEstimate { task } => day.tasks[task].estimated_minutes = Some(estimate),
        Step::AddTask => day.tasks.push(TaskInput {
            priority: Priority::High,
            quadrant: Quadrant::Q4,
            estimated_minutes: None,
            actual_minutes: None,
            completed: true,
        }),
    }
    day
}

/// How much can be added to the entry of a habit on a day with so many minutes left.
fn room(habit: &HabitInput, minutes_left: u16) -> u16 {
    match habit.measure {
        Measure::Minutes => minutes_left,
        other => other.max_amount().saturating_sub(habit.amount.unwrap_or(0)),
    }
}

fn near(shown: Points, exact: f64, by: f64) -> bool {
    (shown.value() - exact).abs() < by + 1e-6
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn completion_is_between_0_and_1_5(
        measure in select(Measure::ALL.to_vec()),
        direction in select(Direction::ALL.to_vec()),
        amount: u16,
        target: u16,
    ) {
        let completion = completion(measure, direction, amount, target);

        prop_assert!((0.0..=1.5).contains(&completion));
    }

    #[test]
    fn a_check_is_0_or_1(amount: u16) {
        let completion = completion(Measure::Check, Direction::AtLeast, amount, 1);

        prop_assert_eq!(completion, f64::from(u8::from(amount > 0)));
    }

    #[test]
    fn counts_and_checks_are_no_minutes(day in a_day()) {
        let mut in_minutes = day.clone();
        in_minutes.habits.retain(|habit| habit.measure == Measure::Minutes);

        prop_assert_eq!(in_minutes.minutes(), day.minutes());
        prop_assert_eq!(in_minutes.is_plausible(), day.is_plausible());
        for law in [Law::Q2Focus, Law::DiminishingReturns] {
            prop_assert_eq!(score(&in_minutes).law(law), score(&day).law(law));
        }
    }

    #[test]
    fn the_kpi_is_the_total_clamped_to_0_150(day in a_day()) {
        let score = score(&day);

        prop_assert!((0.0..=150.0).contains(&score.kpi.value()));
        prop_assert_eq!(score.kpi.tenths(), score.total.tenths().clamp(0, 1500));
        prop_assert_eq!(score.band, band(score.kpi));
    }

    #[test]
    fn the_engine_agrees_with_the_reference_implementation(day in a_day()) {
        let score = score(&day);
        let slow = Reference::of(&day);

        prop_assert!(near(score.total, slow.total(), 0.05), "{score:?} {slow:?}");
        prop_assert!(near(score.base, slow.base, 0.05));
        prop_assert!(near(score.priority, slow.priority, 0.0));
        // Scorecard or parkinson carry the rounding difference: a tenth at most.
        prop_assert!(near(score.scorecard_points, slow.scorecard, 0.15));
        prop_assert!(near(score.efficiency, slow.efficiency, 0.15));
        for law in Law::ALL {
            let off = if law == Law::Parkinson { 0.15 } else { 0.0 };
            prop_assert!(near(score.law(law), slow.laws[law as usize], off), "{law} {slow:?}");
        }
        prop_assert!((0..=100).contains(&score.scorecard_points.tenths()));
    }

    #[test]
    fn the_engine_is_deterministic(day in a_day()) {
        prop_assert_eq!(score(&day), score(&day));
        prop_assert_eq!(explain(&day), explain(&day));
        prop_assert_eq!(suggestions(&day), suggestions(&day));
    }

    #[test]
    fn a_larger_amount_of_a_habit_to_reach_never_lowers_the_base(
        mut day in a_day(),
        habit in a_habit(),
        more in 1..=1440_u16,
    ) {
        let fewer = habit.amount.unwrap_or(0);
        day.habits.push(HabitInput { direction: Direction::AtLeast, ..habit });
        let base = score(&day).base;

        day.habits.last_mut().unwrap().amount = Some(fewer + more);
        prop_assert!(score(&day).base >= base);
    }

    #[test]
    fn order_does_not_matter((day, shuffled) in a_day_twice()) {
        prop_assert_eq!(score(&day), score(&shuffled));
        prop_assert_eq!(explain(&day), explain(&shuffled));
        let points = |day| suggestions(day).iter().map(|suggestion| suggestion.points).collect::<Vec<_>>();
        prop_assert_eq!(points(&day).first().copied(), points(&shuffled).first().copied());
    }

    #[test]
    fn the_explained_terms_add_up_to_the_total(day in a_day()) {
        let explanation = explain(&day);
        let tenths: i32 = explanation.terms.iter().map(|term| term.points.tenths()).sum();

        prop_assert_eq!(tenths, explanation.total.tenths());
        prop_assert_eq!(explanation.kpi.tenths(), tenths.clamp(0, 1500));
        let codes: Vec<TermCode> = explanation.terms.iter().map(|term| term.code).collect();
        prop_assert!(codes.is_sorted());
        for term in &explanation.terms {
            prop_assert!(term.reason.ends_with('.'));
            prop_assert!(term.facts.iter().all(|(_, figure)| figure.is_finite()));
        }
    }

    #[test]
    fn the_explanation_is_of_the_score(day in a_day()) {
        let (score, explanation) = (score(&day), explain(&day));

        prop_assert_eq!(explanation.kpi, score.kpi);
        prop_assert_eq!(explanation.total, score.total);
        prop_assert_eq!(explanation.band, score.band);
        for term in explanation.terms {
            let points = match term.code {
                TermCode::Base => score.base,
                TermCode::EfficiencyCap => score.efficiency_cap,
                TermCode::Priority => score.priority,
                TermCode::Scorecard => score.scorecard_points,
                law => score.law(law.as_str().parse()?),
            };
            prop_assert_eq!(term.points, points);
        }
    }

    #[test]
    fn efficiency_stays_within_25(day in a_day()) {
        let score = score(&day);
        let fired: Points = score.laws.into_iter().sum();

        prop_assert!(score.efficiency.tenths().abs() <= 250);
        prop_assert_eq!(fired + score.efficiency_cap, score.efficiency);
        prop_assert!(score.efficiency_cap == Points::ZERO || fired.tenths().abs() > 250);
    }

    #[test]
    fn each_suggestion_adds_its_points(day in a_day(), estimate in 1..=1440_u16) {
        for suggestion in suggestions(&day) {
            let after = taken(suggestion.step, &day, estimate);
            prop_assert_eq!(score(&after).kpi - score(&day).kpi, suggestion.points, "{:?}", suggestion);
            prop_assert!(suggestion.points.tenths() >= 1);
        }
    }

    #[test]
    fn suggestions_are_few_and_about_different_subjects(day in a_day()) {
        let suggestions = suggestions(&day);

        prop_assert!(suggestions.len() <= MAX_SUGGESTIONS);
        for (place, suggestion) in suggestions.iter().enumerate() {
            let subjects = [suggestion.habit().is_some(), suggestion.task().is_some()];
            let new_task = suggestion.step == Step::AddTask;
            prop_assert_eq!(subjects.into_iter().filter(|is| *is).count(), usize::from(!new_task));
            for other in &suggestions[..place] {
                prop_assert!(suggestion.step != other.step);
                prop_assert!(suggestion.habit().is_none() || suggestion.habit() != other.habit());
            }
        }
    }

    #[test]
    fn without_a_suggestion_nothing_adds_points(day in a_day()) {
        if suggestions(&day).is_empty() {
            let left = u16::try_from(DAY_MINUTES.saturating_sub(day.minutes()))?;
            let to_log = (0..day.habits.len()).map(|habit| (habit, day.habits[habit]));
            let mut steps: Vec<Step> = to_log
                .filter(|(_, habit)| habit.direction == Direction::AtLeast && habit.target.is_some())
                .map(|(habit, _)| Step::LogHabit { habit, amount: room(&day.habits[habit], left) })
                .collect();
            steps.extend(
                (0..day.tasks.len())
                    .filter(|&task| !day.tasks[task].completed)
                    .filter(|&task| day.tasks[task].estimated_minutes.is_none())
                    .map(|task| Step::CompleteTask { task, minutes: None }),
            );
            if left >= 30 && day.tasks.len() < MAX_TASKS {
                steps.push(Step::AddTask);
            }
            for step in steps {
                let after = taken(step, &day, 30);
                // Minutes may bring more of the day into Q2, which is no step.
                let q2 = score(&after).law(Law::Q2Focus) - score(&day).law(Law::Q2Focus);
                let q2 = q2.max(Points::ZERO);
                prop_assert!((score(&after).kpi - score(&day).kpi - q2).tenths() <= 0, "{:?}", step);
            }
        }
    }

    #[test]
    fn suggestions_ask_for_no_false_records(day in a_day()) {
        let all = suggestions(&day);
        let log = |step: Step| matches!(step, Step::LogHabit { .. });
        let beyond = !all.is_empty() && all.iter().all(|one| log(one.step));
        for suggestion in all {
            if let Some(habit) = suggestion.habit().map(|place| day.habits[place]) {
                prop_assert_eq!(habit.direction, Direction::AtLeast);
                let after = habit.amount.unwrap_or(0) + suggestion.amount().unwrap_or(0);
                prop_assert!(habit.measure == Measure::Minutes || after <= habit.measure.max_amount());
                let most = habit.target.map(|target| if beyond { target.div_ceil(2) + target } else { target });
                prop_assert!(Some(after) <= most);
                let taken = u32::from(suggestion.amount().unwrap_or(0));
                let takes_time = habit.measure == Measure::Minutes;
                prop_assert!(!takes_time || day.minutes() + taken <= DAY_MINUTES);
                prop_assert!(takes_time || log(suggestion.step));
                prop_assert!(suggestion.amount().is_some());
            }
            if let Some(task) = suggestion.task() {
                prop_assert!(!day.tasks[task].completed);
            }
        }
    }

    #[test]
    fn extreme_figures_are_handled(
        measure in select(Measure::ALL.to_vec()),
        minutes: u16,
        target: u16,
        streak_before: u32,
        session: u32,
        skill_level_change: f64,
    ) {
        let day = DayInput {
            habits: vec![
                HabitInput {
                    category: Category::Career,
                    quadrant: Quadrant::Q2,
                    direction: Direction::AtLeast,
                    measure,
                    target: Some(target),
                    amount: Some(minutes),
                    streak_before,
                    times_left: None,
                };
                50
            ],
            tasks: vec![
                TaskInput {
                    priority: Priority::High,
                    quadrant: Quadrant::Q2,
                    estimated_minutes: Some(target),
                    actual_minutes: Some(minutes),
                    completed: false,
                };
                50
            ],
            focus_sessions: vec![FocusSession { minutes: session, interrupted: false }; 50],
            skill_level_change: Some(skill_level_change),
        };

        prop_assert!((0.0..=150.0).contains(&explain(&day).kpi.value()));
        prop_assert!(suggestions(&day).len() <= MAX_SUGGESTIONS);
    }
}
