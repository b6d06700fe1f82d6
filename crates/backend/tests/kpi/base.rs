//! Completion, streaks, base, priority, the total and its limits.

use kpi_backend::kpi::{
    Band, DayInput, Direction, HabitInput, Law, Measure, Points, Priority, TaskInput, band,
    completion, score,
};

use crate::fixtures::{
    check, completed, count, default_habits, habit, habits, measured, task, tasks,
};

#[test]
fn completion_follows_its_direction() {
    use Direction::{AtLeast, AtMost};
    for (direction, minutes, target, expected) in [
        (AtLeast, 0, 60, 0.0),
        (AtLeast, 15, 60, 0.25),
        (AtLeast, 48, 60, 0.8),
        (AtLeast, 60, 60, 1.0),
        (AtLeast, 75, 60, 1.25),
        (AtLeast, 89, 60, 89.0 / 60.0),
        (AtLeast, 90, 60, 1.5),
        (AtLeast, 91, 60, 1.5),
        (AtLeast, 1440, 1, 1.5),
        (AtMost, 0, 60, 1.0),
        (AtMost, 59, 60, 1.0),
        (AtMost, 60, 60, 1.0),
        (AtMost, 61, 60, 59.0 / 60.0),
        (AtMost, 72, 60, 0.8),
        (AtMost, 90, 60, 0.5),
        (AtMost, 119, 60, 1.0 / 60.0),
        (AtMost, 120, 60, 0.0),
        (AtMost, 121, 60, 0.0),
        (AtMost, 1440, 1, 0.0),
        // No habit has a target of 0; it is taken as 1.
        (AtLeast, 0, 0, 0.0),
        (AtLeast, 1, 0, 1.0),
        (AtMost, 2, 0, 0.0),
    ] {
        assert_eq!(
            completion(Measure::Minutes, direction, minutes, target),
            expected,
            "{minutes} {direction} {target}"
        );
    }
}

#[test]
fn a_count_is_measured_like_minutes_and_a_check_is_done_or_not() {
    for (of, expected, done) in [
        (count(0, 8), 0.0, false),
        (count(6, 8), 0.75, false),
        (count(7, 8), 0.875, true),
        (count(12, 8), 1.5, true),
        (count(10_000, 8), 1.5, true),
        (count(8_000, 10_000), 0.8, true),
        (check(false), 0.0, false),
        (check(true), 1.0, true),
    ] {
        let outcome = of.outcome();
        assert_eq!(outcome.completion, Some(expected), "{of:?}");
        assert_eq!(outcome.done, done, "{of:?}");
    }
    let limit = HabitInput {
        direction: Direction::AtMost,
        ..count(3, 2)
    };
    assert_eq!(limit.outcome().completion, Some(0.5));
    // Beyond its bounds, where no entry is.
    let twice = HabitInput {
        amount: Some(2),
        ..check(true)
    };
    assert_eq!(twice.outcome().completion, Some(1.0));
}

#[test]
fn a_habit_is_done_from_four_fifths_on() {
    for target in 1..=1440_u16 {
        let enough = (4 * u32::from(target)).div_ceil(5) as u16;
        assert!(habit(enough, target).outcome().done, "{enough}/{target}");
        assert!(!habit(enough - 1, target).outcome().done, "{target}");

        let limit = |minutes| HabitInput {
            direction: Direction::AtMost,
            ..habit(minutes, target)
        };
        let bearable = target + target / 5;
        assert!(limit(bearable).outcome().done, "{bearable}/{target}");
        assert!(!limit(bearable + 1).outcome().done, "{target}");
    }
}

#[test]
fn streaks_grow_end_or_are_carried() {
    let with_streak = |habit: HabitInput, streak_before| {
        HabitInput {
            streak_before,
            ..habit
        }
        .outcome()
    };
    let unscheduled = HabitInput {
        target: None,
        ..habit(60, 60)
    };

    assert_eq!(with_streak(habit(48, 60), 6).streak, 7);
    assert_eq!(with_streak(habit(47, 60), 6).streak, 0);
    assert_eq!(with_streak(unscheduled, 6).streak, 6);
    assert_eq!(with_streak(habit(60, 60), u32::MAX).streak, u32::MAX);
    assert_eq!(unscheduled.outcome().completion, None);
    assert!(!unscheduled.outcome().done);
}

#[test]
fn base_is_the_mean_completion_of_scheduled_habits() {
    let unscheduled = HabitInput {
        target: None,
        ..habit(600, 60)
    };
    let no_entry = HabitInput {
        amount: None,
        ..habit(0, 60)
    };
    let limit_kept_without_entry = HabitInput {
        direction: Direction::AtMost,
        ..no_entry
    };
    for (name, day, tenths) in [
        ("no habits", vec![], 0),
        ("none scheduled", vec![unscheduled], 0),
        ("one, half", vec![habit(30, 60)], 500),
        ("one, at its most", vec![habit(200, 60)], 1500),
        ("extra time", vec![habit(30, 60), unscheduled], 500),
        ("no entry", vec![habit(60, 60), no_entry], 500),
        ("kept limit", vec![limit_kept_without_entry], 1000),
        ("thirds", vec![habit(1, 3), habit(1, 3), habit(1, 3)], 333),
        ("two thirds", vec![habit(2, 3)], 667),
        ("a mean", vec![habit(30, 60), habit(60, 60)], 750),
        // 40.05 %, which has no exact binary representation.
        ("a half", vec![habit(801, 1000), habit(0, 60)], 401),
    ] {
        assert_eq!(score(&habits(day)).base.tenths(), tenths, "{name}");
    }
}

#[test]
fn priority_is_earned_by_completed_tasks_up_to_twenty() {
    use Priority::{High, Low, Medium};
    for (done, points) in [
        (vec![], 0),
        (vec![Low, Low], 0),
        (vec![Medium], 5),
        (vec![High], 10),
        (vec![High, Medium], 15),
        (vec![High, High], 20),
        (vec![Medium, Medium, Medium, Medium], 20),
        (vec![High, Medium, Medium, Low], 20),
        (vec![High, High, Medium], 20),
        (vec![Medium, Medium, Medium, Medium, Medium], 20),
    ] {
        let day = tasks(done.iter().map(|&priority| completed(priority, None)));
        assert_eq!(score(&day).priority, Points::whole(points), "{done:?}");
    }
    let open = TaskInput {
        priority: High,
        ..task()
    };
    assert_eq!(score(&tasks([open])).priority, Points::ZERO);
}

#[test]
fn an_empty_day_is_worth_what_the_scorecard_assumes() {
    let score = score(&DayInput::default());

    // D 30 (no tasks: all of them), S 50, no C.
    assert_eq!(score.total, Points::from_tenths(27));
    assert_eq!(score.kpi, Points::from_tenths(27));
    assert_eq!(score.band, Band::NeedsAttention);
    assert_eq!(score.efficiency, Points::ZERO);
}

#[test]
fn a_plain_good_day_adds_up() {
    let mut day = habits(default_habits());
    day.tasks = vec![
        TaskInput {
            estimated_minutes: Some(60),
            ..completed(Priority::High, 60)
        },
        task(),
    ];
    let score = score(&day);

    assert_eq!(score.base, Points::whole(100));
    // yerkes_dodson, time_blocking, habit_stacking; Q2 has 730 of 1330 minutes, not 60 %.
    assert_eq!(score.efficiency, Points::whole(15));
    assert_eq!(score.priority, Points::whole(10));
    // D = 70 + 15, S = 100, C = mean of 100, 0, 50.
    assert_eq!(score.scorecard_points, Points::from_tenths(79));
    assert_eq!(score.total, Points::from_tenths(1329));
    assert_eq!(score.band, Band::High);
}

#[test]
fn the_kpi_stays_between_0_and_150() {
    let mut best = habits([habit(90, 60)]);
    best.tasks = vec![completed(Priority::High, 30); 2];
    let best = score(&best);
    assert!(best.total > Points::whole(150), "{}", best.total);
    assert_eq!(best.kpi, Points::whole(150));
    assert_eq!(best.band, Band::Exceptional);

    // parkinson takes 10; D 30, S 50, C 100 give 5.7.
    let worst = score(&tasks([measured(20, 10)]));
    assert_eq!(worst.total, Points::from_tenths(-43));
    assert_eq!(worst.kpi, Points::ZERO);
    assert_eq!(worst.band, Band::NeedsAttention);
}

#[test]
fn bands_begin_at_their_figure() {
    for (tenths, expected) in [
        (0, Band::NeedsAttention),
        (799, Band::NeedsAttention),
        (800, Band::Average),
        (999, Band::Average),
        (1000, Band::Good),
        (1199, Band::Good),
        (1200, Band::High),
        (1499, Band::High),
        (1500, Band::Exceptional),
    ] {
        assert_eq!(band(Points::from_tenths(tenths)), expected, "{tenths}");
    }
}

#[test]
fn the_shown_terms_add_up_where_rounding_each_would_not() {
    // 59.96 + 4.38 = 64.34, which is not 60.0 + 4.4.
    let two = score(&habits([habit(30, 60), habit(839, 1200)]));
    assert_eq!(two.total, Points::from_tenths(643));
    assert_eq!(two.base, Points::from_tenths(600));
    assert_eq!(two.scorecard_points, Points::from_tenths(43));

    // 103.33… + 3.33… + 5 + 10 = 121.66…, but the four as they are shown make 121.6. The
    // scorecard cannot be more than 10.
    let mut day = habits([HabitInput {
        streak_before: 2,
        ..habit(62, 60)
    }]);
    day.skill_level_change = Some(2.0);
    day.tasks = vec![measured(10, 100), measured(100, 100), measured(115, 100)];
    let shown = score(&day);

    assert_eq!(shown.total, Points::from_tenths(1217));
    assert_eq!(shown.base, Points::from_tenths(1033));
    assert_eq!(shown.law(Law::Parkinson), Points::from_tenths(34));
    assert_eq!(shown.efficiency, Points::from_tenths(84));
    assert_eq!(shown.efficiency_cap, Points::ZERO);
    assert_eq!(shown.scorecard_points, Points::whole(10));
}
