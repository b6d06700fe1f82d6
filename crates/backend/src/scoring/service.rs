//! Scores days and the later days that depend on them.

use std::ops::Bound;

use chrono::{DateTime, NaiveDate, Utc};

use super::background::{self, slice_days};
use super::plan::Plan;
use super::record::{DayRecord, FocusRecord, ScoredDay, Streaks, rescore};
use super::store;
use crate::db::DbConnection;
use crate::domain::UserId;
use crate::error::AppError;

/// Days in the first batch of a cascade into later days; each further batch has four times as many.
const FIRST_BATCH_DAYS: usize = 4;

/// The result of a recomputation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Recomputed {
    /// Days that were rescored.
    pub days: usize,
    /// Days whose score changed.
    pub changed: usize,
    /// Days from this date are left to [`recompute_worker`](super::recompute_worker); `None` when all are
    /// done.
    pub rest: Option<NaiveDate>,
}

/// A user's day with what its score depends on.
pub struct DayContext {
    user: UserId,
    date: NaiveDate,
    plan: Plan,
    streaks: Streaks,
    /// The recorded day, without its note and focus sessions.
    stored: Option<DayRecord>,
    note: Option<String>,
    focus: Vec<FocusRecord>,
    /// Whether later days are recorded; true if unknown.
    has_later: bool,
}

impl DayContext {
    /// Loads the user's day.
    ///
    /// # Errors
    /// When the database fails.
    pub fn load(conn: &mut DbConnection, user: UserId, date: NaiveDate) -> Result<Self, AppError> {
        let plan = store::load_plan(conn, user)?;
        let adjacent = store::load_adjacent(conn, user, date)?;
        let streaks = store::streaks_after(conn, &plan, adjacent.previous.as_ref())?;
        let focus = store::load_focus(conn, user, date..=date)?;
        Ok(Self {
            user,
            date,
            plan,
            streaks,
            stored: adjacent.day,
            note: adjacent.note,
            focus: focus.into_iter().map(|(_, session)| session).collect(),
            has_later: adjacent.has_later,
        })
    }

    /// The user's habits.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The recorded day with its score; an empty day if it is not recorded.
    #[must_use]
    pub fn current(&self) -> ScoredDay {
        let stored = self.stored.clone();
        self.score(DayRecord {
            note: self.note.clone(),
            focus: self.focus.clone(),
            ..stored.unwrap_or_else(|| DayRecord::empty(self.date))
        })
    }

    /// Scores the day with this data, without saving it.
    #[must_use]
    pub fn score(&self, record: DayRecord) -> ScoredDay {
        ScoredDay::of(record, &self.plan, &self.streaks)
    }

    /// Saves the day, and rescores the days that depend on it. An empty day is not recorded, or no longer.
    ///
    /// # Errors
    /// When the database fails.
    pub fn save(
        &self,
        conn: &mut DbConnection,
        record: DayRecord,
        now: DateTime<Utc>,
    ) -> Result<ScoredDay, AppError> {
        let day = self.score(record);
        if day.record.note != self.note {
            store::write_note(conn, self.user, self.date, day.record.note.as_deref())?;
        }
        if !day.record.is_empty() {
            store::write_day(conn, self.user, self.stored.as_ref(), &day, now)?;
            self.cascade(conn, Some(&day.record), now)?;
        } else if self.stored.is_some() {
            store::delete_days(conn, self.user, [self.date])?;
            self.cascade(conn, None, now)?;
        }
        Ok(day)
    }

    /// Rescores the days after this one, as far as they depend on it.
    fn cascade(
        &self,
        conn: &mut DbConnection,
        record: Option<&DayRecord>,
        now: DateTime<Utc>,
    ) -> Result<(), AppError> {
        if !self.has_later {
            return Ok(());
        }
        let after = |record: Option<&DayRecord>| {
            let mut streaks = self.streaks.clone();
            record
                .into_iter()
                .for_each(|record| streaks.set_day(record));
            streaks
        };
        let cascade = Cascade {
            user: self.user,
            plan: &self.plan,
            streaks: after(record),
            stored: after(self.stored.as_ref()),
        };
        cascade.cascade(conn, self.date, self.date, now).map(drop)
    }
}

/// Inserts days, in the order of their dates, for a user without days.
///
/// # Errors
/// When the database fails, or a day exists already.
pub fn import(
    conn: &mut DbConnection,
    user: UserId,
    plan: &Plan,
    records: Vec<DayRecord>,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let mut streaks = Streaks::default();
    let mut days = Vec::with_capacity(records.len());
    for record in records {
        let day = ScoredDay::of(record, plan, &streaks);
        streaks.set_day(&day.record);
        days.push(day);
    }
    store::insert_days(conn, user, &days, now)?;
    store::insert_tasks(conn, user, &days)?;
    store::insert_notes(conn, user, &days)
}

/// Rescores the days of a range, and the days after it until the streaks are unchanged. Days beyond the
/// limit of one transaction are left to the background worker.
///
/// # Errors
/// When the database fails.
pub fn recompute(
    conn: &mut DbConnection,
    user: UserId,
    from: NaiveDate,
    through: NaiveDate,
    now: DateTime<Utc>,
) -> Result<Recomputed, AppError> {
    let plan = store::load_plan(conn, user)?;
    let previous = store::load_previous(conn, user, from)?;
    let streaks = store::streaks_after(conn, &plan, previous.as_ref())?;
    let cascade = Cascade {
        user,
        plan: &plan,
        stored: streaks.clone(),
        streaks,
    };
    cascade.cascade(conn, from.pred_opt().unwrap_or(from), through, now)
}

/// A cascade: rescores recorded days in order.
pub(super) struct Cascade<'a> {
    pub user: UserId,
    pub plan: &'a Plan,
    /// The streaks before the next day.
    pub streaks: Streaks,
    /// The stored streaks before the next day. When both are equal, later days do not change.
    pub stored: Streaks,
}

impl Cascade<'_> {
    /// Rescores the days after `after`, at least to `through`, but at most one slice; the rest is deferred
    /// to the background worker.
    pub fn cascade(
        mut self,
        conn: &mut DbConnection,
        mut after: NaiveDate,
        through: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<Recomputed, AppError> {
        let mut done = Recomputed::default();
        let since = after.succ_opt().unwrap_or(after);
        let limit_days = slice_days(self.plan.0.len());
        // Most changes affect only the next day.
        let mut batch = FIRST_BATCH_DAYS;
        while !self.is_over(after, through) {
            if done.days >= limit_days {
                done.rest = store::next_day(conn, self.user, after)?;
                if let Some(from) = done.rest {
                    background::defer(conn, self.user, from, since, now)?;
                }
                break;
            }
            let range = (Bound::Excluded(after), Bound::Unbounded);
            let limit = i64::try_from(batch).unwrap_or(i64::MAX);
            let records = store::load_days(conn, self.user, range, limit)?;
            let Some(end) = records.last().map(|record| record.date) else {
                break;
            };
            let mut changed = Vec::new();
            for stored in records {
                let date = stored.date;
                done.days += 1;
                changed.extend(self.score(stored));
                if self.is_over(date, through) {
                    break;
                }
            }
            done.changed += changed.len();
            store::write_changes(conn, self.user, &changed, now)?;
            after = end;
            batch = (batch * 4).min(limit_days.saturating_sub(done.days));
        }
        Ok(done)
    }

    /// Whether the days after `date` are unaffected.
    fn is_over(&self, date: NaiveDate, through: NaiveDate) -> bool {
        date >= through && self.streaks == self.stored
    }

    /// Rescores the next day. Returns the old and the new day if they differ.
    fn score(&mut self, stored: DayRecord) -> Option<(DayRecord, ScoredDay)> {
        self.stored.set_day(&stored);
        rescore(stored, self.plan, &mut self.streaks)
    }
}
