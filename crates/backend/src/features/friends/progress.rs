//! What a user sees of a friend's days, as [`crate::sharing`] allows.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use chrono::{DateTime, Days, NaiveDate, Utc};
use diesel::dsl::{avg, count};
use diesel::prelude::*;

use super::dto::{Person, Progress, SharedDay, SharedHabit, WeekOfFriend};
use super::store::FriendRow;
use crate::db::{DbConnection, entries};
use crate::domain::{HabitId, UserId};
use crate::error::AppError;
use crate::features::days::{self, DaySummary, exception_of_entry};
use crate::identity::Account;
use crate::kpi::{self, Points};
use crate::sharing::{Relation, Visibility};

/// How many days a list of friends looks at.
const WEEK: u64 = 7;
/// How many days the progress of one friend has.
const PROGRESS_DAYS: u64 = 30;

impl Person {
    pub(crate) fn of(account: &Account) -> Self {
        Self {
            id: account.id,
            name: account.name.clone(),
        }
    }
}

impl FriendRow {
    pub(super) fn visibility(&self) -> Visibility {
        self.shown.visible_to(Relation::Friend)
    }
}

/// The last days that are over, by the account's own calendar.
fn last_days(account: &Account, days: u64, now: DateTime<Utc>) -> RangeInclusive<NaiveDate> {
    let today = account.today_at(now);
    today - Days::new(days)..=today - Days::new(1)
}

/// The last weeks of those friends who show their KPI, by their ids. One query for all of them.
pub(super) fn weeks(
    conn: &mut DbConnection,
    friends: &[FriendRow],
    now: DateTime<Utc>,
) -> Result<HashMap<UserId, WeekOfFriend>, AppError> {
    let weeks: HashMap<UserId, RangeInclusive<NaiveDate>> = friends
        .iter()
        .filter(|friend| friend.visibility() >= Visibility::Kpi)
        .map(|friend| (friend.account.id, last_days(&friend.account, WEEK, now)))
        .collect();
    let from = weeks.values().map(|week| *week.start()).min();
    let to = weeks.values().map(|week| *week.end()).max();
    let (Some(from), Some(to)) = (from, to) else {
        return Ok(HashMap::new());
    };
    let ids: Vec<UserId> = weeks.keys().copied().collect();
    let mut recorded: HashMap<UserId, Vec<DaySummary>> = HashMap::new();
    for (user, day) in days::summaries_of(conn, &ids, from..=to)? {
        if weeks
            .get(&user)
            .is_some_and(|week| week.contains(&day.date))
        {
            recorded.entry(user).or_default().push(day);
        }
    }
    let of_friends = weeks.into_iter().map(|(user, week)| {
        let days = recorded.remove(&user).unwrap_or_default();
        (user, week_of(&week, &days))
    });
    Ok(of_friends.collect())
}

fn week_of(week: &RangeInclusive<NaiveDate>, days: &[DaySummary]) -> WeekOfFriend {
    let counted: Vec<f64> = days
        .iter()
        .filter(|day| day.plausible)
        .filter_map(|day| day.kpi)
        .collect();
    let mean = (!counted.is_empty())
        .then(|| Points::round(counted.iter().sum::<f64>() / counted.len() as f64));
    WeekOfFriend {
        from: *week.start(),
        to: *week.end(),
        mean: mean.map(Points::value),
        band: mean.map(kpi::band),
        counted_days: counted.len(),
        away_days: days.iter().filter(|day| day.exception.is_some()).count(),
    }
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
        days: days.iter().map(SharedDay::of).collect(),
        habits,
    })
}

impl SharedDay {
    /// A recorded day.
    pub(crate) fn new(date: NaiveDate, kpi: Option<f64>, away: bool, plausible: bool) -> Self {
        Self {
            date,
            kpi,
            band: kpi.map(|kpi| kpi::band(Points::round(kpi))),
            away,
            plausible,
        }
    }

    fn of(day: &DaySummary) -> Self {
        Self::new(day.date, day.kpi, day.exception.is_some(), day.plausible)
    }
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
