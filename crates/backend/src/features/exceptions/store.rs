//! Queries of exception days.

use std::ops::RangeInclusive;

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::db::{DbConnection, DbEnum, days};
use crate::domain::UserId;
use crate::error::AppError;
use crate::scoring::ExceptionKind;

/// An exception day.
#[derive(Queryable)]
pub(super) struct ExceptionDay {
    pub date: NaiveDate,
    pub kind: DbEnum<ExceptionKind>,
    pub note: Option<String>,
}

/// The exception days of the range, in order.
pub(super) fn exception_days(
    conn: &mut DbConnection,
    user: UserId,
    dates: &RangeInclusive<NaiveDate>,
) -> Result<Vec<ExceptionDay>, AppError> {
    Ok(days::table
        .filter(days::user_id.eq(user))
        .filter(days::date.between(*dates.start(), *dates.end()))
        .filter(days::exception_kind.is_not_null())
        .order(days::date)
        .select((
            days::date,
            days::exception_kind.assume_not_null(),
            days::exception_note,
        ))
        .load(conn)?)
}
