//! Scoring all of a user's days from a date on, in slices, each a transaction of its own: a plan that
//! is changed for years ago may concern thousands of days, and must not hold others up meanwhile.
//!
//! The date is noted with the change that makes it necessary, and moves on with each slice: the first
//! one in the transaction of the change, the others by [`resume`]. So a process that ends has lost
//! nothing; the next one goes on.

use std::ops::Bound;
use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};

use super::record::score_again;
use super::store;
use crate::domain::{Clock, UserId};
use crate::db::{Database, DbConnection};
use crate::error::AppError;

/// Entries that a slice looks at, about; some 50 ms of a processor.
const SLICE_ENTRIES: usize = 1_000;

/// How often it is looked whether somebody's days wait to be scored, by an index that holds nobody else.
const RESUME_EVERY: Duration = Duration::from_secs(1);

/// How far scoring again has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Days from this date on are still to be scored again; `None` when all are as they should be.
    pub from: Option<NaiveDate>,
    /// Recorded days that have been scored again.
    pub done_days: i64,
    /// Recorded days that the change concerns.
    pub total_days: i64,
}

/// How many days of a plan with so many habits a slice looks at, and a request at most.
pub(super) fn slice_days(habits: usize) -> usize {
    (SLICE_ENTRIES / habits.max(1)).max(1)
}

/// Has all days from this date on scored again, and does a first slice of it if none are yet to be;
/// [`resume`] does the rest.
///
/// # Errors
/// When the database fails.
pub fn recompute_from(
    conn: &mut DbConnection,
    user: UserId,
    from: NaiveDate,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    if leave(conn, user, from, from)? {
        return slice(conn, user, now);
    }
    Ok(())
}

/// Leaves the days from `from` on to [`resume`], of those that a change from `since` on concerns;
/// whether they are the first that it has to do for the user.
///
/// # Errors
/// When the database fails.
pub(super) fn leave(
    conn: &mut DbConnection,
    user: UserId,
    from: NaiveDate,
    since: NaiveDate,
) -> Result<bool, AppError> {
    let earlier = store::mark(conn, user)?;
    let mark = earlier.map_or(store::Mark { from, since }, |earlier| store::Mark {
        from: from.min(earlier.from),
        since: since.min(earlier.since),
    });
    store::set_mark(conn, user, Some(mark))?;
    Ok(earlier.is_none())
}

/// Scores some more of the days that wait for it.
fn slice(conn: &mut DbConnection, user: UserId, now: DateTime<Utc>) -> Result<(), AppError> {
    let Some(mark) = store::mark(conn, user)? else {
        return Ok(());
    };
    let plan = store::load_plan(conn, user)?;
    let previous = store::load_previous(conn, user, mark.from)?;
    let mut streaks = store::streaks_after(conn, &plan, previous.as_ref())?;
    let most = slice_days(plan.0.len());
    let range = (Bound::Included(mark.from), Bound::Unbounded);
    let limit = i64::try_from(most).unwrap_or(i64::MAX);
    let records = store::load_days(conn, user, range, limit)?;
    let last = records.last().map(|record| record.date);
    let rest = last
        .filter(|_| records.len() == most)
        .and_then(|last| last.succ_opt());
    let mut changed = Vec::new();
    for stored in records {
        changed.extend(score_again(stored, &plan, &mut streaks));
    }
    store::write_changes(conn, user, &changed, now)?;
    store::set_mark(conn, user, rest.map(|from| store::Mark { from, ..mark }))
}

/// How far the user's days have come.
///
/// # Errors
/// When the database fails.
pub fn progress(conn: &mut DbConnection, user: UserId) -> Result<Progress, AppError> {
    let Some(mark) = store::mark(conn, user)? else {
        return Ok(Progress::default());
    };
    let total_days = store::count_days(conn, user, mark.since)?;
    let rest = store::count_days(conn, user, mark.from)?;
    Ok(Progress {
        from: Some(mark.from),
        done_days: total_days - rest,
        total_days,
    })
}

/// Does, for as long as it runs, what changes have left to be done, for one user after the other. A
/// pause as long as the work leaves others half of the time.
pub async fn resume(db: Database, clock: Clock) {
    loop {
        let began = std::time::Instant::now();
        let done = resume_one(&db, clock.now());
        let pause = match done.await {
            Ok(true) => began.elapsed(),
            Ok(false) => RESUME_EVERY,
            Err(error) => {
                tracing::warn!(%error, "days that wait to be scored again were not");
                RESUME_EVERY
            }
        };
        tokio::time::sleep(pause).await;
    }
}

/// A slice for somebody whose days wait; whether there was anybody.
async fn resume_one(db: &Database, now: DateTime<Utc>) -> Result<bool, AppError> {
    // Looked for far more often than there is somebody: that takes no lock.
    let Some(user) = db.query(store::any_marked).await? else {
        return Ok(false);
    };
    db.write(move |conn| {
        if store::lock_marked(conn, user)? {
            slice(conn, user, now)?;
        }
        Ok(true)
    })
    .await
}
