//! The completion of a habit on a day.

use super::model::{Direction, Measure};

/// A habit counts as done from this completion.
pub const DONE: f64 = 0.8;

/// The maximum completion.
pub const MAX_COMPLETION: f64 = 1.5;

/// The completion of `amount` against `target`, 0–1.5.
///
/// `at_least`: amount / target, at most 1.5; a check: 0 or 1. `at_most`: 1 up to the target, then falling
/// linearly to 0 at twice the target. A target of 0, which no habit has, counts as 1.
///
/// It is one correctly rounded division of integers, so the comparison with [`DONE`] is exact: 48 of 60
/// minutes are done, on every machine.
#[must_use]
pub fn completion(measure: Measure, direction: Direction, amount: u16, target: u16) -> f64 {
    let target = u32::from(target.max(1));
    let amount = u32::from(amount);
    let counted = match direction {
        Direction::AtLeast => amount,
        Direction::AtMost => (2 * target).saturating_sub(amount).min(target),
    };
    let most = match measure {
        Measure::Check => 1.0,
        Measure::Minutes | Measure::Count => MAX_COMPLETION,
    };
    (f64::from(counted) / f64::from(target)).min(most)
}

/// Completions are summed as integer multiples of 1 / this unit, because integer sums do not depend on
/// the order, unlike sums of floats. It is 2⁵·3²·5²·7·11·13·17·19·23: completions of the usual targets
/// (all up to 24 minutes, the round ones up to 1440) are represented exactly, others with an error of at
/// most 10⁻¹¹.
pub(super) const UNIT: i64 = 53_542_288_800;

/// A completion in whole [`UNIT`]s.
pub(super) fn in_units(completion: f64) -> i64 {
    (completion * UNIT as f64 + 0.5) as i64
}
