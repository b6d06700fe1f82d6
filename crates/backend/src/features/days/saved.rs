//! Saves a day, and publishes what a write of days has changed.

use std::ops::RangeInclusive;

use chrono::{DateTime, Days, NaiveDate, Utc};

use super::dto::{Day, Entry};
use crate::db::DbConnection;
use crate::error::AppError;
use crate::features::notifications::{self, Milestone, Notification, NotificationKind};
use crate::http::entity_tag;
use crate::identity::Account;
use crate::kpi::STREAK_MILESTONES;
use crate::realtime::{Event, Events};
use crate::scoring::{DayContext, DayRecord};
use crate::session::CurrentUser;

/// Saves the day of the context, and tells the user's devices and others.
pub(super) fn save(
    conn: &mut DbConnection,
    user: &Account,
    now: DateTime<Utc>,
    events: &mut Events,
    context: &DayContext,
    record: DayRecord,
) -> Result<Day, AppError> {
    let today = user.today_at(now);
    let before = Day::of(&context.current(), context.plan(), today);
    let day = Day::of(&context.save(conn, record, now)?, context.plan(), today);
    publish(conn, user, now, events, &before, &day)?;
    Ok(day)
}

/// Tells the user's devices, and those who may know that the user has recorded something.
fn publish(
    conn: &mut DbConnection,
    user: &Account,
    now: DateTime<Utc>,
    events: &mut Events,
    before: &Day,
    day: &Day,
) -> Result<(), AppError> {
    let (from, to) = (day.date, day.date);
    let etag = Some(entity_tag(day)?.to_string());
    events.push([user.id], Event::DaySaved { from, to, etag });
    let kpi = day.kpi;
    events.push([user.id], Event::KpiCalculated { from, to, kpi });
    events.recorded(user.id);
    // A streak of long ago is no news.
    if day.date + Days::new(1) >= user.today_at(now) {
        publish_milestones(conn, user, now, events, before, day)?;
    }
    Ok(())
}

fn publish_milestones(
    conn: &mut DbConnection,
    user: &Account,
    now: DateTime<Utc>,
    events: &mut Events,
    before: &Day,
    day: &Day,
) -> Result<(), AppError> {
    let reached = |entry: &&Entry| {
        let mut entries = before.entries.iter();
        let was = entries.find(|was| was.habit_id == entry.habit_id);
        let is_new = was.is_none_or(|was| was.streak < entry.streak);
        entry.week.is_none() && is_new && STREAK_MILESTONES.contains(&entry.streak)
    };
    let mut milestones: Vec<Milestone> = day
        .entries
        .iter()
        .filter(reached)
        .map(|entry| Milestone {
            habit: entry.habit_id,
            length: entry.streak,
            began: day.date - Days::new(entry.streak.into()),
        })
        .collect();
    notifications::retain_untold(conn, user.id, &mut milestones)?;
    let mut told = Vec::new();
    for Milestone { habit, length, .. } in milestones {
        let habit_id = habit;
        events.push([user.id], Event::StreakMilestone { habit_id, length });
        told.push(Notification {
            habit: Some(habit),
            number: i32::try_from(length).ok(),
            ..Notification::of(NotificationKind::StreakMilestone)
        });
    }
    notifications::notify(conn, events, &[user.id], &told, now)
}

/// Tells the same of several days.
pub(super) fn publish_range(
    events: &mut Events,
    user: &CurrentUser,
    dates: &RangeInclusive<NaiveDate>,
) {
    let (from, to) = (*dates.start(), *dates.end());
    let etag = None;
    events.push([user.id], Event::DaySaved { from, to, etag });
    let kpi = None;
    events.push([user.id], Event::KpiCalculated { from, to, kpi });
    events.recorded(user.id);
}
