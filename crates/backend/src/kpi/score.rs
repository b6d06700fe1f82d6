//! The KPI of a day.

use super::{
    day::DayInput,
    laws::{self, EFFICIENCY_LIMIT},
    model::{Band, Law},
    points::Points,
    scorecard::{Parts, Scorecard},
    tally::Tally,
};

/// The highest KPI.
pub const HIGHEST: Points = Points::whole(150);

/// Completed tasks give no more priority points than this.
pub const PRIORITY_LIMIT: Points = Points::whole(20);

/// The most the scorecard gives.
const SCORECARD_LIMIT: Points = Points::whole(10);

/// The KPI of a day and everything it is made of, as it is shown.
///
/// `total` is rounded once, from the unrounded terms. Shown to one decimal each, these could miss
/// it by a tenth; so the scorecard, which no one adds up by hand, is shown as what the other terms
/// leave of the total. Where that would be outside 0–10, parkinson, which then has a fraction too,
/// is shown a tenth higher or lower instead; the base never is, so it only grows with the minutes.
/// The shown terms thus always add up: `base + efficiency + priority + scorecard_points = total`,
/// and `efficiency` is the sum of the laws' points plus `efficiency_cap`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Score {
    /// The total, kept within 0–150.
    pub kpi: Points,
    /// The total before it is kept within its limits.
    pub total: Points,
    /// The word for the KPI.
    pub band: Band,
    /// 100 × mean completion of the scheduled habits.
    pub base: Points,
    /// What each law gave, in the order of [`Law::ALL`]; see [`Score::law`].
    pub laws: [Points; Law::ALL.len()],
    /// What the limit on the sum of the laws took away: 0 or negative.
    pub efficiency_cap: Points,
    /// The laws together, within ±25.
    pub efficiency: Points,
    /// 10 per completed high and 5 per completed medium task, at most 20.
    pub priority: Points,
    /// The parts of the scorecard.
    pub scorecard: Scorecard,
    /// What the scorecard gives, 0–10.
    pub scorecard_points: Points,
}

impl Score {
    /// What a law gave.
    #[must_use]
    pub fn law(&self, law: Law) -> Points {
        self.laws[law as usize]
    }

    pub(super) fn of(day: &Tally) -> Self {
        let exact_laws = Law::ALL.map(|law| laws::points(law, day));
        let limit = EFFICIENCY_LIMIT.value();
        let exact_efficiency = exact_laws.iter().sum::<f64>().clamp(-limit, limit);
        let exact_base = base(day);
        let priority = priority(day);
        let parts = Parts::of(day);
        let total =
            Points::round(exact_base + exact_efficiency + priority.value() + parts.points());

        let base = Points::round(exact_base);
        let mut laws = exact_laws.map(Points::round);
        let fired: Points = laws.into_iter().sum();
        let within_limit = fired.clamp(-EFFICIENCY_LIMIT, EFFICIENCY_LIMIT);
        let rest = total - base - within_limit - priority;
        let scorecard_points = rest.clamp(Points::ZERO, SCORECARD_LIMIT);
        // Never more than a tenth, and none at the limit: there the laws have no fraction.
        let carried = rest - scorecard_points;
        laws[Law::Parkinson as usize] = laws[Law::Parkinson as usize] + carried;

        let kpi = total.clamp(Points::ZERO, HIGHEST);
        Self {
            kpi,
            total,
            band: band(kpi),
            base,
            laws,
            efficiency_cap: within_limit - fired,
            efficiency: within_limit + carried,
            priority,
            scorecard: parts.shown(),
            scorecard_points,
        }
    }
}

/// Scores a day. This is the fast path: it allocates nothing and writes no words.
#[must_use]
pub fn score(day: &DayInput) -> Score {
    Score::of(&Tally::of(day))
}

/// The word for a KPI.
#[must_use]
pub fn band(kpi: Points) -> Band {
    match kpi.tenths() {
        1500.. => Band::Exceptional,
        1200.. => Band::High,
        1000.. => Band::Good,
        800.. => Band::Average,
        _ => Band::NeedsAttention,
    }
}

/// 100 × mean completion over the scheduled habits, 0 when there are none.
fn base(day: &Tally) -> f64 {
    100.0 * day.scheduled.mean().unwrap_or(0.0)
}

/// min(20, 10 per completed high + 5 per completed medium task).
fn priority(day: &Tally) -> Points {
    let earned = 10 * day.completed_high + 5 * day.completed_medium;
    i32::try_from(earned).map_or(PRIORITY_LIMIT, |earned| {
        Points::whole(earned).min(PRIORITY_LIMIT)
    })
}
