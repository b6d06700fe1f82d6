//! Rank correlation of two daily series.

use statrs::distribution::{ContinuousCDF, StudentsT};

/// Values that differ by less are equal: they differ by the errors of floating point.
const RESOLUTION: f64 = 1e-9;
/// The quantile of the normal distribution of a two-sided 95 % interval.
const NORMAL_975: f64 = 1.959_963_984_540_054;

/// The dense ranks of a daily series: of each day the number of distinct values below its own; `None` without a
/// value.
#[derive(Debug, Clone)]
pub struct Ranks {
    days: Vec<Option<usize>>,
    /// How many distinct values there are.
    levels: usize,
}

impl Ranks {
    /// Ranks the values of consecutive days.
    #[must_use]
    pub fn of(values: &[Option<f64>]) -> Self {
        // The cast saturates.
        let rounded = |value: f64| (value / RESOLUTION).round() as i64;
        let mut levels: Vec<i64> = values.iter().flatten().copied().map(rounded).collect();
        levels.sort_unstable();
        levels.dedup();
        let rank = |value| levels.binary_search(&rounded(value)).ok();
        Self {
            days: values.iter().map(|value| value.and_then(rank)).collect(),
            levels: levels.len(),
        }
    }

    /// The mean rank of each level among the days that are left, centred.
    fn centred(&self, common: &[Option<(usize, usize)>], level: Level) -> Vec<f64> {
        let mut counts = vec![0_u32; self.levels];
        for day in common.iter().flatten() {
            counts[level(day)] += 1;
        }
        let mean = f64::from(counts.iter().sum::<u32>() + 1) / 2.0;
        let mut below = 0;
        let ranks = counts.into_iter().map(|count| {
            let rank = f64::from(below) + f64::from(count + 1) / 2.0;
            below += count;
            rank - mean
        });
        ranks.collect()
    }
}

/// Which of a day's two levels.
type Level = fn(&(usize, usize)) -> usize;

/// A rank correlation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Correlation {
    /// The number of days on which both series have a value.
    pub days: usize,
    /// Spearman's coefficient, −1 to 1.
    pub coefficient: f64,
    /// The lower end of its 95 % confidence interval.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// The two-sided p-value of no correlation.
    pub p_value: f64,
}

/// Why two series have no correlation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undefined {
    /// They have a value on fewer days in common than asked for.
    TooFewDays(usize),
    /// One of them has the same value on all of these days.
    Constant(usize),
}

/// Spearman's rank correlation over the days on which both series have a value, ties with their mean rank.
///
/// Days resemble the days before them, so that fewer of them are independent than there are: interval and p-value
/// are those of the effective sample size n (1 − ab) / (1 + ab), where a and b are the lag-1 autocorrelations of
/// the two (Bartlett 1935, "Some aspects of the time-correlation problem in regard to tests of significance"), and
/// never of more than n. The interval is that of Bonett and Wright (2000), "Sample size requirements for estimating
/// Pearson, Kendall and Spearman correlations"; the p-value that of Student's t with n − 2 degrees of freedom.
///
/// # Errors
/// With fewer than `min_days` days, at least 4, and where a series does not vary.
pub fn spearman(one: &Ranks, other: &Ranks, min_days: usize) -> Result<Correlation, Undefined> {
    let common: Vec<Option<(usize, usize)>> = one
        .days
        .iter()
        .zip(&other.days)
        .map(|(one, other)| one.zip(*other))
        .collect();
    let days = common.iter().flatten().count();
    if days < min_days.max(4) {
        return Err(Undefined::TooFewDays(days));
    }
    let x = one.centred(&common, |day| day.0);
    let y = other.centred(&common, |day| day.1);
    let (mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0);
    for &(i, j) in common.iter().flatten() {
        xx += x[i] * x[i];
        yy += y[j] * y[j];
        xy += x[i] * y[j];
    }
    if xx == 0.0 || yy == 0.0 {
        return Err(Undefined::Constant(days));
    }
    let coefficient = (xy / (xx * yy).sqrt()).clamp(-1.0, 1.0);

    let (mut lagged_x, mut lagged_y, mut pairs) = (0.0, 0.0, 0.0);
    for pair in common.windows(2) {
        if let &[Some(before), Some(day)] = pair {
            lagged_x += x[before.0] * x[day.0];
            lagged_y += y[before.1] * y[day.1];
            pairs += 1.0;
        }
    }
    let n = days as f64;
    let effective = if pairs > 0.0 {
        let lag = |lagged: f64, squares: f64| (lagged / pairs) / (squares / n);
        let product = (lag(lagged_x, xx) * lag(lagged_y, yy)).clamp(0.0, 1.0);
        n * (1.0 - product) / (1.0 + product)
    } else {
        n
    };
    let (low, high) = interval(coefficient, effective);
    Ok(Correlation {
        days,
        coefficient,
        low,
        high,
        p_value: p_value(coefficient, effective),
    })
}

fn interval(coefficient: f64, n: f64) -> (f64, f64) {
    if n <= 3.0 {
        return (-1.0, 1.0);
    }
    if coefficient.abs() == 1.0 {
        return (coefficient, coefficient);
    }
    let half = NORMAL_975 * ((1.0 + coefficient.powi(2) / 2.0) / (n - 3.0)).sqrt();
    let z = coefficient.atanh();
    ((z - half).tanh(), (z + half).tanh())
}

fn p_value(coefficient: f64, n: f64) -> f64 {
    let Ok(distribution) = StudentsT::new(0.0, 1.0, n - 2.0) else {
        return 1.0;
    };
    let t = coefficient.abs() * ((n - 2.0) / (1.0 - coefficient.powi(2))).sqrt();
    2.0 * distribution.sf(t)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand::rngs::StdRng;
    use rand::{RngExt, SeedableRng};

    use super::*;
    use crate::statistics::adjust;

    fn ranks(values: impl IntoIterator<Item = f64>) -> Ranks {
        let values: Vec<Option<f64>> = values.into_iter().map(Some).collect();
        Ranks::of(&values)
    }

    fn assert_near(value: f64, expected: f64) {
        assert!((value - expected).abs() < 1e-9, "{value}, not {expected}");
    }

    /// `scipy.stats.spearmanr` of SciPy 1.17; the lag-1 autocorrelations of these series have other signs, so that
    /// all days count.
    #[test]
    fn coefficient_and_p_value_are_those_of_scipy() {
        let one = ranks((0..40).map(|i| f64::from(i * 7 % 11)));
        let other = ranks((0..40).map(|i| f64::from(i * i % 13 + (i * 7 % 11) / 2)));
        let found = spearman(&one, &other, 30).unwrap();
        assert_eq!(found.days, 40);
        assert_near(found.coefficient, 0.366_865_311_142_943_6);
        assert_near(found.p_value, 0.019_883_948_710_205_046);
        assert_near(found.low, 0.051_868_109_641_358_54);
        assert_near(found.high, 0.615_468_585_936_716_7);
    }

    /// By `scipy.stats.rankdata`, `t` and NumPy, after the formulas of [`spearman`]: of 40 days 5.34 count.
    #[test]
    fn series_that_drift_count_as_fewer_days() {
        let one = ranks((0..40).map(|i| f64::from(i / 4)));
        let other = ranks((0..40).map(|i| f64::from(i / 5 + i * 7 % 3)));
        let found = spearman(&one, &other, 30).unwrap();
        assert_near(found.coefficient, 0.935_660_889_074_950_4);
        assert_near(found.p_value, 0.013_020_941_396_967_538);
        assert_near(found.low, 0.164_407_376_850_911_22);
        assert_near(found.high, 0.996_925_575_794_960_9);
    }

    #[test]
    fn too_few_common_days_and_constant_series_have_none() {
        let varying = |days: usize| ranks((0..days).map(|day| day as f64 % 3.0));
        for days in [0, 1, 2, 3, 9, 29] {
            let found = spearman(&varying(days), &varying(days), 30);
            assert_eq!(found, Err(Undefined::TooFewDays(days)));
        }
        let few = spearman(&varying(3), &varying(3), 0);
        assert_eq!(few, Err(Undefined::TooFewDays(3)));
        let nearly = ranks((0..40).map(|day| 30.0 + f64::from(day % 2) * 1e-12));
        let found = spearman(&nearly, &varying(40), 30);
        assert_eq!(found, Err(Undefined::Constant(40)));

        let monday: Vec<Option<f64>> = (0..70).map(|day| (day % 7 == 0).then_some(1.0)).collect();
        let tuesday: Vec<Option<f64>> = (0..70).map(|day| (day % 7 == 1).then_some(1.0)).collect();
        let found = spearman(&Ranks::of(&monday), &Ranks::of(&tuesday), 30);
        assert_eq!(found, Err(Undefined::TooFewDays(0)));
    }

    #[test]
    fn equal_series_correlate_fully() {
        let one = ranks((0..40).map(|i| f64::from(i * 7 % 11)));
        let found = spearman(&one, &one, 30).unwrap();
        assert_eq!((found.coefficient, found.low, found.high), (1.0, 1.0, 1.0));
        assert!(found.p_value < 1e-9, "{}", found.p_value);
    }

    /// Fifteen habits of 200 people, each habit like its day before and unlike all others.
    #[test]
    fn of_unrelated_habits_hardly_any_pair_is_found() {
        let mut random = StdRng::seed_from_u64(7);
        let mut misled = 0;
        for _ in 0..200 {
            let series: Vec<Ranks> = (0..15)
                .map(|_| {
                    let mut level = 0.0;
                    ranks((0..365).map(|_| {
                        level = 0.8 * level + random.random_range(-1.0..1.0);
                        level
                    }))
                })
                .collect();
            let p_values: Vec<f64> = series
                .iter()
                .enumerate()
                .flat_map(|(index, one)| series[..index].iter().map(move |other| (one, other)))
                .map(|(one, other)| spearman(one, other, 30).unwrap().p_value)
                .collect();
            misled += usize::from(adjust(&p_values).iter().any(|value| *value <= 0.1));
        }
        // Where nothing is related, one found pair makes all that is found false. That happens to a tenth of the
        // people: to at most 29 of 200, with a probability of 98 %.
        assert!(misled <= 29, "{misled}");
    }

    proptest! {
        #[test]
        fn figures_stay_within_their_bounds(
            days in prop::collection::vec((prop::option::of(0..5_i32), prop::option::of(-3..3_i32)), 4..120),
        ) {
            let one: Vec<Option<f64>> = days.iter().map(|day| day.0.map(f64::from)).collect();
            let other: Vec<Option<f64>> = days.iter().map(|day| day.1.map(f64::from)).collect();
            let (one, other) = (Ranks::of(&one), Ranks::of(&other));
            let found = spearman(&one, &other, 4);
            prop_assert_eq!(found, spearman(&other, &one, 4));
            if let Ok(found) = found {
                prop_assert!((0.0..=1.0).contains(&found.p_value));
                prop_assert!(-1.0 <= found.low && found.high <= 1.0);
                prop_assert!(found.low <= found.coefficient + 1e-12);
                prop_assert!(found.coefficient <= found.high + 1e-12);
            }
        }
    }
}
