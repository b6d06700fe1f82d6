//! Background recomputation: rescores the days of a user from a date in slices, one transaction each. A
//! change of the plan years ago may affect thousands of days, which must not block other requests.
//!
//! The start date is stored in the transaction of the change, and advances with each slice: the first one
//! in the same transaction, the others by [`recompute_worker`]. So another process continues after a
//! restart.

use std::ops::Bound;
use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};

use super::record::rescore;
use super::store;
use crate::db::{Database, DbConnection};
use crate::domain::{Clock, UserId};
use crate::error::AppError;

/// Approximate number of entries per slice; about 50 ms of CPU time.
const SLICE_ENTRIES: usize = 1_000;

/// How often to poll for users with a pending recomputation; a partial index makes the query cheap.
const POLL_INTERVAL: Duration = Duration::from_secs(1);

/// The progress of a recomputation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Days from this date are pending; `None` when nothing is pending.
    pub from: Option<NaiveDate>,
    /// Recorded days that were rescored.
    pub done_days: i64,
    /// Recorded days that the change affects.
    pub total_days: i64,
}

/// The number of days per slice, and per request, for this number of habits.
pub(super) fn slice_days(habits: usize) -> usize {
    (SLICE_ENTRIES / habits.max(1)).max(1)
}

/// Schedules a recomputation from this date, and runs the first slice unless one is pending already;
/// [`recompute_worker`] does the rest.
///
/// # Errors
/// When the database fails.
pub fn recompute_from(
    conn: &mut DbConnection,
    user: UserId,
    from: NaiveDate,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    if defer(conn, user, from, from)? {
        return run_slice(conn, user, now);
    }
    Ok(())
}

/// Defers the days from `from` to [`recompute_worker`], for a change that affects the days from `since`.
/// Returns whether nothing was pending for the user before.
///
/// # Errors
/// When the database fails.
pub(super) fn defer(
    conn: &mut DbConnection,
    user: UserId,
    from: NaiveDate,
    since: NaiveDate,
) -> Result<bool, AppError> {
    let earlier = store::pending(conn, user)?;
    let pending = earlier.map_or(store::Pending { from, since }, |earlier| store::Pending {
        from: from.min(earlier.from),
        since: since.min(earlier.since),
    });
    store::set_pending(conn, user, Some(pending))?;
    Ok(earlier.is_none())
}

/// Runs the next slice of a pending recomputation.
fn run_slice(conn: &mut DbConnection, user: UserId, now: DateTime<Utc>) -> Result<(), AppError> {
    let Some(pending) = store::pending(conn, user)? else {
        return Ok(());
    };
    let plan = store::load_plan(conn, user)?;
    let previous = store::load_previous(conn, user, pending.from)?;
    let mut streaks = store::streaks_after(conn, &plan, previous.as_ref())?;
    let limit_days = slice_days(plan.0.len());
    let range = (Bound::Included(pending.from), Bound::Unbounded);
    let limit = i64::try_from(limit_days).unwrap_or(i64::MAX);
    let records = store::load_days(conn, user, range, limit)?;
    let last = records.last().map(|record| record.date);
    let rest = last
        .filter(|_| records.len() == limit_days)
        .and_then(|last| last.succ_opt());
    let mut changed = Vec::new();
    for stored in records {
        changed.extend(rescore(stored, &plan, &mut streaks));
    }
    store::write_changes(conn, user, &changed, now)?;
    store::set_pending(
        conn,
        user,
        rest.map(|from| store::Pending { from, ..pending }),
    )
}

/// The progress of the user's recomputation.
///
/// # Errors
/// When the database fails.
pub fn progress(conn: &mut DbConnection, user: UserId) -> Result<Progress, AppError> {
    let Some(pending) = store::pending(conn, user)? else {
        return Ok(Progress::default());
    };
    let total_days = store::count_days(conn, user, pending.since)?;
    let rest = store::count_days(conn, user, pending.from)?;
    Ok(Progress {
        from: Some(pending.from),
        done_days: total_days - rest,
        total_days,
    })
}

/// The background worker: runs pending slices, one user at a time, until it is aborted. After each slice
/// it sleeps as long as the slice took, so it uses at most half of the time.
pub async fn recompute_worker(db: Database, clock: Clock) {
    loop {
        let started = std::time::Instant::now();
        let done = run_next_slice(&db, clock.now());
        let pause = match done.await {
            Ok(true) => started.elapsed(),
            Ok(false) => POLL_INTERVAL,
            Err(error) => {
                tracing::warn!(%error, "days that wait to be scored again were not");
                POLL_INTERVAL
            }
        };
        tokio::time::sleep(pause).await;
    }
}

/// Runs one slice of one user; returns whether any was pending.
async fn run_next_slice(db: &Database, now: DateTime<Utc>) -> Result<bool, AppError> {
    // Usually nothing is pending; this query takes no lock.
    let Some(user) = db.query(store::next_pending_user).await? else {
        return Ok(false);
    };
    db.write(move |conn| {
        if store::lock_pending_user(conn, user)? {
            run_slice(conn, user, now)?;
        }
        Ok(true)
    })
    .await
}
