//! The forecast of the monthly means of a year, from the daily KPIs before it.
//!
//! A damped trend: the level of the last weeks plus their slope, damped with every month ahead
//! (Gardner & McKenzie 1985, "Forecasting trends in time series"). The slope is the Theil–Sen estimator,
//! the median of the slopes between all pairs of weeks, which is robust against outliers. A backtest
//! measures the error.

use chrono::{Datelike, NaiveDate};

use super::dto::{Forecast, ForecastMonth};

/// Minimum number of days with a KPI.
const MIN_DAYS: usize = 28;
/// Damping factor of the slope per month.
const DAMPING: f64 = 0.8;
/// Mean length of a month in days.
const MONTH_DAYS: f64 = 30.4;
/// Number of weeks whose mean is the level.
const LEVEL_WEEKS: usize = 4;
/// Half the width of the 80 % prediction interval, in standard deviations.
const INTERVAL: f64 = 1.2816;
/// Ratio of standard deviation to mean absolute deviation of a normal distribution: √(π/2).
const DEVIATION_PER_ERROR: f64 = 1.2533;

/// Forecasts `year` from daily KPIs in the order of their dates; `None` if there are too few.
pub(super) fn forecast(days: &[(NaiveDate, f64)], year: i32) -> Option<Forecast> {
    let last = days.last().filter(|_| days.len() >= MIN_DAYS)?.0;
    let weeks = weekly_means(days);
    let model = Model::fit(&weeks)?;
    let error = backtest(&weeks);
    let spread = error.map_or_else(|| deviation(&weeks), |error| error * DEVIATION_PER_ERROR);
    let months = (1..=12)
        .filter_map(|month| {
            let middle = NaiveDate::from_ymd_opt(year, month, 15)?;
            let ahead = (middle - last).num_days() as f64 / MONTH_DAYS;
            let mean = model.after(ahead);
            // The error grows with the horizon like that of a random walk.
            let half = INTERVAL * spread * ahead.max(1.0).sqrt();
            Some(ForecastMonth {
                month,
                mean: clamped(mean),
                low: clamped(mean - half),
                high: clamped(mean + half),
            })
        })
        .collect();
    Some(Forecast {
        year,
        months,
        mean_absolute_error: error.map(|error| (error * 10.0).round() / 10.0),
        based_on_days: days.len(),
    })
}

/// Clamped to the range of the KPI, and rounded to one decimal.
fn clamped(kpi: f64) -> f64 {
    (kpi.clamp(0.0, 150.0) * 10.0).round() / 10.0
}

/// A week's number and its mean KPI.
type Week = (f64, f64);

/// Weeks without a KPI are left out.
fn weekly_means(days: &[(NaiveDate, f64)]) -> Vec<Week> {
    let mut weeks: Vec<(i32, f64, f64)> = Vec::new();
    for (date, kpi) in days {
        let number = date.num_days_from_ce().div_euclid(7);
        match weeks.last_mut() {
            Some((last, sum, count)) if *last == number => {
                *sum += kpi;
                *count += 1.0;
            }
            _ => weeks.push((number, *kpi, 1.0)),
        }
    }
    weeks
        .into_iter()
        .map(|(number, sum, count)| (number.into(), sum / count))
        .collect()
}

struct Model {
    level: f64,
    /// Points a month.
    slope: f64,
}

impl Model {
    fn fit(weeks: &[Week]) -> Option<Self> {
        let recent = &weeks[weeks.len().saturating_sub(LEVEL_WEEKS)..];
        let centre = mean(recent.iter().map(|(week, _)| *week))?;
        let mean_kpi = mean(recent.iter().map(|(_, kpi)| *kpi))?;
        let (last, _) = weeks.last()?;
        let mut slopes: Vec<f64> = weeks
            .iter()
            .enumerate()
            .flat_map(|(index, (week, kpi))| {
                weeks[index + 1..]
                    .iter()
                    .map(move |(later, value)| (value - kpi) / (later - week))
            })
            .collect();
        slopes.sort_unstable_by(f64::total_cmp);
        let weekly = median(&slopes).unwrap_or(0.0);
        Some(Self {
            // The mean is the value at the middle of these weeks.
            level: mean_kpi + weekly * (last - centre),
            slope: weekly * MONTH_DAYS / 7.0,
        })
    }

    /// The expected KPI this many months after the last week.
    fn after(&self, months: f64) -> f64 {
        // The sum of DAMPING^1 … DAMPING^months, for parts of months as well.
        let damped = DAMPING * (1.0 - DAMPING.powf(months.max(0.0))) / (1.0 - DAMPING);
        self.level + self.slope * damped
    }
}

/// The mean absolute error of forecasts of four weeks from the weeks before them, at every week with at
/// least eight weeks before it.
fn backtest(weeks: &[Week]) -> Option<f64> {
    let errors = (8..weeks.len().saturating_sub(LEVEL_WEEKS - 1)).filter_map(|start| {
        let actual = mean(
            weeks[start..start + LEVEL_WEEKS]
                .iter()
                .map(|(_, kpi)| *kpi),
        )?;
        // At most one year of history, for the slope.
        let model = Model::fit(&weeks[start.saturating_sub(52)..start])?;
        Some((model.after(0.5) - actual).abs())
    });
    mean(errors)
}

fn deviation(weeks: &[Week]) -> f64 {
    let Some(centre) = mean(weeks.iter().map(|(_, kpi)| *kpi)) else {
        return 0.0;
    };
    mean(weeks.iter().map(|(_, kpi)| (kpi - centre).powi(2)))
        .unwrap_or(0.0)
        .sqrt()
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    (count > 0.0).then(|| sum / count)
}

fn median(sorted: &[f64]) -> Option<f64> {
    let middle = sorted.len() / 2;
    let upper = *sorted.get(middle)?;
    Some(if sorted.len() % 2 == 1 {
        upper
    } else {
        (sorted[middle - 1] + upper) / 2.0
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(count: usize, kpi: impl Fn(usize) -> f64) -> Vec<(NaiveDate, f64)> {
        let first = NaiveDate::from_ymd_opt(2026, 1, 5).unwrap();
        first
            .iter_days()
            .take(count)
            .enumerate()
            .map(|(day, date)| (date, kpi(day)))
            .collect()
    }

    #[test]
    fn too_few_days_have_no_forecast() {
        assert_eq!(forecast(&days(27, |_| 100.0), 2027), None);
        assert!(forecast(&days(28, |_| 100.0), 2027).is_some());
    }

    #[test]
    fn a_constant_kpi_is_forecast_without_error() {
        let forecast = forecast(&days(360, |_| 96.4), 2027).unwrap();
        assert_eq!(forecast.mean_absolute_error, Some(0.0));
        assert_eq!(forecast.based_on_days, 360);
        for month in forecast.months {
            assert_eq!((month.mean, month.low, month.high), (96.4, 96.4, 96.4));
        }
    }

    #[test]
    fn a_rise_is_damped_and_clamped() {
        let forecast = forecast(&days(360, |day| 60.0 + day as f64 * 0.1), 2027).unwrap();
        let means: Vec<f64> = forecast.months.iter().map(|month| month.mean).collect();
        assert!(means.windows(2).all(|pair| pair[1] >= pair[0]), "{means:?}");
        assert!(means[1] - means[0] > means[11] - means[10], "{means:?}");
        assert!(means[0] > 94.0 && means[11] < 115.0, "{means:?}");
        assert!(
            forecast
                .months
                .iter()
                .all(|month| month.low >= 0.0 && month.high <= 150.0)
        );
    }

    #[test]
    fn the_interval_grows_with_the_horizon_and_contains_the_mean() {
        let forecast = forecast(&days(200, |day| 90.0 + (day * 37 % 41) as f64), 2027).unwrap();
        let widths: Vec<f64> = forecast
            .months
            .iter()
            .map(|month| month.high - month.low)
            .collect();
        assert!(
            widths.windows(2).all(|pair| pair[1] >= pair[0]),
            "{widths:?}"
        );
        assert!(
            forecast
                .months
                .iter()
                .all(|m| m.low <= m.mean && m.mean <= m.high)
        );
        assert!(forecast.mean_absolute_error.unwrap() > 0.0);
    }
}
