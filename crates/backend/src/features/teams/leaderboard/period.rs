//! The dates of a period.

use std::ops::RangeInclusive;

use chrono::{Datelike, Days, Months, NaiveDate};

use crate::error::AppError;
use crate::features::teams::dto::{LeaderboardPeriod, LeaderboardQuery};
use crate::http::{check_range_of, parse_date};

/// The most days of a custom period.
const MAX_DAYS: i64 = 366;

/// The dates of the period that a user asks for, whose date is `today`.
///
/// # Errors
/// 422 for invalid dates, and for those that do not belong to the period.
pub(super) fn dates(
    period: LeaderboardPeriod,
    query: &LeaderboardQuery,
    today: NaiveDate,
) -> Result<RangeInclusive<NaiveDate>, AppError> {
    let LeaderboardQuery { date, from, to, .. } = query;
    if period == LeaderboardPeriod::Custom {
        refuse(date.as_ref(), "/date", period)?;
        let from = parse_date(from.as_deref().unwrap_or_default(), "/from")?;
        let to = parse_date(to.as_deref().unwrap_or_default(), "/to")?;
        return check_range_of(MAX_DAYS, from, to);
    }
    refuse(from.as_ref(), "/from", period)?;
    refuse(to.as_ref(), "/to", period)?;
    let default = match period {
        LeaderboardPeriod::Day => today - Days::new(1),
        _ => today,
    };
    let date = date.as_deref().map(|date| parse_date(date, "/date"));
    Ok(containing(period, date.transpose()?.unwrap_or(default)))
}

fn refuse(
    given: Option<&String>,
    pointer: &str,
    period: LeaderboardPeriod,
) -> Result<(), AppError> {
    if given.is_none() {
        return Ok(());
    }
    let message = format!("does not belong to the period {period}");
    Err(AppError::invalid(pointer, "not_of_period", message))
}

/// The day, week or month with this date. At the end of the calendar it is the part that the calendar has.
fn containing(period: LeaderboardPeriod, date: NaiveDate) -> RangeInclusive<NaiveDate> {
    match period {
        LeaderboardPeriod::Day | LeaderboardPeriod::Custom => date..=date,
        LeaderboardPeriod::Week => {
            let monday = date.week(chrono::Weekday::Mon).first_day();
            let sunday = monday.checked_add_days(Days::new(6)).unwrap_or(date);
            // Dates are written with four digits.
            let has = |day: &NaiveDate| (0..=9999).contains(&day.year());
            let [first, last] = [monday, sunday].map(|day| Some(day).filter(has).unwrap_or(date));
            first..=last
        }
        LeaderboardPeriod::Month => {
            let first = date.with_day(1).unwrap_or(date);
            let next = first.checked_add_months(Months::new(1));
            first..=next.and_then(|next| next.pred_opt()).unwrap_or(date)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_has_the_dates_of_the_calendar() {
        use LeaderboardPeriod::*;
        for (period, date, from, to) in [
            (Day, "2026-03-18", "2026-03-18", "2026-03-18"),
            (Week, "2026-03-18", "2026-03-16", "2026-03-22"),
            (Week, "2026-03-16", "2026-03-16", "2026-03-22"),
            (Week, "2026-03-22", "2026-03-16", "2026-03-22"),
            (Week, "2026-01-01", "2025-12-29", "2026-01-04"),
            (Month, "2028-02-29", "2028-02-01", "2028-02-29"),
            (Month, "2026-12-31", "2026-12-01", "2026-12-31"),
            (Month, "9999-12-31", "9999-12-01", "9999-12-31"),
            (Week, "9999-12-31", "9999-12-27", "9999-12-31"),
            (Week, "0000-01-01", "0000-01-01", "0000-01-02"),
        ] {
            let [date, from, to] = [date, from, to].map(|text| text.parse::<NaiveDate>().unwrap());
            assert_eq!(containing(period, date), from..=to, "{period} of {date}");
        }
    }
}
