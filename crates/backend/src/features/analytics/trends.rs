//! How the KPI moves: daily, and as moving means.

use chrono::{Days, NaiveDate};

use super::dto::{MovingMean, TrendPoint, Trends};
use super::period::DaysOver;
use super::store;
use crate::db::DbConnection;
use crate::domain::UserId;
use crate::error::AppError;
use crate::kpi::Points;

const WEEK_DAYS: u64 = 7;
const FOUR_WEEKS_DAYS: u64 = 28;

pub(super) fn trends(
    conn: &mut DbConnection,
    user: UserId,
    days_over: &DaysOver,
) -> Result<Trends, AppError> {
    // The means of the first days look back before the period.
    let from = *days_over.start() - Days::new(FOUR_WEEKS_DAYS - 1);
    let days = store::kpis(conn, user, &(from..=*days_over.end()))?;
    let of_period = days.partition_point(|(date, _)| date < days_over.start());
    let weekly = moving_means(&days, WEEK_DAYS);
    let monthly = moving_means(&days, FOUR_WEEKS_DAYS);
    let kpis = days[of_period..].iter().map(|(_, kpi)| *kpi);
    let points = days.iter().zip(weekly).zip(monthly).skip(of_period);
    Ok(Trends {
        mean_kpi: mean(kpis),
        counted_days: days.len() - of_period,
        points: points
            .map(|(((date, kpi), mean7), mean28)| TrendPoint {
                date: *date,
                kpi: *kpi,
                mean7,
                mean28,
            })
            .collect(),
    })
}

/// The mean of a period, rounded as it is shown; `None` without days.
pub(super) fn mean(values: impl Iterator<Item = f64>) -> Option<Points> {
    let (sum, count) = values.fold((0.0, 0_u32), |(sum, count), value| (sum + value, count + 1));
    (count > 0).then(|| Points::round(sum / f64::from(count)))
}

/// For each day the mean of the days with a KPI among the `window` days up to it.
fn moving_means(days: &[(NaiveDate, f64)], window: u64) -> Vec<MovingMean> {
    let (mut sum, mut first) = (0.0, 0);
    days.iter()
        .enumerate()
        .map(|(index, (date, kpi))| {
            sum += kpi;
            while days[first].0 + Days::new(window) <= *date {
                sum -= days[first].1;
                first += 1;
            }
            let days = index - first + 1;
            MovingMean {
                mean: Points::round(sum / days as f64),
                days,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_day_is_no_zero() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 3, day).unwrap();
        let days = [
            (day(1), 90.0),
            (day(2), 60.0),
            (day(8), 30.0),
            (day(31), 12.5),
        ];
        let means: Vec<(f64, usize)> = moving_means(&days, 7)
            .into_iter()
            .map(|mean| (mean.mean.value(), mean.days))
            .collect();
        assert_eq!(means, [(90.0, 1), (75.0, 2), (45.0, 2), (12.5, 1)]);
    }

    #[test]
    fn nothing_has_no_mean() {
        assert_eq!(mean([].into_iter()), None);
        assert_eq!(mean([150.0, 150.0].into_iter()), Some(Points::whole(150)));
        assert_eq!(mean([0.0].into_iter()), Some(Points::ZERO));
    }
}
