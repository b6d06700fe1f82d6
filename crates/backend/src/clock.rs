//! Time: the clock the server reads, and the one function that tells which day it is for whom.

use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, SubsecRound, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::bounded::Hour;

/// Where the server reads the time, so that tests can set it.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>);

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub fn system() -> Self {
        Self(Arc::new(Utc::now))
    }

    /// A clock that shows what `now` says.
    pub fn from_fn(now: impl Fn() -> DateTime<Utc> + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// The time, to the microsecond, as the databases keep it.
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

/// The logical date: the date on the wall clock of `zone`, counted so that a day begins at
/// `day_start_hour` on it. At 01:30 with a day start of 4 it is still yesterday.
///
/// Today, streaks, reminders and the KPI all ask this function. It reads the wall clock, so on
/// the nights of a clock change the day still begins when the clock shows the hour.
#[must_use]
pub fn logical_date(at: DateTime<Utc>, zone: Tz, day_start_hour: Hour) -> NaiveDate {
    let wall_clock = at.with_timezone(&zone).naive_local();
    (wall_clock - TimeDelta::hours(day_start_hour.get().into())).date()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_the_users_hour_in_the_users_zone() {
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
}
