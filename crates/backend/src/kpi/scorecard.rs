//! The scorecard: deliverables, skills and culture from 0 to 100, together worth up to ten points.

use super::{points::Points, totals::DayTotals};

/// The parts of the scorecard, 0–100 each, rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scorecard {
    /// D, 40 %: habits done and tasks completed.
    pub deliverables: Points,
    /// S, 30 %: change of level this month, or the day's skills and learning habits.
    pub skills: Points,
    /// C, 30 %: recovery and health, streaks, estimated tasks. `None` without data, which gives no
    /// points.
    pub culture: Option<Points>,
}

/// The parts before rounding.
#[derive(Debug, Clone, Copy)]
pub(super) struct Parts {
    deliverables: f64,
    skills: f64,
    culture: Option<f64>,
}

impl Parts {
    pub(super) fn of(day: &DayTotals) -> Self {
        Self {
            deliverables: deliverables(day),
            skills: skills(day),
            culture: culture(day),
        }
    }

    /// 0.1 × (0.4 D + 0.3 S + 0.3 C), 0–10.
    pub(super) fn points(self) -> f64 {
        0.1 * (0.4 * self.deliverables + 0.3 * self.skills + 0.3 * self.culture.unwrap_or(0.0))
    }

    pub(super) fn rounded(self) -> Scorecard {
        Scorecard {
            deliverables: Points::round(self.deliverables),
            skills: Points::round(self.skills),
            culture: self.culture.map(Points::round),
        }
    }
}

/// D = 70 × mean of min(completion, 1) + 30 × share of tasks completed. No scheduled habits: a
/// mean of 0. No tasks: a share of 1.
fn deliverables(day: &DayTotals) -> f64 {
    let capped = day.capped.mean().unwrap_or(0.0);
    70.0 * capped + 30.0 * share(day.completed, day.tasks).unwrap_or(1.0)
}

/// S = clamp(50 + 25 × mean change of level this month, 0, 100); without a test this month, 100 ×
/// mean of min(completion, 1) over the scheduled skills and learning habits; with neither, 50.
fn skills(day: &DayTotals) -> f64 {
    match (day.skill_level_change, day.skills_and_learning.mean()) {
        (Some(change), _) => (50.0 + 25.0 * change).clamp(0.0, 100.0),
        (None, Some(capped)) => 100.0 * capped,
        (None, None) => 50.0,
    }
}

/// C = mean of those that have data: completion (at most 1) of the scheduled recovery and health
/// habits, share of the scheduled habits whose streak after the day is 3 or more, share of the
/// tasks with an estimate; each × 100. With nothing scheduled and no tasks there is no C.
fn culture(day: &DayTotals) -> Option<f64> {
    let parts = [
        day.recovery_and_health.mean(),
        share(day.streaks_of_three, day.scheduled.count.unsigned_abs()),
        share(day.estimated, day.tasks),
    ];
    let (count, sum) = parts
        .into_iter()
        .flatten()
        .fold((0_u32, 0.0), |(count, sum), part| (count + 1, sum + part));
    (count > 0).then(|| 100.0 * sum / f64::from(count))
}

fn share(part: u64, of: u64) -> Option<f64> {
    (of > 0).then(|| part as f64 / of as f64)
}
