//! What focus sessions add to a day: minutes of an entry or a task, and points.

use chrono::{DateTime, NaiveDate, Utc};

use super::saved;
use crate::db::DbConnection;
use crate::domain::{FocusSessionId, HabitId, TaskId};
use crate::error::AppError;
use crate::identity::Account;
use crate::kpi::Measure;
use crate::realtime::Events;
use crate::scoring::{DayContext, DayRecord, FocusRecord};

/// What a focus session is spent on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FocusSubject {
    /// A habit measured in minutes.
    Habit(HabitId),
    /// A task of the day.
    Task(TaskId),
}

/// A session of a day that has ended, was corrected or is gone.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FocusChange {
    /// The session.
    pub id: FocusSessionId,
    /// The day.
    pub date: NaiveDate,
    /// What it is spent on.
    pub subject: FocusSubject,
    /// Minutes that it has added before.
    pub counted: i16,
    /// Minutes that it should have added.
    pub minutes: i16,
    /// The session as the KPI counts it; `None` if it is gone.
    pub session: Option<FocusRecord>,
}

/// Applies the change to the day, and scores it. Returns how many minutes the session has added now: fewer where the
/// entry or the task would have more than a day has, none where it is gone.
///
/// # Errors
/// When the database fails.
pub(crate) fn change_focus(
    conn: &mut DbConnection,
    user: &Account,
    now: DateTime<Utc>,
    events: &mut Events,
    change: &FocusChange,
) -> Result<i16, AppError> {
    let context = DayContext::load(conn, user.id, change.date)?;
    let mut record = context.current().record;
    record.focus.retain(|session| session.id != change.id);
    record.focus.extend(change.session);
    let counted = minutes_of(&mut record, change.subject)
        .map_or(0, |minutes| replace_minutes(minutes, change));
    saved::save(conn, user, now, events, &context, record)?;
    Ok(counted)
}

/// The minutes of the subject on the day; `None` if it is not there, or not measured in minutes.
fn minutes_of(record: &mut DayRecord, subject: FocusSubject) -> Option<&mut Option<i16>> {
    match subject {
        FocusSubject::Habit(habit) => {
            let mut entries = record.entries.iter_mut();
            let entry = entries.find(|entry| entry.habit == habit);
            entry
                .filter(|entry| entry.measure == Measure::Minutes)
                .map(|entry| &mut entry.amount)
        }
        FocusSubject::Task(task) => {
            let mut tasks = record.tasks.iter_mut();
            let task = tasks.find(|known| known.id == task);
            task.map(|task| &mut task.actual_minutes)
        }
    }
}

/// Takes away what the session has added before, and adds what fits.
fn replace_minutes(minutes: &mut Option<i16>, change: &FocusChange) -> i16 {
    let others = (minutes.unwrap_or(0) - change.counted).max(0);
    let most = Measure::Minutes.max_amount().cast_signed();
    let sum = (others + change.minutes).min(most);
    // What the session alone has entered is not entered without it.
    if sum > 0 || (minutes.is_some() && change.counted == 0) {
        *minutes = Some(sum);
    } else {
        *minutes = None;
    }
    sum - others
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_are_added_once_and_never_beyond_a_day() {
        for (entered, counted, minutes, expected, added) in [
            (None, 0, 25, Some(25), 25),
            (Some(10), 0, 25, Some(35), 25),
            (Some(1430), 0, 25, Some(1440), 10),
            (Some(35), 25, 10, Some(20), 10),
            (Some(25), 25, 0, None, 0),
            (Some(0), 0, 0, Some(0), 0),
            (None, 0, 0, None, 0),
            // Entered anew meanwhile.
            (Some(5), 25, 30, Some(30), 30),
            (Some(1440), 10, 25, Some(1440), 10),
        ] {
            let mut amount = entered;
            let change = FocusChange {
                id: FocusSessionId::NIL,
                date: NaiveDate::MIN,
                subject: FocusSubject::Task(TaskId::NIL),
                counted,
                minutes,
                session: None,
            };
            assert_eq!(replace_minutes(&mut amount, &change), added);
            assert_eq!(amount, expected, "{entered:?} − {counted} + {minutes}");
        }
    }
}
