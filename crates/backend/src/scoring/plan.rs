//! The plan: the habits of a user, with their targets by date.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::domain::{HabitId, ValidationError, exists, string_enum};
use crate::kpi::{Category, Direction, Quadrant};

string_enum! {
    /// A day of the week.
    Weekday {
        /// Monday.
        Monday = "mon",
        /// Tuesday.
        Tuesday = "tue",
        /// Wednesday.
        Wednesday = "wed",
        /// Thursday.
        Thursday = "thu",
        /// Friday.
        Friday = "fri",
        /// Saturday.
        Saturday = "sat",
        /// Sunday.
        Sunday = "sun",
    }
}

/// The weekdays on which a habit is scheduled, at least one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "BTreeSet<Weekday>", into = "BTreeSet<Weekday>")]
pub struct Schedule(u8);

impl Schedule {
    /// All seven days.
    pub const DAILY: Self = Self(0b111_1111);

    /// From the bits in the column: Monday 1, Tuesday 2, … Sunday 64.
    #[must_use]
    pub fn from_bits(bits: i16) -> Option<Self> {
        u8::try_from(bits)
            .ok()
            .filter(|bits| (1..=127).contains(bits))
            .map(Self)
    }

    /// The bits in the column.
    #[must_use]
    pub fn bits(self) -> i16 {
        self.0.into()
    }

    /// Whether the weekday of the date is scheduled.
    #[must_use]
    pub fn includes(self, date: NaiveDate) -> bool {
        self.0 & (1 << date.weekday().num_days_from_monday()) != 0
    }
}

impl TryFrom<BTreeSet<Weekday>> for Schedule {
    type Error = ValidationError;

    fn try_from(days: BTreeSet<Weekday>) -> Result<Self, ValidationError> {
        let bits = days.iter().fold(0, |bits, day| bits | (1 << *day as u8));
        if bits == 0 {
            return Err(ValidationError::new(
                "required",
                "must name at least one weekday",
            ));
        }
        Ok(Self(bits))
    }
}

impl From<Schedule> for BTreeSet<Weekday> {
    fn from(schedule: Schedule) -> Self {
        Weekday::ALL
            .into_iter()
            .filter(|day| schedule.0 & (1 << *day as u8) != 0)
            .collect()
    }
}

impl utoipa::PartialSchema for Schedule {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::schema::ArrayBuilder::new()
            .items(Weekday::schema())
            .min_items(Some(1))
            .unique_items(true)
            .into()
    }
}

impl utoipa::ToSchema for Schedule {}

/// A version of what scoring needs of a habit, effective from a date until the next version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HabitVersion {
    /// First date of the version.
    pub effective_from: NaiveDate,
    /// Category.
    pub category: Category,
    /// Quadrant.
    pub quadrant: Quadrant,
    /// Direction.
    pub direction: Direction,
    /// Target in minutes.
    pub target_minutes: i16,
    /// Target on Saturdays and Sundays, if it differs.
    pub weekend_target_minutes: Option<i16>,
    /// Scheduled weekdays.
    pub schedule: Schedule,
    /// False while the habit is archived.
    pub active: bool,
}

impl HabitVersion {
    /// The target on the date; `None` when the habit is not scheduled.
    #[must_use]
    pub fn target_on(&self, date: NaiveDate) -> Option<i16> {
        if !self.active || !self.schedule.includes(date) {
            return None;
        }
        let weekend = date.weekday().num_days_from_monday() >= 5;
        let weekend_target = self.weekend_target_minutes.filter(|_| weekend);
        Some(weekend_target.unwrap_or(self.target_minutes))
    }
}

/// A habit with all its versions.
#[derive(Debug, Clone)]
pub struct PlannedHabit {
    /// Id.
    pub id: HabitId,
    /// The unversioned attributes.
    pub details: HabitDetails,
    /// In the order of their dates, at least one.
    versions: Vec<HabitVersion>,
    /// The time zone of the user.
    zone: Tz,
}

/// The unversioned attributes of a habit.
#[derive(Debug, Clone)]
pub struct HabitDetails {
    /// Name.
    pub name: String,
    /// Skill level, 1–5.
    pub skill_level: Option<i16>,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When the name or the level was last changed.
    pub updated_at: DateTime<Utc>,
}

impl PlannedHabit {
    /// Creates a habit from versions in the order of their dates; `None` without versions.
    #[must_use]
    pub fn new(
        id: HabitId,
        details: HabitDetails,
        versions: Vec<HabitVersion>,
        zone: Tz,
    ) -> Option<Self> {
        (!versions.is_empty()).then_some(Self {
            id,
            details,
            versions,
            zone,
        })
    }

    /// Whether the habit has started by the date and is not archived on it.
    #[must_use]
    pub fn is_active_on(&self, date: NaiveDate) -> bool {
        self.starts_on() <= date && self.version_on(date).active
    }

    /// The date since which the habit is archived, as of `date`; `None` if it is not. A habit that was
    /// archived before it has started is archived since its start.
    #[must_use]
    pub fn archived_on(&self, date: NaiveDate) -> Option<NaiveDate> {
        let date = date.max(self.starts_on());
        self.versions
            .iter()
            .rev()
            .skip_while(|version| version.effective_from > date)
            .take_while(|version| !version.active)
            .last()
            .map(|version| version.effective_from)
    }

    /// The versions from the date of `next` after it is applied. It overrides later versions, except that
    /// archiving and restoring keep their dates.
    #[must_use]
    pub fn versions_with(&self, next: HabitVersion) -> Vec<HabitVersion> {
        let mut versions = vec![next];
        for later in self
            .versions
            .iter()
            .filter(|later| later.effective_from > next.effective_from)
        {
            if versions
                .last()
                .is_some_and(|last| last.active != later.active)
            {
                versions.push(HabitVersion {
                    effective_from: later.effective_from,
                    active: later.active,
                    ..next
                });
            }
        }
        versions
    }

    /// The versions from the date after the habit is archived or restored on it. Other attributes of later
    /// versions stay, and so does the start of a habit that has not started yet.
    #[must_use]
    pub fn versions_with_activity(&self, from: NaiveDate, active: bool) -> Vec<HabitVersion> {
        let first = (self.starts_on() <= from).then(|| HabitVersion {
            effective_from: from,
            active,
            ..*self.version_on(from)
        });
        let later = self
            .versions
            .iter()
            .filter(|later| later.effective_from > from);
        first
            .into_iter()
            .chain(later.map(|later| HabitVersion { active, ..*later }))
            .collect()
    }

    /// How many versions there are after these replace those from the date.
    #[must_use]
    pub fn version_count_with(&self, from: NaiveDate, versions: &[HabitVersion]) -> usize {
        let earlier = self.versions.iter();
        let earlier = earlier.filter(|version| version.effective_from < from);
        earlier.count() + versions.len()
    }

    /// How many versions there are.
    #[must_use]
    pub fn version_count(&self) -> usize {
        self.versions.len()
    }

    /// First date of the habit.
    #[must_use]
    pub fn starts_on(&self) -> NaiveDate {
        self.versions[0].effective_from
    }

    /// The version effective on the date; the first version before its date.
    #[must_use]
    pub fn version_on(&self, date: NaiveDate) -> &HabitVersion {
        let later = self
            .versions
            .partition_point(|version| version.effective_from <= date);
        &self.versions[later.saturating_sub(1)]
    }

    /// The target on the date; `None` when the habit is not active or not scheduled.
    #[must_use]
    pub fn target_on(&self, date: NaiveDate) -> Option<i16> {
        self.is_active_on(date)
            .then(|| self.version_on(date).target_on(date))
            .flatten()
    }

    /// The target on a date without a record; as [`Self::target_on`], but `None` on a date that the user's
    /// calendar lacks. Where such a date is recorded, as before the user moved to that zone, it counts like
    /// any other.
    #[must_use]
    pub fn target_on_unrecorded(&self, date: NaiveDate) -> Option<i16> {
        self.target_on(date).filter(|_| exists(date, self.zone))
    }

    /// The streak before `date`, where the last recorded day before it ended with `streak`: 0 if the habit was
    /// scheduled in between.
    #[must_use]
    pub fn streak_before(&self, date: NaiveDate, last: NaiveDate, streak: u32) -> u32 {
        if streak == 0 {
            return 0;
        }
        let missed = last
            .iter_days()
            .skip(1)
            .take_while(|between| *between < date)
            .any(|between| self.target_on_unrecorded(between).is_some());
        if missed { 0 } else { streak }
    }
}

/// All habits of a user, in the user's order.
#[derive(Debug, Clone, Default)]
pub struct Plan(pub Vec<PlannedHabit>);

impl Plan {
    /// The habit with this id.
    #[must_use]
    pub fn habit(&self, id: HabitId) -> Option<&PlannedHabit> {
        self.0.iter().find(|habit| habit.id == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn version(from: &str, target: i16, weekend: Option<i16>, schedule: u8) -> HabitVersion {
        HabitVersion {
            effective_from: date(from),
            category: Category::Career,
            quadrant: Quadrant::Q1,
            direction: Direction::AtLeast,
            target_minutes: target,
            weekend_target_minutes: weekend,
            schedule: Schedule(schedule),
            active: true,
        }
    }

    #[test]
    fn the_target_on_a_date_is_that_of_the_effective_version() {
        let habit = PlannedHabit::new(
            HabitId::new(),
            HabitDetails {
                name: "Work".to_owned(),
                skill_level: None,
                created_at: DateTime::UNIX_EPOCH,
                updated_at: DateTime::UNIX_EPOCH,
            },
            vec![
                version("2026-01-01", 360, Some(180), 0b111_1111),
                // From a Monday on: five days a week.
                version("2026-02-02", 300, None, 0b001_1111),
                HabitVersion {
                    active: false,
                    ..version("2026-03-01", 300, None, 127)
                },
                version("2026-04-01", 200, None, 127),
            ],
            Tz::UTC,
        )
        .unwrap();
        for (on, target) in [
            ("2025-12-31", None),
            ("2026-01-01", Some(360)),
            ("2026-01-31", Some(180)), // Saturday
            ("2026-02-01", Some(180)), // Sunday
            ("2026-02-02", Some(300)),
            ("2026-02-07", None), // Saturday, no longer scheduled
            ("2026-02-27", Some(300)),
            ("2026-03-01", None), // archived
            ("2026-03-31", None),
            ("2026-04-01", Some(200)), // restored
        ] {
            assert_eq!(habit.target_on(date(on)), target, "{on}");
        }
        assert_eq!(habit.archived_on(date("2026-02-28")), None);
        assert_eq!(
            habit.archived_on(date("2026-03-31")),
            Some(date("2026-03-01"))
        );
        assert_eq!(habit.archived_on(date("2026-04-01")), None);

        // A change in the past applies to later versions, and the archived month stays archived.
        let changed = habit.versions_with(version("2026-02-10", 240, None, 127));
        let spans: Vec<_> = changed
            .iter()
            .map(|v| (v.effective_from.to_string(), v.target_minutes, v.active))
            .collect();
        assert_eq!(
            spans,
            [
                ("2026-02-10".to_owned(), 240, true),
                ("2026-03-01".to_owned(), 240, false),
                ("2026-04-01".to_owned(), 240, true),
            ]
        );
    }

    #[test]
    fn schedules_convert_between_bits_and_weekdays() {
        for bits in 1..=127 {
            let schedule = Schedule::from_bits(bits).unwrap();
            let words: BTreeSet<Weekday> = schedule.into();
            assert_eq!(Schedule::try_from(words).unwrap().bits(), bits);
        }
        assert!(Schedule::try_from(BTreeSet::new()).is_err());
        // 2026-11-23 is a Monday.
        assert!(Schedule::from_bits(1).unwrap().includes(date("2026-11-23")));
        assert!(!Schedule::from_bits(1).unwrap().includes(date("2026-11-24")));
    }
}
