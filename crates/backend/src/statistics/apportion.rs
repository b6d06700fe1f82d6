//! Rounding that keeps a sum: the largest-remainder method (Hamilton's method of apportionment).

/// Rounds each part to a whole number, so that they add up to `total`, by at most one from its own value. `total`
/// has to be the rounded sum of the parts, and is in their unit.
#[must_use]
pub fn apportion(parts: &[f64], total: i64) -> Vec<i64> {
    let mut rounded: Vec<i64> = parts.iter().map(|part| part.floor() as i64).collect();
    let missing = total - rounded.iter().sum::<i64>();
    let mut by_remainder: Vec<usize> = (0..parts.len()).collect();
    by_remainder.sort_by(|&one, &other| {
        let remainder = |index: usize| parts[index] - parts[index].floor();
        remainder(other).total_cmp(&remainder(one))
    });
    let missing = usize::try_from(missing).unwrap_or(0);
    for index in by_remainder.into_iter().take(missing) {
        rounded[index] += 1;
    }
    rounded
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_largest_remainders_are_rounded_up() {
        assert_eq!(apportion(&[1.4, 1.4, 1.2], 4), [2, 1, 1]);
        assert_eq!(apportion(&[-1.4, 2.4], 1), [-1, 2]);
        assert_eq!(apportion(&[], 0), [0; 0]);
    }

    proptest! {
        #[test]
        fn the_rounded_parts_add_up_and_stay_near(
            parts in prop::collection::vec(-1500.0..1500.0, 1..20),
        ) {
            let total = parts.iter().sum::<f64>().round() as i64;
            let rounded = apportion(&parts, total);
            prop_assert_eq!(rounded.iter().sum::<i64>(), total);
            for (part, rounded) in parts.iter().zip(rounded) {
                prop_assert!((part - rounded as f64).abs() <= 1.0);
            }
        }
    }
}
