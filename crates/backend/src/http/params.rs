//! Dates in paths and queries, and the errors of invalid paths and queries.

use std::ops::RangeInclusive;

use actix_web::web::{PathConfig, PayloadConfig, QueryConfig, ServiceConfig};
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{
    KnownFormat, ObjectBuilder, OneOfBuilder, Schema, SchemaFormat, Type,
};
use utoipa::{IntoParams, PartialSchema, ToSchema};

use super::json::shorten;
use crate::domain::IsoDate;
use crate::error::AppError;

/// Maximum range of a request, in days.
pub const MAX_RANGE_DAYS: i64 = 400;
/// How far ahead days may be planned.
const MAX_DAYS_AHEAD: i64 = 366;
/// Days before this year cannot be recorded.
const EARLIEST_YEAR: i32 = 2000;
/// The years that can be asked for.
pub const YEARS: RangeInclusive<i32> = EARLIEST_YEAR..=2200;

/// `{date}` of a path: `YYYY-MM-DD`, or `today`.
#[derive(Debug, Clone, Deserialize)]
#[serde(transparent)]
pub struct DateParam(String);

impl DateParam {
    /// The parameter: `today`, or an ISO date.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Resolves the date, where `today` is that of the user.
    ///
    /// # Errors
    /// 422 for an invalid date, or one that cannot be recorded.
    pub fn resolve(&self, today: NaiveDate) -> Result<NaiveDate, AppError> {
        if self.0 == "today" {
            return Ok(today);
        }
        check_recordable(parse_date(&self.0, "/date")?, today, "/date")
    }
}

impl PartialSchema for DateParam {
    fn schema() -> RefOr<Schema> {
        let today = ObjectBuilder::new().schema_type(Type::String);
        let date = ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Date)));
        OneOfBuilder::new()
            .item(today.enum_values(Some(["today"])))
            .item(date)
            .description(Some("`YYYY-MM-DD`, or `today`"))
            .into()
    }
}

impl ToSchema for DateParam {}

/// The date in the text.
///
/// # Errors
/// 422 at `pointer`.
pub fn parse_date(text: &str, pointer: &str) -> Result<NaiveDate, AppError> {
    IsoDate::try_from(text.to_owned())
        .map(|date| date.0)
        .map_err(|problem| AppError::Invalid {
            pointer: pointer.to_owned(),
            problem,
        })
}

/// Validates that the date can be recorded.
///
/// # Errors
/// 422 at `pointer`.
pub fn check_recordable(
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
    #[param(value_type = String, format = Date)]
    from: String,
    /// Last date; a range holds at most 400 days.
    #[param(value_type = String, format = Date)]
    to: String,
}

impl DateRange {
    /// The range between these texts.
    #[must_use]
    pub fn new(from: String, to: String) -> Self {
        Self { from, to }
    }

    /// The range as part of a cache key.
    #[must_use]
    pub fn as_path(&self) -> String {
        format!("{}/{}", self.from, self.to)
    }

    /// The validated range.
    ///
    /// # Errors
    /// 422 for invalid dates, and for a reversed or too long range.
    pub fn dates(&self) -> Result<RangeInclusive<NaiveDate>, AppError> {
        check_range(
            parse_date(&self.from, "/from")?,
            parse_date(&self.to, "/to")?,
        )
    }
}

/// Validates that the range is not reversed and not too long.
///
/// # Errors
/// 422 at `/to`.
pub fn check_range(from: NaiveDate, to: NaiveDate) -> Result<RangeInclusive<NaiveDate>, AppError> {
    check_range_of(MAX_RANGE_DAYS, from, to)
}

/// Validates that the range is not reversed and holds at most `max_days`.
///
/// # Errors
/// 422 at `/to`.
pub fn check_range_of(
    max_days: i64,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<RangeInclusive<NaiveDate>, AppError> {
    let days = (to - from).num_days() + 1;
    if days < 1 {
        return Err(AppError::invalid(
            "/to",
            "range_reversed",
            "must not lie before from",
        ));
    }
    if days > max_days {
        return Err(AppError::invalid(
            "/to",
            "range_too_long",
            format!("must make a range of at most {max_days} days"),
        ));
    }
    Ok(from..=to)
}

/// Configures the extractors to respond with problems to invalid paths, queries and body sizes.
pub(crate) fn configure_extractors(max_body_bytes: usize) -> impl FnOnce(&mut ServiceConfig) {
    move |config| {
        config
            // An invalid parameter in the path is 404.
            .app_data(PathConfig::default().error_handler(|_, _| AppError::NotFound.into()))
            .app_data(QueryConfig::default().error_handler(|error, _| {
                AppError::invalid("", "query_invalid", shorten(&error.to_string())).into()
            }))
            .app_data(PayloadConfig::new(max_body_bytes));
    }
}
