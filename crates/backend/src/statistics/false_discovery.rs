//! The false discovery rate of many tests at once.

/// The adjusted p-values of Benjamini and Hochberg (1995), "Controlling the false discovery rate": of the tests whose
/// adjusted value is at most q, at most the share q is expected to be false. In the order of `p_values`.
#[must_use]
pub fn adjust(p_values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|&one, &other| p_values[other].total_cmp(&p_values[one]));
    let count = p_values.len() as f64;
    let mut adjusted = vec![1.0; p_values.len()];
    let mut least: f64 = 1.0;
    for (larger, index) in order.into_iter().enumerate() {
        let rank = count - larger as f64;
        least = least.min(p_values[index] * count / rank);
        adjusted[index] = least;
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By `scipy.stats.false_discovery_control` of SciPy 1.17.
    #[test]
    fn the_adjusted_values_are_those_of_scipy() {
        let p_values = [0.01, 0.04, 0.03, 0.005, 0.2, 0.04];
        let expected = [0.03, 0.048, 0.048, 0.03, 0.2, 0.048];
        for (adjusted, expected) in adjust(&p_values).iter().zip(expected) {
            assert!((adjusted - expected).abs() < 1e-12, "{adjusted}");
        }
        assert_eq!(adjust(&[]), [0.0; 0]);
    }
}
