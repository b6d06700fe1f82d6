//! How far a habit came on a day.

use super::model::Direction;

/// From this completion on a habit counts as done.
pub const DONE: f64 = 0.8;

/// No habit counts for more than this, however long it was done.
pub const MOST: f64 = 1.5;

/// How far `minutes` came with `target`, 0–1.5.
///
/// `at_least`: minutes / target, at most 1.5. `at_most`: 1 while the minutes keep to the target,
/// then falling linearly to 0 at twice the target. A target of 0, which no habit has, is taken
/// as 1.
///
/// It is one division of whole numbers, correctly rounded, so the comparison with [`DONE`] is as
/// exact as if done in fractions: 48 of 60 minutes are done, on every machine.
#[must_use]
pub fn completion(direction: Direction, minutes: u16, target: u16) -> f64 {
    let target = u32::from(target.max(1));
    let minutes = u32::from(minutes);
    let counted = match direction {
        Direction::AtLeast => minutes,
        Direction::AtMost => (2 * target).saturating_sub(minutes).min(target),
    };
    (f64::from(counted) / f64::from(target)).min(MOST)
}

/// The unit in which completions are added up. Adding whole numbers gives the same sum in every
/// order, which adding floats does not. This one is 2⁵·3²·5²·7·11·13·17·19·23: completions of the
/// usual targets (all up to 24 minutes, the round ones up to 1440) are whole numbers of it, those
/// of any other lose at most 10⁻¹¹.
pub(super) const UNIT: i64 = 53_542_288_800;

/// A completion in whole [`UNIT`]s.
pub(super) fn in_units(completion: f64) -> i64 {
    (completion * UNIT as f64 + 0.5) as i64
}
