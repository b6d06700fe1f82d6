//! The eleven laws, one function each. A law without the data that it needs gives no points and takes
//! none.
//!
//! Shares are compared in integers, so thresholds are exact.

use super::{
    model::{Law, Law::*},
    points::Points,
    totals::DayTotals,
};

/// Limit of the sum of the laws, in both directions. (They cannot take that much: only two of them take
/// points, ten each.)
pub const EFFICIENCY_LIMIT: Points = Points::whole(25);

/// The lengths of a streak from which the law compound gives more points, in days.
pub const STREAK_MILESTONES: [u32; 3] = [7, 21, 66];

/// What a law gives or takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LawLimits {
    /// Which law it is.
    pub law: Law,
    /// The minimum, negative if it takes points.
    pub min_points: Points,
    /// The maximum.
    pub max_points: Points,
}

/// All laws, in the order in which they are explained.
pub const LAWS: [LawLimits; Law::ALL.len()] = [
    limits(Pareto, 0, 10),
    limits(Parkinson, -10, 10),
    limits(DiminishingReturns, -10, 0),
    limits(YerkesDodson, 0, 5),
    limits(Pomodoro, 0, 5),
    limits(DeepWork, 0, 10),
    limits(TimeBlocking, 0, 5),
    limits(HabitStacking, 0, 5),
    limits(Compound, 0, 10),
    limits(FocusBlocks, 0, 5),
    limits(Q2Focus, 0, 5),
];

const fn limits(law: Law, min: i32, max: i32) -> LawLimits {
    LawLimits {
        law,
        min_points: Points::whole(min),
        max_points: Points::whole(max),
    }
}

/// The points of a law for a day, unrounded.
pub(super) fn points(law: Law, day: &DayTotals) -> f64 {
    match law {
        Pareto => pareto(day),
        Parkinson => parkinson(day),
        DiminishingReturns => diminishing_returns(day),
        YerkesDodson => yerkes_dodson(day),
        Pomodoro => pomodoro(day),
        DeepWork => deep_work(day),
        TimeBlocking => time_blocking(day),
        HabitStacking => habit_stacking(day),
        Compound => compound(day),
        FocusBlocks => focus_blocks(day),
        Q2Focus => q2_focus(day),
    }
}

fn when(met: bool, points: f64) -> f64 {
    if met { points } else { 0.0 }
}

/// +10 when at least two tasks were completed and high-priority ones took at least 80 % of the
/// completed tasks' actual minutes. 0 when none of them has minutes.
fn pareto(day: &DayTotals) -> f64 {
    when(
        day.completed >= 2
            && day.completed_minutes > 0
            && 5 * day.completed_high_minutes >= 4 * day.completed_minutes,
        10.0,
    )
}

/// The mean over the measured tasks (completed, with an estimate and actual minutes) of +10 below
/// 0.9 of the estimate, −10 above 1.2 of it, otherwise 0. 0 when no task was measured.
fn parkinson(day: &DayTotals) -> f64 {
    if day.measured == 0 {
        return 0.0;
    }
    10.0 * (day.faster as f64 - day.slower as f64) / day.measured as f64
}

/// Of habits measured in minutes: −10 when the scheduled career habits took more than 125 % of the sum of
/// their targets while the scheduled recovery habits stayed below 80 % of the sum of theirs. 0 when either
/// kind is not scheduled. Recovery habits with `at_most` are excluded, because one cannot fall short of
/// them.
fn diminishing_returns(day: &DayTotals) -> f64 {
    let (career, recovery) = (day.career, day.recovery);
    // A kind that is not scheduled has 0 minutes and a target of 0, so neither comparison is true.
    when(
        4 * career.minutes > 5 * career.target && 5 * recovery.minutes < 4 * recovery.target,
        -10.0,
    )
}

/// +5 when at least 80 % of the measured tasks took at most 110 % of the estimate. 0 when no task was
/// measured.
fn yerkes_dodson(day: &DayTotals) -> f64 {
    when(
        day.measured > 0 && 5 * day.within_110_percent >= 4 * day.measured,
        5.0,
    )
}

/// +5 for at least two uninterrupted focus sessions of 25 to 50 minutes, both ends included.
fn pomodoro(day: &DayTotals) -> f64 {
    when(day.pomodoros >= 2, 5.0)
}

/// +10 for an uninterrupted focus session of at least 90 minutes.
fn deep_work(day: &DayTotals) -> f64 {
    when(day.longest_session >= 90, 10.0)
}

/// +5 when at least 70 % of the measured tasks stayed within ±20 % of the estimate, both ends
/// included. 0 when no task was measured.
fn time_blocking(day: &DayTotals) -> f64 {
    when(
        day.measured > 0 && 10 * day.within_20_percent >= 7 * day.measured,
        5.0,
    )
}

/// +5 when at least five scheduled habits were done.
fn habit_stacking(day: &DayTotals) -> f64 {
    when(day.done >= 5, 5.0)
}

/// +5, +8 or +10 when the longest running streak is at least 7, 21 or 66 days. Streaks are those
/// after the day, including those carried over days on which the habit is not scheduled. A week of a habit
/// due n times a week is seven days.
fn compound(day: &DayTotals) -> f64 {
    let [first, second, third] = STREAK_MILESTONES;
    match day.longest_streak {
        days if days >= third => 10.0,
        days if days >= second => 8.0,
        days if days >= first => 5.0,
        _ => 0.0,
    }
}

/// +5 when at least two completed tasks took 25 actual minutes or more.
fn focus_blocks(day: &DayTotals) -> f64 {
    when(day.focus_blocks >= 2, 5.0)
}

/// +5 when at least 60 % of the day's minutes were in Q2: those of all entries of habits measured in
/// minutes, scheduled or not, and the actual minutes of all tasks, completed or not. 0 when there are none.
fn q2_focus(day: &DayTotals) -> f64 {
    when(
        day.minutes > 0 && 5 * day.q2_minutes >= 3 * day.minutes,
        5.0,
    )
}
