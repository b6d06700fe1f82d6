//! Scoring all of a user's days from a date on, in slices, each a transaction of its own: a plan that
//! is changed for years ago may concern thousands of days, and must not hold others up meanwhile.
//!
//! The date is noted with the change that makes it necessary, and moves on with each slice. So
//! whoever stops on the way, or is stopped, has lost nothing: [`resume`] goes on.

use std::ops::Bound;
use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};

use super::record::score_again;
use super::store;
use crate::clock::Clock;
use crate::db::{Database, DbConnection};
use crate::error::AppError;
use crate::ids::UserId;

/// Entries that a slice looks at, about; some 50 ms of a processor.
const SLICE_ENTRIES: usize = 1_000;

/// How often it is looked whether somebody's days wait to be scored.
const RESUME_EVERY: Duration = Duration::from_secs(10);

/// Has all days from this date on scored again, and does a first slice of it; the rest is to be done
/// with [`slice`].
///
/// # Errors
/// When the database fails.
pub fn recompute_from(
    conn: &mut DbConnection,
    user: UserId,
    from: NaiveDate,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let marked = store::mark(conn, user)?;
    store::set_mark(
        conn,
        user,
        Some(marked.map_or(from, |marked| marked.min(from))),
    )?;
    slice(conn, user, now).map(drop)
}

/// Scores some more of the days that wait for it; from which date on others do.
///
/// # Errors
/// When the database fails.
pub fn slice(
    conn: &mut DbConnection,
    user: UserId,
    now: DateTime<Utc>,
) -> Result<Option<NaiveDate>, AppError> {
    let Some(from) = store::mark(conn, user)? else {
        return Ok(None);
    };
    let plan = store::load_plan(conn, user)?;
    let previous = store::load_previous(conn, user, from)?;
    let mut streaks = store::streaks_after(conn, &plan, previous.as_ref())?;
    let most = (SLICE_ENTRIES / plan.0.len().max(1)).max(1);
    let range = (Bound::Included(from), Bound::Unbounded);
    let limit = i64::try_from(most).unwrap_or(i64::MAX);
    let records = store::load_days(conn, user, range, limit)?;
    let last = records.last().map(|record| record.date);
    let next = last
        .filter(|_| records.len() == most)
        .and_then(|last| last.succ_opt());
    let mut changed = Vec::new();
    for stored in records {
        changed.extend(score_again(stored, &plan, &mut streaks));
    }
    store::write_changes(conn, user, &changed, now)?;
    store::set_mark(conn, user, next)?;
    Ok(next)
}

/// From which date on the user's days are still to be scored again.
///
/// # Errors
/// When the database fails.
pub fn recomputing_from(
    conn: &mut DbConnection,
    user: UserId,
) -> Result<Option<NaiveDate>, AppError> {
    store::mark(conn, user)
}

/// Goes on, for as long as it runs, with what was left to be done when a process ended or a client
/// went. A pause as long as the work leaves others half of the time.
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
