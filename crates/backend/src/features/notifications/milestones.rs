//! Streaks that have reached a length that is told.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

use super::store;
use crate::db::DbConnection;
use crate::domain::{HabitId, UserId};
use crate::error::AppError;

/// A streak of a habit that has reached a length.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Milestone {
    pub habit: HabitId,
    pub length: u32,
    /// A date on which it had not begun, or had not reached the length.
    pub began: NaiveDate,
}

/// Removes those that the user was told of: a correction that breaks a streak and mends it again is no news. One
/// statement.
///
/// # Errors
/// When the database fails.
pub(crate) fn retain_untold(
    conn: &mut DbConnection,
    user: UserId,
    milestones: &mut Vec<Milestone>,
) -> Result<(), AppError> {
    let Some(first) = milestones.iter().map(|one| one.began).min() else {
        return Ok(());
    };
    let start = |date: NaiveDate| date.and_time(NaiveTime::MIN).and_utc();
    let told: Vec<(HabitId, u32, DateTime<Utc>)> =
        store::told_milestones(conn, user, start(first))?;
    milestones.retain(|one| {
        let is_told = |(habit, length, at): &(HabitId, u32, DateTime<Utc>)| {
            (*habit, *length) == (one.habit, one.length) && *at >= start(one.began)
        };
        !told.iter().any(is_told)
    });
    Ok(())
}
