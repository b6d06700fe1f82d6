//! Publishes what a write of days has changed.

use std::ops::RangeInclusive;

use chrono::{Days, NaiveDate};

use super::dto::{Day, Entry};
use crate::db::DbConnection;
use crate::error::AppError;
use crate::features::notifications::{self, Milestone, Notification, NotificationKind};
use crate::http::entity_tag;
use crate::kpi::STREAK_MILESTONES;
use crate::realtime::{Event, Events};
use crate::session::CurrentUser;

/// Tells the user's devices, and those who may know that the user has recorded something.
pub(super) fn publish(
    conn: &mut DbConnection,
    user: &CurrentUser,
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
    if day.date + Days::new(1) >= user.today {
        publish_milestones(conn, user, events, before, day)?;
    }
    Ok(())
}

fn publish_milestones(
    conn: &mut DbConnection,
    user: &CurrentUser,
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
    notifications::notify(conn, events, &[user.id], &told, user.now)
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
