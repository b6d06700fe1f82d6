//! Background recomputation: rescores the days of a user from a date in slices, one transaction each. A
//! change of the plan years ago may affect thousands of days, which must not block other requests.
//!
//! The start date is stored in the transaction of the change, and advances with each slice: the first one
//! in the same transaction, the others by [`recompute_worker`]. So another process continues after a
//! restart.

use std::ops::Bound;
use std::time::Duration;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::record::rescore;
use super::store;
use crate::db::{Database, DbConnection};
use crate::domain::{Clock, UserId};
use crate::error::AppError;
use crate::realtime::{Event, Events, Hub};

/// Approximate number of entries per slice; about 50 ms of CPU time.
const SLICE_ENTRIES: usize = 1_000;

/// How long a claimed slice may take before another worker claims it.
const LEASE: TimeDelta = TimeDelta::seconds(15);

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
    let pending = store::Pending {
        from,
        since: from,
        due_at: now,
    };
    if let Some(earlier) = store::pending(conn, user)? {
        return store::set_pending(conn, user, Some(earlier.merge(pending)));
    }
    match run_slice(conn, user, pending, now)? {
        None => Ok(()),
        rest => store::set_pending(conn, user, rest),
    }
}

/// Defers the days from `from` to [`recompute_worker`], for a change that affects the days from `since`.
///
/// # Errors
/// When the database fails.
pub(super) fn defer(
    conn: &mut DbConnection,
    user: UserId,
    from: NaiveDate,
    since: NaiveDate,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let pending = store::Pending {
        from,
        since,
        due_at: now,
    };
    let earlier = store::pending(conn, user)?;
    let pending = earlier.map_or(pending, |earlier| earlier.merge(pending));
    store::set_pending(conn, user, Some(pending))
}

/// Runs the next slice of a recomputation, and returns what is still pending.
fn run_slice(
    conn: &mut DbConnection,
    user: UserId,
    pending: store::Pending,
    now: DateTime<Utc>,
) -> Result<Option<store::Pending>, AppError> {
    let plan = store::load_plan(conn, user)?;
    let previous = store::load_previous(conn, user, pending.from)?;
    let mut streaks = store::streaks_after(conn, &plan, previous.as_ref())?;
    let limit_days = slice_days(plan.0.len());
    let range = (Bound::Included(pending.from), Bound::Unbounded);
    // One more, which tells where the next slice begins.
    let limit = i64::try_from(limit_days + 1).unwrap_or(i64::MAX);
    let mut records = store::load_days(conn, user, range, limit)?;
    let rest = records.get(limit_days).map(|next| store::Pending {
        from: next.date,
        due_at: now,
        ..pending
    });
    records.truncate(limit_days);
    let mut changed = Vec::new();
    for stored in records {
        changed.extend(rescore(stored, &plan, &mut streaks));
    }
    store::write_changes(conn, user, &changed, now)?;
    Ok(rest)
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
pub async fn recompute_worker(db: Database, clock: Clock, hub: Hub) {
    loop {
        let started = std::time::Instant::now();
        let done = run_next_slice(&db, &hub, clock.now());
        let pause = match done.await {
            Ok(true) => started.elapsed(),
            Ok(false) => POLL_INTERVAL,
            Err(error) => {
                tracing::warn!(%error, "a recomputation failed and is tried again");
                POLL_INTERVAL
            }
        };
        tokio::time::sleep(pause).await;
    }
}

/// Runs one slice of one user; returns whether any was due. A user whose slice fails is due again after
/// the lease, and does not block the others.
async fn run_next_slice(db: &Database, hub: &Hub, now: DateTime<Utc>) -> Result<bool, AppError> {
    // Usually nothing is due; this query takes no lock.
    if !db.query(move |conn| store::is_any_due(conn, now)).await? {
        return Ok(false);
    }
    let claim = db.write(move |conn| store::claim_due(conn, now, LEASE));
    let Some(user) = claim.await? else {
        return Ok(false);
    };
    let run = move |conn: &mut DbConnection| {
        let mut events = Events::default();
        if store::lock_pending_user(conn, user)?
            && let Some(pending) = store::pending(conn, user)?
        {
            let rest = run_slice(conn, user, pending, now)?;
            store::set_pending(conn, user, rest)?;
            if rest.is_none() {
                let (from, to, kpi) = (pending.since, pending.since, None);
                events.push([user], Event::KpiCalculated { from, to, kpi });
                events.recorded(user);
            }
        }
        Ok::<_, AppError>(events)
    };
    let hub = hub.clone();
    db.write_then(run, move |events| hub.publish(events))
        .await?;
    Ok(true)
}
