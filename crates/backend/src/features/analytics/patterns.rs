//! Which days of the week and which months are high or low.

use chrono::{Datelike, NaiveDate};

use super::dto::{PatternMean, Patterns};
use super::period::DaysOver;
use super::store;
use super::trends::mean;
use crate::db::DbConnection;
use crate::domain::UserId;
use crate::error::AppError;

pub(super) fn patterns(
    conn: &mut DbConnection,
    user: UserId,
    days_over: &DaysOver,
) -> Result<Patterns, AppError> {
    let days = store::kpis(conn, user, days_over)?;
    Ok(Patterns {
        weekdays: by(&days, 7, |date| date.weekday().number_from_monday()),
        months: by(&days, 12, |date| date.month()),
    })
}

/// The means of the days with each number, from 1.
fn by(
    days: &[(NaiveDate, f64)],
    numbers: u32,
    number_of: impl Fn(&NaiveDate) -> u32,
) -> Vec<PatternMean> {
    (1..=numbers)
        .map(|number| {
            let of_number = || days.iter().filter(|(date, _)| number_of(date) == number);
            PatternMean {
                number,
                mean_kpi: mean(of_number().map(|(_, kpi)| *kpi)),
                counted_days: of_number().count(),
            }
        })
        .collect()
}
