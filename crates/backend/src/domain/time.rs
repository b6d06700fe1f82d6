//! Time: the clock, the logical date of a user, and the types for dates and time zones in requests
//! and responses.

use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, NaiveTime, SubsecRound, TimeDelta, TimeZone as _, Utc};
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

/// The logical date: the date whose day began last in `zone`, where a day begins when the clocks first show
/// `day_start_hour`. At 01:30 with a day start of 4 it is still the previous date.
///
/// Today, streaks, reminders and the KPI all use this function. It uses local time, so a day also
/// begins at that hour when daylight saving time starts or ends. It never goes back: when clocks are
/// set back below the hour after they have shown it, the day has begun all the same. It is never a date
/// that the zone's calendar lacks.
#[must_use]
pub fn logical_date(at: DateTime<Utc>, zone: Tz, day_start_hour: Hour) -> NaiveDate {
    let day_start = TimeDelta::hours(day_start_hour.get().into());
    let wall_clock = at.with_timezone(&zone).naive_local();
    let date = (wall_clock - day_start).date();
    let has_begun = |next: &NaiveDate| {
        let begins = next.and_time(NaiveTime::MIN) + day_start;
        let first = zone.from_local_datetime(&begins).earliest();
        first.is_some_and(|first| first <= at)
    };
    let date = date.succ_opt().filter(has_begun).unwrap_or(date);
    if exists(date, zone) {
        date
    } else {
        date.pred_opt().unwrap_or(date)
    }
}

/// Whether the calendar of the zone has this date. One that moves across the date line may skip one, as
/// Pacific/Apia did 2011-12-30.
#[must_use]
pub fn exists(date: NaiveDate, zone: Tz) -> bool {
    let last = NaiveTime::MIN - TimeDelta::seconds(1);
    [NaiveTime::MIN, last].into_iter().any(|time| {
        let instants = zone.from_local_datetime(&date.and_time(time));
        instants.earliest().is_some()
    })
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

/// An instant in RFC 3339, such as `2026-01-31T10:00:00Z`, to the microsecond as in the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(try_from = "String")]
#[schema(value_type = DateTime<Utc>)]
pub struct Instant(pub DateTime<Utc>);

impl TryFrom<String> for Instant {
    type Error = ValidationError;

    fn try_from(text: String) -> Result<Self, ValidationError> {
        DateTime::parse_from_rfc3339(&text)
            .ok()
            // RFC 3339 allows a blank, the format of OpenAPI does not.
            .filter(|_| text.as_bytes().get(10) == Some(&b'T'))
            .and_then(|at| DateTime::from_timestamp_micros(at.timestamp_micros()))
            .map(Self)
            .ok_or_else(|| {
                ValidationError::new(
                    "instant_invalid",
                    "is not an instant such as 2026-01-31T10:00:00Z",
                )
            })
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

    /// The cases that the web app's copy of [`logical_date`] is tested with, too.
    const CASES: &str = include_str!("../../../frontend/web/src/testing/logicalDates.json");

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Case {
        at: DateTime<Utc>,
        time_zone: TimeZone,
        day_start_hour: Hour,
        date: NaiveDate,
    }

    #[test]
    fn the_logical_date_is_that_of_the_table() {
        let cases: Vec<Case> = serde_json::from_str(CASES).unwrap();
        for case in cases {
            let Case {
                at,
                time_zone,
                day_start_hour,
                date,
            } = case;
            assert_eq!(
                logical_date(at, time_zone.0, day_start_hour),
                date,
                "{at} in {} from {}",
                time_zone.0,
                day_start_hour.get()
            );
        }
    }

    /// All zones, seven hours of the day's start: around each change of the clocks of a year, the date goes
    /// on by one day at a time and never back.
    #[test]
    fn the_logical_date_never_goes_back_and_skips_none() {
        let hours = [0, 1, 2, 3, 4, 12, 23].map(|hour| Hour::new(hour).unwrap());
        let first: DateTime<Utc> = "2026-01-01T00:00:00Z".parse().unwrap();
        let offset = |zone: Tz, at: DateTime<Utc>| {
            let local = at.with_timezone(&zone).naive_local();
            local - at.naive_utc()
        };
        let mut changes = 0;
        for zone in TZ_VARIANTS {
            for day in 0..365 {
                let begin = first + TimeDelta::days(day);
                if offset(zone, begin) == offset(zone, begin + TimeDelta::days(1)) {
                    continue;
                }
                changes += 1;
                for hour in hours {
                    let mut before = logical_date(begin - TimeDelta::days(1), zone, hour);
                    for quarter in -95..192 {
                        let at = begin + TimeDelta::minutes(15 * quarter);
                        let date = logical_date(at, zone, hour);
                        let step = (date - before).num_days();
                        assert!(
                            (0..=1).contains(&step),
                            "{before} to {date}: {at} in {zone}"
                        );
                        before = date;
                    }
                }
            }
        }
        assert!(changes > 100, "{changes}");
    }

    #[test]
    fn a_zone_that_crossed_the_date_line_lacks_a_date() {
        for (zone, date, expected) in [
            ("Pacific/Apia", "2011-12-29", true),
            ("Pacific/Apia", "2011-12-30", false),
            ("Pacific/Apia", "2011-12-31", true),
            ("Pacific/Fakaofo", "2011-12-30", false),
            ("Pacific/Auckland", "2011-12-30", true),
            ("Pacific/Kwajalein", "1993-08-21", false),
            // Midnight or an hour of it is missing, not the date.
            ("America/Santiago", "2026-09-06", true),
            ("Africa/Cairo", "2026-04-24", true),
        ] {
            let date = date.parse().unwrap();
            assert_eq!(
                exists(date, zone.parse().unwrap()),
                expected,
                "{date} {zone}"
            );
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
