//! The periods that can be asked for.

use std::ops::RangeInclusive;

use chrono::{Days, NaiveDate};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::db::DbConnection;
use crate::domain::UserId;
use crate::error::AppError;
use crate::http::{check_range_of, parse_date};

/// Ten years.
const MAX_DAYS: i64 = 3653;
/// The days of each of two periods, which are scored again to be compared: a year.
const MAX_COMPARED_DAYS: i64 = 366;

/// The days of a period that are over; none, if the first is after the last.
pub(super) type DaysOver = RangeInclusive<NaiveDate>;

/// Reads what a user's days of a period say.
pub(super) type ReadPeriod<T> = fn(&mut DbConnection, UserId, &DaysOver) -> Result<T, AppError>;

/// `?from=…&to=…`, both included.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Period {
    /// First date, at the latest today.
    #[param(value_type = String, format = Date)]
    from: String,
    /// Last date; a period holds at most ten years. Days from today on do not count.
    #[param(value_type = String, format = Date)]
    to: String,
}

impl Period {
    pub(super) fn as_path(&self) -> String {
        format!("{}/{}", self.from, self.to)
    }

    /// # Errors
    /// 422 for invalid dates, and for a period that is reversed, too long or to come.
    pub(super) fn days_over(&self, today: NaiveDate) -> Result<DaysOver, AppError> {
        let from = parse_date(&self.from, "/from")?;
        let to = parse_date(&self.to, "/to")?;
        days_over(check_range_of(MAX_DAYS, from, to)?, today, "/from")
    }
}

/// `?from=…&to=…&previousFrom=…&previousTo=…`, all included.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct TwoPeriods {
    /// First date of the period, at the latest today.
    #[param(value_type = String, format = Date)]
    from: String,
    /// Its last date; a period holds at most 366 days. Days from today on do not count.
    #[param(value_type = String, format = Date)]
    to: String,
    /// First date of the period that it is compared with, which may be any other.
    #[param(value_type = String, format = Date)]
    previous_from: String,
    /// Its last date.
    #[param(value_type = String, format = Date)]
    previous_to: String,
}

impl TwoPeriods {
    pub(super) fn as_path(&self) -> String {
        let Self {
            from,
            to,
            previous_from,
            previous_to,
        } = self;
        format!("{from}/{to}/{previous_from}/{previous_to}")
    }

    /// The period, and the one it is compared with.
    ///
    /// # Errors
    /// 422 for invalid dates, and for a period that is reversed, too long or to come.
    pub(super) fn days_over(&self, today: NaiveDate) -> Result<(DaysOver, DaysOver), AppError> {
        let date = |text: &str, pointer| parse_date(text, pointer);
        let current = check_range_of(
            MAX_COMPARED_DAYS,
            date(&self.from, "/from")?,
            date(&self.to, "/to")?,
        )?;
        let previous = check_range_of(
            MAX_COMPARED_DAYS,
            date(&self.previous_from, "/previousFrom")?,
            date(&self.previous_to, "/previousTo")?,
        )?;
        Ok((
            days_over(current, today, "/from")?,
            days_over(previous, today, "/previousFrom")?,
        ))
    }
}

fn days_over(
    period: RangeInclusive<NaiveDate>,
    today: NaiveDate,
    pointer: &str,
) -> Result<DaysOver, AppError> {
    let (from, to) = period.into_inner();
    if from > today {
        let message = "must not lie after today";
        return Err(AppError::invalid(pointer, "date_out_of_range", message));
    }
    Ok(from..=to.min(today - Days::new(1)))
}
