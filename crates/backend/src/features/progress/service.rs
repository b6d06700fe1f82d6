//! Reads a person's last days, by the person's own calendar.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use chrono::{DateTime, Days, NaiveDate, Utc};
use diesel::dsl::{avg, count};
use diesel::prelude::*;

use super::dto::{Progress, SharedDay, SharedHabit};
use crate::db::{DbConnection, entries};
use crate::domain::HabitId;
use crate::error::AppError;
use crate::features::days::{self, DaySummary, exception_of_entry};
use crate::identity::{Account, Person};
use crate::sharing::Visibility;

/// How many days the progress of a person has.
const PROGRESS_DAYS: u64 = 30;

/// The last days that are over, by the account's own calendar.
pub(crate) fn last_days(
    account: &Account,
    days: u64,
    now: DateTime<Utc>,
) -> RangeInclusive<NaiveDate> {
    let today = account.today_at(now);
    today - Days::new(days)..=today - Days::new(1)
}

/// The last days of a person, as far as this visibility allows.
///
/// # Errors
/// When the database fails.
pub(crate) fn progress(
    conn: &mut DbConnection,
    account: &Account,
    shows: Visibility,
    now: DateTime<Utc>,
) -> Result<Progress, AppError> {
    let dates = last_days(account, PROGRESS_DAYS, now);
    let days = if shows >= Visibility::Kpi {
        days::summaries(conn, account.id, dates.clone())?
    } else {
        Vec::new()
    };
    let habits = (shows >= Visibility::Habits)
        .then(|| habits(conn, account, &dates, now))
        .transpose()?;
    Ok(Progress {
        person: Person::of(account),
        shows,
        from: *dates.start(),
        to: *dates.end(),
        days: days.iter().map(shared_day).collect(),
        habits,
    })
}

fn shared_day(day: &DaySummary) -> SharedDay {
    SharedDay::new(day.date, day.kpi, day.exception.is_some(), day.plausible)
}

fn habits(
    conn: &mut DbConnection,
    account: &Account,
    dates: &RangeInclusive<NaiveDate>,
    now: DateTime<Utc>,
) -> Result<Vec<SharedHabit>, AppError> {
    let rows: Vec<(HabitId, Option<f64>, i64)> = entries::table
        .filter(entries::user_id.eq(account.id))
        .filter(entries::date.between(*dates.start(), *dates.end()))
        .filter(exception_of_entry().is_null())
        .group_by(entries::habit_id)
        .select((
            entries::habit_id,
            avg(entries::completion),
            count(entries::completion),
        ))
        .load(conn)?;
    let mut completions: HashMap<HabitId, (Option<f64>, i64)> = rows
        .into_iter()
        .map(|(habit, completion, days)| (habit, (completion, days)))
        .collect();
    let streaks = days::streaks_on(conn, account.id, account.today_at(now))?;
    let shared = streaks.into_iter().map(|streak| {
        let (completion, scheduled_days) = completions.remove(&streak.habit).unwrap_or_default();
        SharedHabit {
            name: streak.name,
            completion,
            scheduled_days,
            streak: streak.length,
            weekly: streak.weekly,
        }
    });
    Ok(shared.collect())
}
