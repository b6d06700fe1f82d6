//! The plan: the habits of a user, with their targets by date.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::domain::{HabitId, ValidationError, exists, string_enum};
use crate::kpi::{Category, Direction, Measure, Quadrant};

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
#[serde(try_from = "Vec<Weekday>", into = "BTreeSet<Weekday>")]
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

impl TryFrom<Vec<Weekday>> for Schedule {
    type Error = ValidationError;

    fn try_from(days: Vec<Weekday>) -> Result<Self, ValidationError> {
        let mut bits = 0;
        for day in days {
            let bit = 1 << day as u8;
            if bits & bit != 0 {
                return Err(ValidationError::new(
                    "duplicate",
                    "must name each weekday once at most",
                ));
            }
            bits |= bit;
        }
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HabitVersion {
    /// First date of the version.
    pub effective_from: NaiveDate,
    /// Category.
    pub category: Category,
    /// Quadrant.
    pub quadrant: Quadrant,
    /// Direction.
    pub direction: Direction,
    /// What the amounts and the targets are.
    pub measure: Measure,
    /// The unit of a count; `None` for the other measures.
    pub unit: Option<String>,
    /// Target.
    pub target: i16,
    /// Target on Saturdays and Sundays, if it differs.
    pub weekend_target: Option<i16>,
    /// Scheduled weekdays; all of them if it is due n times a week.
    pub schedule: Schedule,
    /// How many times a week it is due, 1–7; `None` if it is scheduled by weekdays.
    pub times_per_week: Option<i16>,
    /// False while the habit is archived.
    pub active: bool,
}

impl HabitVersion {
    /// The target on the date, also of a habit due n times a week; `None` when its weekday is not scheduled.
    #[must_use]
    pub fn target_on(&self, date: NaiveDate) -> Option<i16> {
        if !self.active || !self.schedule.includes(date) {
            return None;
        }
        let weekend = date.weekday().num_days_from_monday() >= 5;
        let weekend_target = self.weekend_target.filter(|_| weekend);
        Some(weekend_target.unwrap_or(self.target))
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
    /// The group under which Today shows it.
    pub group: Option<String>,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When the name, the level or the group was last changed.
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
    pub fn versions_with(&self, next: &HabitVersion) -> Vec<HabitVersion> {
        let mut versions = vec![next.clone()];
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
                    ..next.clone()
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
            ..self.version_on(from).clone()
        });
        let later = self
            .versions
            .iter()
            .filter(|later| later.effective_from > from);
        first
            .into_iter()
            .chain(later.map(|later| HabitVersion {
                active,
                ..later.clone()
            }))
            .collect()
    }

    /// Whether a version that is effective on or after the date has another measure.
    #[must_use]
    pub fn has_other_measure_from(&self, from: NaiveDate, measure: Measure) -> bool {
        let current = self.version_on(from).effective_from;
        let mut effective = self.versions.iter();
        effective.any(|version| version.effective_from >= current && version.measure != measure)
    }

    /// How many versions there are after these replace those from the date.
    #[must_use]
    pub fn version_count_with(&self, from: NaiveDate, versions: &[HabitVersion]) -> usize {
        let earlier = self.versions.iter();
        let earlier = earlier.filter(|version| version.effective_from < from);
        earlier.count() + versions.len()
    }

    /// In the order of their dates, at least one.
    #[must_use]
    pub fn versions(&self) -> &[HabitVersion] {
        &self.versions
    }

    /// First date of the habit.
    #[must_use]
    pub fn starts_on(&self) -> NaiveDate {
        self.versions[0].effective_from
    }

    /// The date since which the habit is due as it is on `date`: by weekdays, with streaks of days, or n times a
    /// week, with streaks of weeks.
    #[must_use]
    pub fn due_alike_since(&self, date: NaiveDate) -> NaiveDate {
        let weekly = self.version_on(date).times_per_week.is_some();
        self.versions
            .iter()
            .rev()
            .skip_while(|version| version.effective_from > date)
            .take_while(|version| version.times_per_week.is_some() == weekly)
            .last()
            .map_or(date, |version| version.effective_from)
    }

    /// The version effective on the date; the first version before its date.
    #[must_use]
    pub fn version_on(&self, date: NaiveDate) -> &HabitVersion {
        let later = self
            .versions
            .partition_point(|version| version.effective_from <= date);
        &self.versions[later.saturating_sub(1)]
    }

    /// The versions that are effective on a date from `from` to `to`.
    pub fn versions_between(
        &self,
        from: NaiveDate,
        to: NaiveDate,
    ) -> impl Iterator<Item = &HabitVersion> {
        let later = self
            .versions
            .partition_point(|version| version.effective_from <= from);
        let versions = self.versions[later.saturating_sub(1)..].iter();
        versions.take_while(move |version| version.effective_from <= to)
    }

    /// The target on the date, also of a habit due n times a week; `None` when the habit is not active, or its
    /// weekday not scheduled.
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
        self.target_on(date).filter(|_| self.has_date(date))
    }

    /// Whether the user's calendar has the date.
    pub(super) fn has_date(&self, date: NaiveDate) -> bool {
        exists(date, self.zone)
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
            measure: Measure::Minutes,
            unit: None,
            target,
            weekend_target: weekend,
            schedule: Schedule(schedule),
            times_per_week: None,
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
                group: None,
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
        let changed = habit.versions_with(&version("2026-02-10", 240, None, 127));
        let spans: Vec<_> = changed
            .iter()
            .map(|v| (v.effective_from.to_string(), v.target, v.active))
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
            let words = words.into_iter().collect::<Vec<_>>();
            assert_eq!(Schedule::try_from(words).unwrap().bits(), bits);
        }
        for invalid in [
            vec![],
            vec![Weekday::Friday, Weekday::Monday, Weekday::Friday],
        ] {
            assert!(Schedule::try_from(invalid).is_err());
        }
        // 2026-11-23 is a Monday.
        assert!(Schedule::from_bits(1).unwrap().includes(date("2026-11-23")));
        assert!(!Schedule::from_bits(1).unwrap().includes(date("2026-11-24")));
    }
}
