//! The KPI of a day.

use super::{
    day::DayInput,
    laws::{self, EFFICIENCY_LIMIT},
    model::{Band, Law, TermCode},
    points::Points,
    scorecard::{Parts, Scorecard},
    totals::DayTotals,
};

/// The maximum KPI.
pub const MAX_KPI: Points = Points::whole(150);

/// The maximum of priority points.
pub const PRIORITY_LIMIT: Points = Points::whole(20);

/// The maximum of scorecard points.
const SCORECARD_LIMIT: Points = Points::whole(10);

/// The KPI of a day and its terms, rounded.
///
/// `total` is rounded once, from the unrounded terms. Terms rounded separately could differ from it by a
/// tenth, so the scorecard points are the total minus the other terms. If that is outside 0–10,
/// parkinson, which then has a fraction too, is adjusted by a tenth instead. The base is never adjusted,
/// so it stays monotonic in the minutes. So the rounded terms always add up:
/// `base + efficiency + priority + scorecard_points = total`, and `efficiency` is the sum of the laws'
/// points plus `efficiency_cap`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Score {
    /// The total, clamped to 0–150.
    pub kpi: Points,
    /// The total before it is clamped.
    pub total: Points,
    /// The band of the KPI.
    pub band: Band,
    /// 100 × mean completion of the scheduled habits.
    pub base: Points,
    /// The points of each law, in the order of [`Law::ALL`]; see [`Score::law`].
    pub laws: [Points; Law::ALL.len()],
    /// What the limit takes from the sum of the laws: 0 or negative.
    pub efficiency_cap: Points,
    /// The sum of the laws, within ±25.
    pub efficiency: Points,
    /// 10 per completed high and 5 per completed medium task, at most 20.
    pub priority: Points,
    /// The parts of the scorecard.
    pub scorecard: Scorecard,
    /// The points of the scorecard, 0–10.
    pub scorecard_points: Points,
}

impl Score {
    /// The points of a law.
    #[must_use]
    pub fn law(&self, law: Law) -> Points {
        self.laws[law as usize]
    }

    /// The terms in the order of the formula, also those without points. They add up to the total.
    pub fn terms(&self) -> impl Iterator<Item = (TermCode, Points)> {
        let laws = Law::ALL.map(|law| (law.into(), self.law(law)));
        let before = [(TermCode::Base, self.base)];
        let after = [
            (TermCode::EfficiencyCap, self.efficiency_cap),
            (TermCode::Priority, self.priority),
            (TermCode::Scorecard, self.scorecard_points),
        ];
        before.into_iter().chain(laws).chain(after)
    }

    pub(super) fn of(day: &DayTotals) -> Self {
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
        // At most a tenth, and 0 at the limit, where the laws have no fraction.
        let carried = rest - scorecard_points;
        laws[Law::Parkinson as usize] = laws[Law::Parkinson as usize] + carried;

        let kpi = total.clamp(Points::ZERO, MAX_KPI);
        Self {
            kpi,
            total,
            band: band(kpi),
            base,
            laws,
            efficiency_cap: within_limit - fired,
            efficiency: within_limit + carried,
            priority,
            scorecard: parts.rounded(),
            scorecard_points,
        }
    }
}

/// Scores a day, without explanation and without allocation.
#[must_use]
pub fn score(day: &DayInput) -> Score {
    Score::of(&DayTotals::of(day))
}

/// The band of a KPI.
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
fn base(day: &DayTotals) -> f64 {
    100.0 * day.scheduled.mean().unwrap_or(0.0)
}

/// min(20, 10 per completed high + 5 per completed medium task).
fn priority(day: &DayTotals) -> Points {
    let earned = 10 * day.completed_high + 5 * day.completed_medium;
    i32::try_from(earned).map_or(PRIORITY_LIMIT, |earned| {
        Points::whole(earned).min(PRIORITY_LIMIT)
    })
}
