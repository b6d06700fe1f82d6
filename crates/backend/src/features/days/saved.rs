//! Publishes what a write of days has changed.

use std::ops::RangeInclusive;

use chrono::{Days, NaiveDate};

use super::dto::Day;
use crate::db::DbConnection;
use crate::error::AppError;
use crate::features::notifications::{self, Notification, NotificationKind};
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
    let mut reached = Vec::new();
    for entry in day.entries.iter().filter(|entry| entry.week.is_none()) {
        let (habit_id, length) = (entry.habit_id, entry.streak);
        let mut entries = before.entries.iter();
        let was = entries.find(|was| was.habit_id == habit_id);
        let is_new = was.is_none_or(|was| was.streak < length);
        if !is_new || !STREAK_MILESTONES.contains(&length) {
            continue;
        }
        events.push([user.id], Event::StreakMilestone { habit_id, length });
        reached.push(Notification {
            habit: Some(habit_id),
            number: i32::try_from(length).ok(),
            ..Notification::of(NotificationKind::StreakMilestone)
        });
    }
    notifications::notify(conn, events, &[user.id], &reached, user.now)
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
