//! How far goals are reached: pure.

use crate::kpi::Points;

/// All of a goal.
pub(in crate::features::teams) const COMPLETE: Points = Points::whole(100);
/// The most of a goal that is not reached.
const NEARLY: Points = Points::from_tenths(999);

/// A sum of amounts, without the errors of floating point.
pub(in crate::features::teams) fn amount(sum: f64) -> f64 {
    (sum * 100.0).round() / 100.0
}

/// The completion in percent, at most 100, which it has only if the target is reached.
pub(in crate::features::teams) fn completion(amount: f64, target: f64) -> Points {
    if amount >= target {
        COMPLETE
    } else {
        Points::round(100.0 * amount / target).min(NEARLY)
    }
}

/// The mean; `None` of nothing.
pub(in crate::features::teams) fn mean(
    completions: impl IntoIterator<Item = Points>,
) -> Option<Points> {
    let (mut count, mut sum) = (0_i64, 0_i64);
    for completion in completions {
        count += 1;
        sum += i64::from(completion.tenths());
    }
    let mean = (count > 0).then(|| Points::round(sum as f64 / count as f64 / 10.0))?;
    let all = sum == count * i64::from(COMPLETE.tenths());
    Some(if all { COMPLETE } else { mean.min(NEARLY) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_goal_is_complete_when_its_target_is_reached() {
        for (given, target, expected) in [
            (0.0, 10.0, 0.0),
            (5.0, 10.0, 50.0),
            (3.333, 10.0, 33.3),
            (9_999.0, 10_000.0, 99.9),
            (9_999.99, 10_000.0, 99.9),
            (10.0, 10.0, 100.0),
            (1e9, 0.01, 100.0),
            (amount(0.1 + 0.2), 0.3, 100.0),
        ] {
            assert_eq!(
                completion(given, target).value(),
                expected,
                "{given} of {target}"
            );
        }
    }

    #[test]
    fn a_team_is_complete_when_all_are() {
        let points = |all: &[f64]| mean(all.iter().map(|one| Points::round(*one)));
        assert_eq!(points(&[]), None);
        assert_eq!(points(&[0.0]), Some(Points::ZERO));
        assert_eq!(points(&[100.0, 100.0]), Some(COMPLETE));
        assert_eq!(points(&[50.0, 100.0]), Some(Points::whole(75)));
        let nearly: Vec<f64> = (0..99)
            .map(|member| if member == 0 { 99.0 } else { 100.0 })
            .collect();
        assert_eq!(points(&nearly), Some(NEARLY));
    }
}
