//! Streaks of habits, and the weeks of habits that are due n times a week.
//!
//! A habit scheduled by weekdays has a streak of days: a scheduled day that has ended without being done, also
//! an unrecorded one, ends it.
//!
//! A habit due n times a week (ISO week) is scheduled on the days on which it is done, until n are reached,
//! and on every day from which on the days left are no more than the times left. Its streak counts weeks in
//! which n were reached; in a week with exceptions, as many as its other days allow. A week of exceptions alone
//! is neutral. The week decides when it is over, so a day depends on the days before it alone.

use chrono::{Datelike, Days, NaiveDate};

use super::plan::{HabitVersion, PlannedHabit};

/// The days of a week.
const WEEK: i16 = 7;
const WEEK_DAYS: u32 = 7;

/// The streak of a habit after a day, with what its week needs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Streak {
    /// Days; weeks of a habit due n times a week, the running one included once n are reached.
    pub length: u32,
    /// How many times it was done in the week so far, at most n; 0 if it is scheduled by weekdays.
    pub week_done: i16,
    /// Exception days of the week so far; 0 if it is scheduled by weekdays.
    pub week_exceptions: i16,
}

impl HabitVersion {
    /// How many times are left in the week after it was done this often; `None` if it is scheduled by weekdays.
    pub(super) fn times_left(&self, done: i16) -> Option<i16> {
        self.times_per_week.map(|times| (times - done).max(0))
    }
}

/// Whether the days of the week from the date on are no more than the times left.
pub(super) fn is_due(date: NaiveDate, times_left: i16) -> bool {
    let weekday = date.weekday().num_days_from_monday();
    let days_left = WEEK - i16::try_from(weekday).unwrap_or(0);
    days_left <= times_left
}

impl PlannedHabit {
    /// The streak before `date`, where the last recorded day before it ended with `streak`.
    pub(super) fn streak_before(
        &self,
        date: NaiveDate,
        last: NaiveDate,
        mut streak: Streak,
    ) -> Streak {
        for day in last.iter_days().skip(1).take_while(|day| *day <= date) {
            if streak == Streak::default() {
                break;
            }
            let before = self.version_on(day - Days::new(1));
            let version = self.version_on(day);
            if day.weekday().num_days_from_monday() == 0 {
                streak = self.after_week(day - Days::new(1), streak);
            }
            streak.length = match (before.times_per_week, version.times_per_week) {
                (None, Some(_)) => streak.length / WEEK_DAYS,
                (Some(_), None) => streak.length.saturating_mul(WEEK_DAYS),
                _ => streak.length,
            };
            if version.times_per_week.is_none() {
                streak.week_done = 0;
                streak.week_exceptions = 0;
                if day < date && self.target_on_unrecorded(day).is_some() {
                    streak.length = 0;
                }
            }
        }
        streak
    }

    /// The streak after the week that ends on this Sunday.
    fn after_week(&self, sunday: NaiveDate, streak: Streak) -> Streak {
        let Some(times) = self.version_on(sunday).times_per_week else {
            return streak;
        };
        let days = (0..7).map(|before| sunday - Days::new(before));
        let available = days
            .filter(|day| self.is_active_on(*day) && self.has_date(*day))
            .filter(|day| self.version_on(*day).times_per_week.is_some())
            .count();
        let available = i16::try_from(available).unwrap_or(WEEK);
        let needed = times.min(available - streak.week_exceptions);
        let length = if needed <= 0 {
            streak.length
        } else if streak.week_done < needed {
            0
        } else {
            // Reached all n: counted on that day.
            streak.length + u32::from(streak.week_done < times)
        };
        Streak {
            length,
            ..Streak::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use chrono_tz::Tz;
    use proptest::{collection::vec, prelude::*, sample::select};

    use super::*;
    use crate::domain::HabitId;
    use crate::kpi::{Category, Direction, Measure, Quadrant};
    use crate::scoring::plan::{HabitDetails, Plan, Schedule};
    use crate::scoring::record::{
        DayRecord, EntryRecord, Exception, ExceptionKind, ScoredDay, Streaks,
    };

    /// What happened on a day.
    #[derive(Debug, Clone, Copy, PartialEq)]
    enum Happened {
        Unrecorded,
        Exception,
        Nothing,
        Partly,
        Done,
    }
    use Happened::{Done, Exception as Away, Nothing, Partly, Unrecorded};

    const TARGET: i16 = 60;
    const MONDAY: &str = "2026-03-02";

    fn monday() -> NaiveDate {
        MONDAY.parse().unwrap()
    }

    fn habit(times: Option<i16>) -> PlannedHabit {
        let version = HabitVersion {
            effective_from: monday(),
            category: Category::Health,
            quadrant: Quadrant::Q2,
            direction: Direction::AtLeast,
            measure: Measure::Minutes,
            unit: None,
            target: TARGET,
            weekend_target: None,
            schedule: Schedule::DAILY,
            times_per_week: times,
            active: true,
        };
        let details = HabitDetails {
            name: "Habit".to_owned(),
            skill_level: None,
            group: None,
            created_at: DateTime::UNIX_EPOCH,
            updated_at: DateTime::UNIX_EPOCH,
        };
        PlannedHabit::new(HabitId::new(), details, vec![version], Tz::UTC).unwrap()
    }

    /// Scores the days one after the other: whether the habit was scheduled on each recorded day, and its
    /// streak after it.
    fn scored(times: i16, days: &[Happened]) -> Vec<Option<(bool, u32)>> {
        let (weekly, daily) = (habit(Some(times)), habit(None));
        let ids = (weekly.id, daily.id);
        let plan = Plan(vec![weekly, daily]);
        let mut streaks = Streaks::default();
        let mut results = Vec::new();
        for (date, happened) in monday().iter_days().zip(days) {
            if *happened == Unrecorded {
                results.push(None);
                continue;
            }
            let mut record = DayRecord::empty(date);
            let amount = match happened {
                Done => Some(48),
                Partly => Some(47),
                _ => None,
            };
            for (id, amount) in [(ids.0, amount), (ids.1, Some(1))] {
                let entry = EntryRecord::entered(id, Measure::Minutes, amount, None);
                record.entries.push(entry);
            }
            record.exception = (*happened == Away).then_some(Exception {
                kind: ExceptionKind::Illness,
                note: None,
            });
            let day = ScoredDay::of(record, &plan, &streaks);
            streaks.set_day(&day.record);
            let entry = &day.record.entries[0];
            results.push(Some((entry.target.is_some(), entry.streak.length)));
        }
        results
    }

    fn count(days: &[Happened], of: Happened) -> i16 {
        let count = days.iter().filter(|day| **day == of).count();
        i16::try_from(count).unwrap()
    }

    /// The same from the definition, with whole weeks at once.
    fn expected(times: i16, days: &[Happened]) -> Vec<Option<(bool, u32)>> {
        let one = |(place, happened): (usize, &Happened)| {
            if *happened == Unrecorded {
                return None;
            }
            let (week, weekday) = (place / 7, i16::try_from(place % 7).unwrap());
            let mut streak = 0;
            for before in days.chunks(7).take(week) {
                let needed = times.min(7 - count(before, Away));
                if needed > 0 {
                    streak = if count(before, Done) >= needed {
                        streak + 1
                    } else {
                        0
                    };
                }
            }
            let done_before = count(&days[7 * week..place], Done);
            let left = (times - done_before).max(0);
            let scheduled =
                *happened != Away && left > 0 && (*happened == Done || 7 - weekday <= left);
            let done = done_before + i16::from(*happened == Done);
            Some((scheduled, streak + u32::from(done >= times)))
        };
        days.iter().enumerate().map(one).collect()
    }

    fn happenings() -> impl Strategy<Value = Vec<Happened>> {
        let often = |of| {
            select(vec![
                Unrecorded, Away, Nothing, Partly, Done, of, of, of, of,
            ])
        };
        let weeks = [Done, Away, Unrecorded, Nothing, Done].map(|of| vec(often(of), 7));
        (
            weeks,
            vec(select(vec![Unrecorded, Away, Nothing, Partly, Done]), 0..14),
        )
            .prop_map(|(weeks, more)| weeks.into_iter().flatten().chain(more).collect())
    }

    proptest! {
        #[test]
        fn weeks_follow_their_definition(times in 1..=7_i16, days in happenings()) {
            prop_assert_eq!(scored(times, &days), expected(times, &days));
        }
    }

    #[test]
    fn a_day_is_due_when_no_more_days_are_left_than_times() {
        let scheduled = |days: &[Happened]| -> Vec<bool> {
            scored(3, days)
                .into_iter()
                .map(|day| day.is_some_and(|(scheduled, _)| scheduled))
                .collect()
        };
        // Friday, Saturday and Sunday are left for three times.
        assert_eq!(
            scheduled(&[Nothing; 7]),
            [false, false, false, false, true, true, true]
        );
        assert_eq!(
            scheduled(&[Done, Nothing, Partly, Done, Nothing, Nothing, Nothing]),
            [true, false, false, true, false, false, true]
        );
        assert_eq!(
            scheduled(&[Done, Done, Done, Done, Nothing, Done, Nothing]),
            [true, true, true, false, false, false, false],
            "more than three is extra"
        );
    }

    #[test]
    fn a_streak_counts_weeks_and_a_week_of_exceptions_is_neutral() {
        let reached = [Done, Done, Nothing, Nothing, Nothing, Nothing, Nothing];
        let missed = [Done, Nothing, Nothing, Nothing, Nothing, Nothing, Nothing];
        let short = [Away, Away, Away, Away, Away, Away, Done];
        let last = |weeks: &[[Happened; 7]]| {
            let days = weeks.concat();
            scored(2, &days)
                .last()
                .copied()
                .flatten()
                .map(|(_, streak)| streak)
        };
        assert_eq!(last(&[reached]), Some(1));
        assert_eq!(last(&[reached, reached, reached]), Some(3));
        assert_eq!(last(&[reached, [Away; 7], reached]), Some(2));
        assert_eq!(last(&[reached, [Unrecorded; 7], reached]), Some(1));
        assert_eq!(last(&[reached, missed, reached]), Some(1));
        assert_eq!(
            last(&[reached, missed]),
            Some(1),
            "it is not over before Monday"
        );
        assert_eq!(last(&[reached, short, reached]), Some(3), "one of one");
    }
}
