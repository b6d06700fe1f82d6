//! Time: the clock, the logical date of a user, and the types for dates and time zones in requests
//! and responses.

use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, SubsecRound, TimeDelta, Utc};
use chrono_tz::{TZ_VARIANTS, Tz};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Hour, ValidationError};

/// The source of the current time. Tests inject their own.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>);

impl Clock {
    /// The system clock.
    #[must_use]
    pub fn system() -> Self {
        Self(Arc::new(Utc::now))
    }

    /// A clock that calls `now`.
    pub fn from_fn(now: impl Fn() -> DateTime<Utc> + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// The current time, truncated to microseconds as in the database.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        (self.0)().trunc_subsecs(6)
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}

/// The logical date: the local date in `zone`, where a day begins at `day_start_hour`. At 01:30 with
/// a day start of 4 it is still the previous date.
///
/// Today, streaks, reminders and the KPI all use this function. It uses local time, so a day also
/// begins at that hour when daylight saving time starts or ends.
#[must_use]
pub fn logical_date(at: DateTime<Utc>, zone: Tz, day_start_hour: Hour) -> NaiveDate {
    let wall_clock = at.with_timezone(&zone).naive_local();
    (wall_clock - TimeDelta::hours(day_start_hour.get().into())).date()
}

/// A date in the format `YYYY-MM-DD` only; chrono also accepts `2026-3-1` or ` +2026-03-01`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String")]
#[schema(value_type = NaiveDate)]
pub struct IsoDate(pub NaiveDate);

impl TryFrom<String> for IsoDate {
    type Error = ValidationError;

    fn try_from(text: String) -> Result<Self, ValidationError> {
        text.parse::<NaiveDate>()
            .ok()
            .filter(|date| text.len() == 10 && date.to_string() == text)
            .map(Self)
            .ok_or_else(|| ValidationError::new("date_invalid", "is not a date such as 2026-01-31"))
    }
}

/// An IANA time zone, like `Europe/Berlin`, in upper or lower case. Older names are zones too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, example = "Europe/Berlin")]
pub struct TimeZone(pub Tz);

impl TryFrom<String> for TimeZone {
    type Error = ValidationError;

    fn try_from(name: String) -> Result<Self, ValidationError> {
        let known = TZ_VARIANTS.iter();
        known
            .copied()
            .find(|zone| zone.name().eq_ignore_ascii_case(&name))
            .map(Self)
            .ok_or_else(|| {
                ValidationError::new(
                    "time_zone_unknown",
                    "is not an IANA time zone such as Europe/Berlin",
                )
            })
    }
}

impl From<TimeZone> for String {
    fn from(zone: TimeZone) -> Self {
        zone.0.name().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logical_date_uses_time_zone_and_day_start_hour() {
        for (at, zone, hour, expected) in [
            ("2026-03-10T23:59:59Z", "UTC", 0, "2026-03-10"),
            ("2026-03-11T00:00:00Z", "UTC", 0, "2026-03-11"),
            ("2026-03-10T21:30:00Z", "Europe/Moscow", 0, "2026-03-11"),
            ("2026-03-11T00:30:00Z", "Europe/Moscow", 4, "2026-03-10"),
            ("2026-03-11T01:00:00Z", "Europe/Moscow", 4, "2026-03-11"),
            (
                "2026-03-11T10:30:00Z",
                "Pacific/Kiritimati",
                0,
                "2026-03-12",
            ),
            ("2026-03-11T10:30:00Z", "Pacific/Pago_Pago", 0, "2026-03-10"),
            ("2026-01-01T00:00:00Z", "UTC", 23, "2025-12-31"),
            // The hour from 02:00 to 03:00 does not exist on this night in Berlin.
            ("2026-03-29T00:59:59Z", "Europe/Berlin", 2, "2026-03-28"),
            ("2026-03-29T01:00:00Z", "Europe/Berlin", 2, "2026-03-29"),
            // The hour from 02:00 to 03:00 comes twice on this one.
            ("2026-10-25T00:30:00Z", "Europe/Berlin", 3, "2026-10-24"),
            ("2026-10-25T01:30:00Z", "Europe/Berlin", 3, "2026-10-24"),
            ("2026-10-25T02:00:00Z", "Europe/Berlin", 3, "2026-10-25"),
        ] {
            let date = logical_date(
                at.parse().unwrap(),
                zone.parse().unwrap(),
                Hour::new(hour).unwrap(),
            );
            assert_eq!(date.to_string(), expected, "{at} in {zone} from {hour}");
        }
    }

    #[test]
    fn only_iso_dates_are_accepted() {
        for (text, valid) in [
            ("2026-03-01", true),
            ("2024-02-29", true),
            ("2026-02-29", false),
            ("2026-13-01", false),
            ("2026-3-1", false),
            (" 2026-03-1", false),
            ("2026-03-01 ", false),
            ("+2026-03-01", false),
            ("2026-03-010", false),
            ("26-03-01", false),
            ("-4800-01-01", false),
            ("+12345-01-01", false),
            ("", false),
        ] {
            assert_eq!(
                IsoDate::try_from(text.to_owned()).is_ok(),
                valid,
                "{text:?}"
            );
        }
    }
}
