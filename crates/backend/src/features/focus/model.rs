//! A focus session, and what follows from its instants.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::domain::{FocusMinutes, FocusSessionId};
use crate::features::days::FocusSubject;
use crate::identity::Account;

/// How long a session can be. One without a length ends then, if nobody stops it.
const MAX_LENGTH: TimeDelta = TimeDelta::hours(24);

/// A session, as stored.
#[derive(Debug, Clone)]
pub(super) struct Session {
    /// Chosen by the client, or new.
    pub id: FocusSessionId,
    /// What it is spent on.
    pub subject: FocusSubject,
    /// The name of the habit, or the title of the task; `None` if the task is gone.
    pub name: Option<String>,
    /// The logical day in which it began, in the user's time zone of then.
    pub date: NaiveDate,
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// Its length; `None` if it has none.
    pub planned_minutes: Option<i16>,
    /// When it ends if nobody stops it.
    pub deadline: DateTime<Utc>,
    /// How it ended; `None` while it runs.
    pub end: Option<End>,
}

/// The end of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct End {
    /// When.
    pub at: DateTime<Utc>,
    /// Whole minutes since the start.
    pub minutes: i16,
    /// How many of them the entry or the task was given.
    pub counted: i16,
    /// Whether it was interrupted; such a session counts for no law.
    pub interrupted: bool,
    /// Whether the user has ended it, and not its deadline.
    pub stopped: bool,
}

impl Session {
    /// A session that begins.
    pub fn begin(
        id: FocusSessionId,
        (subject, name): (FocusSubject, String),
        user: &Account,
        started_at: DateTime<Utc>,
        length: Option<FocusMinutes>,
    ) -> Self {
        let planned_minutes = length.map(FocusMinutes::get);
        let length = planned_minutes.map(|minutes| TimeDelta::minutes(minutes.into()));
        Self {
            id,
            subject,
            name: Some(name),
            date: user.today_at(started_at),
            started_at,
            planned_minutes,
            deadline: started_at + length.unwrap_or(MAX_LENGTH),
            end: None,
        }
    }

    /// The latest instant to which the end can be corrected.
    pub fn latest_end(&self) -> DateTime<Utc> {
        self.started_at + MAX_LENGTH
    }

    /// When it ended, also if its deadline has passed and [`super::deadline_worker`] has not come by yet.
    pub fn ended_at(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let passed = Some(self.deadline).filter(|deadline| *deadline <= now);
        self.end.map(|end| end.at).or(passed)
    }

    /// The end at this instant, which has added no minutes yet.
    pub fn end_at(&self, at: DateTime<Utc>, interrupted: bool, stopped: bool) -> End {
        End {
            at,
            minutes: i16::try_from((at - self.started_at).num_minutes()).unwrap_or(i16::MAX),
            counted: 0,
            interrupted,
            stopped,
        }
    }

    /// The end at the deadline. A session without a length was forgotten then, and not focused on for a day.
    pub fn end_at_deadline(&self) -> End {
        self.end_at(self.deadline, self.planned_minutes.is_none(), false)
    }

    /// How many minutes the entry or the task is to get: none of a session that was forgotten, until its end is
    /// corrected.
    pub fn minutes_to_count(&self, end: End) -> i16 {
        if self.planned_minutes.is_none() && end.at == self.deadline {
            return 0;
        }
        end.minutes
    }

    /// Whether another session from `start` to `end` is at the same time.
    pub fn overlaps(&self, start: DateTime<Utc>, end: DateTime<Utc>, now: DateTime<Utc>) -> bool {
        self.started_at < end && start < self.ended_at(now).unwrap_or(now)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::{Hour, TaskId, UserId, logical_date};
    use crate::identity::{Language, Role, Theme};

    fn user(zone: &str, hour: i16) -> Account {
        Account {
            id: UserId::NIL,
            email: String::new(),
            name: String::new(),
            time_zone: zone.parse().unwrap(),
            day_start_hour: Hour::new(hour).unwrap(),
            language: Language::English,
            theme: Theme::System,
            role: Role::User,
            email_verified_at: None,
            created_at: DateTime::UNIX_EPOCH,
        }
    }

    fn begin(user: &Account, started_at: DateTime<Utc>, length: Option<i16>) -> Session {
        let subject = (FocusSubject::Task(TaskId::NIL), String::new());
        let length = length.map(|minutes| FocusMinutes::new(minutes).unwrap());
        Session::begin(FocusSessionId::NIL, subject, user, started_at, length)
    }

    #[test]
    fn the_length_is_the_difference_of_instants_and_the_day_that_of_the_start() {
        for (zone, hour, start, end, minutes, date) in [
            // The clock shows 01:45 to 02:15, and its hour twice.
            (
                "Europe/Berlin",
                0,
                "2026-10-24T23:45:00Z",
                "2026-10-25T01:15:00Z",
                90,
                "2026-10-25",
            ),
            // 01:45 to 03:15: the hour between is missing.
            (
                "Europe/Berlin",
                0,
                "2026-03-29T00:45:00Z",
                "2026-03-29T01:15:00Z",
                30,
                "2026-03-29",
            ),
            // 23:45 to 01:15: midnight is missing.
            (
                "America/Santiago",
                0,
                "2026-09-06T03:45:00Z",
                "2026-09-06T04:15:00Z",
                30,
                "2026-09-05",
            ),
            (
                "UTC",
                0,
                "2026-03-18T23:50:00Z",
                "2026-03-19T00:15:00Z",
                25,
                "2026-03-18",
            ),
            (
                "UTC",
                4,
                "2026-03-18T23:50:00Z",
                "2026-03-19T00:15:00Z",
                25,
                "2026-03-18",
            ),
            (
                "UTC",
                4,
                "2026-03-19T03:50:00Z",
                "2026-03-19T04:15:00Z",
                25,
                "2026-03-18",
            ),
            (
                "UTC",
                4,
                "2026-03-19T04:00:00Z",
                "2026-03-19T04:59:59Z",
                59,
                "2026-03-19",
            ),
        ] {
            let session = begin(&user(zone, hour), start.parse().unwrap(), None);
            let end = session.end_at(end.parse().unwrap(), false, true);
            assert_eq!(end.minutes, minutes, "{zone} {start}");
            assert_eq!(session.date.to_string(), date, "{zone} {start}");
        }
    }

    #[test]
    fn a_forgotten_session_adds_nothing() {
        let session = begin(&user("UTC", 0), DateTime::UNIX_EPOCH, None);
        let end = session.end_at_deadline();
        assert!(end.interrupted && !end.stopped && end.minutes == 1440);
        assert_eq!(session.minutes_to_count(end), 0);
        let planned = begin(&user("UTC", 0), DateTime::UNIX_EPOCH, Some(1440));
        let end = planned.end_at_deadline();
        assert!(!end.interrupted);
        assert_eq!(planned.minutes_to_count(end), 1440);
    }

    const ZONES: [&str; 6] = [
        "UTC",
        "Europe/Berlin",
        "America/Santiago",
        "Pacific/Apia",
        "Australia/Lord_Howe",
        "Asia/Kathmandu",
    ];

    proptest! {
        #[test]
        fn clock_changes_do_not_matter(
            zone in proptest::sample::select(&ZONES[..]),
            hour in 0_i16..24,
            start in 1_767_225_600_i64..1_830_297_600,
            length in proptest::option::of(1_i16..=1440),
            seconds in 0_i64..=86_400,
        ) {
            let user = user(zone, hour);
            let started_at = DateTime::from_timestamp(start, 0).unwrap();
            let session = begin(&user, started_at, length);
            let at = started_at + TimeDelta::seconds(seconds);
            let end = session.end_at(at, false, true);
            prop_assert_eq!(i64::from(end.minutes), seconds / 60);
            prop_assert_eq!(session.date, logical_date(started_at, user.time_zone, user.day_start_hour));
            prop_assert!(session.minutes_to_count(session.end_at_deadline()) == length.unwrap_or(0));
            prop_assert!(session.deadline <= session.latest_end());
        }
    }
}
