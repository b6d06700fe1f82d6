//! Dates in paths and queries, and what a wrong path or query is answered with.

use std::ops::RangeInclusive;

use actix_web::web::{PathConfig, PayloadConfig, QueryConfig, ServiceConfig};
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::domain::IsoDate;
use crate::error::AppError;

/// Longest range one request may ask for, in days.
pub const MAX_RANGE_DAYS: i64 = 400;
/// How far ahead days may be planned.
const MAX_DAYS_AHEAD: i64 = 366;
/// Before it nobody kept habits here.
const EARLIEST_YEAR: i32 = 2000;

/// `{date}` of a path: `YYYY-MM-DD`, or `today`.
#[derive(Debug, Clone, Deserialize)]
#[serde(transparent)]
pub struct DateParam(String);

impl DateParam {
    /// As it was asked for: `today`, or the one spelling of a date.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The date meant, where it is `today` for the user.
    ///
    /// # Errors
    /// 422 for what is no date, or one outside the years that can be recorded.
    pub fn resolve(&self, today: NaiveDate) -> Result<NaiveDate, AppError> {
        if self.0 == "today" {
            return Ok(today);
        }
        within_reach(read(&self.0, "/date")?, today, "/date")
    }
}

fn read(text: &str, pointer: &str) -> Result<NaiveDate, AppError> {
    IsoDate::try_from(text.to_owned())
        .map(|date| date.0)
        .map_err(|problem| AppError::Invalid {
            pointer: pointer.to_owned(),
            problem,
        })
}

/// The date, if days that far from today can be recorded.
///
/// # Errors
/// 422 at `pointer`.
pub fn within_reach(
    date: NaiveDate,
    today: NaiveDate,
    pointer: &str,
) -> Result<NaiveDate, AppError> {
    use chrono::Datelike;
    if date.year() < EARLIEST_YEAR || (date - today).num_days() > MAX_DAYS_AHEAD {
        return Err(AppError::invalid(
            pointer,
            "date_out_of_range",
            format!("must lie between {EARLIEST_YEAR}-01-01 and a year from today"),
        ));
    }
    Ok(date)
}

/// `?from=…&to=…`, both included.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct DateRange {
    /// First date.
    from: String,
    /// Last date; a range holds at most 400 days.
    to: String,
}

impl DateRange {
    /// As it was asked for, which is one spelling for each range.
    #[must_use]
    pub fn as_path(&self) -> String {
        format!("{}/{}", self.from, self.to)
    }

    /// The range, checked.
    ///
    /// # Errors
    /// 422 for dates that don't exist, stand the wrong way round, or lie too far apart.
    pub fn dates(&self) -> Result<RangeInclusive<NaiveDate>, AppError> {
        check_range(read(&self.from, "/from")?, read(&self.to, "/to")?)
    }
}

/// A range that stands the right way round and is not too long.
///
/// # Errors
/// 422 at `/to`.
pub fn check_range(from: NaiveDate, to: NaiveDate) -> Result<RangeInclusive<NaiveDate>, AppError> {
    let days = (to - from).num_days() + 1;
    if days < 1 {
        return Err(AppError::invalid(
            "/to",
            "range_reversed",
            "must not lie before from",
        ));
    }
    if days > MAX_RANGE_DAYS {
        return Err(AppError::invalid(
            "/to",
            "range_too_long",
            format!("must make a range of at most {MAX_RANGE_DAYS} days"),
        ));
    }
    Ok(from..=to)
}

/// Makes a wrong path, query or body size the problem it should be.
pub(crate) fn configure_extractors(max_body_bytes: usize) -> impl FnOnce(&mut ServiceConfig) {
    move |config| {
        config
            // A path that can't name anything names nothing.
            .app_data(PathConfig::default().error_handler(|_, _| AppError::NotFound.into()))
            .app_data(QueryConfig::default().error_handler(|error, _| {
                AppError::invalid("", "query_invalid", error.to_string()).into()
            }))
            .app_data(PayloadConfig::new(max_body_bytes));
    }
}
