//! Scoring days and what depends on them.

use std::ops::Bound;

use chrono::{DateTime, NaiveDate, Utc};

use super::plan::Plan;
use super::record::{DayRecord, ScoredDay, Streaks, score_again};
use super::slices::{self, slice_days};
use super::store;
use crate::db::DbConnection;
use crate::error::AppError;
use crate::domain::UserId;

/// Days looked at in one go while following a change into later days, at first; then four times as many.
const FIRST_CHUNK_DAYS: usize = 4;

/// What a recomputation did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Recomputed {
    /// Days scored again.
    pub days: usize,
    /// Of these, those that came out different.
    pub changed: usize,
    /// Days from this date on are left to [`resume`](super::resume); `None` when all are done.
    pub rest: Option<NaiveDate>,
}

/// A user's day: what is recorded of it, and what it is scored against.
pub struct Context {
    user: UserId,
    date: NaiveDate,
    plan: Plan,
    streaks: Streaks,
    stored: Option<DayRecord>,
    /// Whether later days are recorded, as far as is known.
    has_later: bool,
}

impl Context {
    /// Of the user's day.
    ///
    /// # Errors
    /// When the database fails.
    pub fn load(conn: &mut DbConnection, user: UserId, date: NaiveDate) -> Result<Self, AppError> {
        let plan = store::load_plan(conn, user)?;
        let around = store::load_surroundings(conn, user, date)?;
        let streaks = store::streaks_after(conn, &plan, around.previous.as_ref())?;
        Ok(Self {
            user,
            date,
            plan,
            streaks,
            stored: around.day,
            has_later: around.has_later,
        })
    }

    /// The user's habits.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Whether the day is recorded.
    #[must_use]
    pub fn is_saved(&self) -> bool {
        self.stored.is_some()
    }

    /// The day as it is recorded, scored; one that is not recorded, as an empty one would be.
    #[must_use]
    pub fn present(&self) -> ScoredDay {
        self.score(
            self.stored
                .clone()
                .unwrap_or_else(|| DayRecord::empty(self.date)),
        )
    }

    /// What the day is worth if it is like this.
    #[must_use]
    pub fn score(&self, record: DayRecord) -> ScoredDay {
        ScoredDay::of(record, &self.plan, &self.streaks)
    }

    /// Saves the day in place of what was recorded, and scores again whatever depends on it.
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
        store::write_day(conn, self.user, self.stored.as_ref(), &day, now)?;
        self.follow(conn, Some(&day.record), now)?;
        Ok(day)
    }

    /// Forgets the day, and scores again whatever depended on it.
    ///
    /// # Errors
    /// When the database fails.
    pub fn delete(&self, conn: &mut DbConnection, now: DateTime<Utc>) -> Result<(), AppError> {
        store::delete_day(conn, self.user, self.date)?;
        self.follow(conn, None, now)
    }

    /// Scores the days after this one again, as far as they depend on it.
    fn follow(
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
                .for_each(|record| streaks.note_day(record));
            streaks
        };
        let chain = Chain {
            user: self.user,
            plan: &self.plan,
            streaks: after(record),
            stored: after(self.stored.as_ref()),
        };
        chain.follow(conn, self.date, self.date, now).map(drop)
    }
}

/// Records many days of a user who has none, in the order of their dates.
///
/// # Errors
/// When the database fails, or holds one of the days already.
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
        streaks.note_day(&day.record);
        days.push(day);
    }
    store::insert_days(conn, user, &days, now)?;
    store::insert_tasks(conn, user, &days)
}

/// Scores the days of a range again, and those behind it until a day's streaks come out as they
/// were; those that are too many for one transaction later.
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
    let chain = Chain {
        user,
        plan: &plan,
        stored: streaks.clone(),
        streaks,
    };
    chain.follow(conn, from.pred_opt().unwrap_or(from), through, now)
}

/// Recorded days being scored again, one after the other.
struct Chain<'a> {
    user: UserId,
    plan: &'a Plan,
    /// The streaks with which the next day begins.
    streaks: Streaks,
    /// Those it was last scored with. Once both agree, later days come out as they are.
    stored: Streaks,
}

impl Chain<'_> {
    /// Scores the days after `after` again, at least to `through`; no more than a slice of them, and
    /// leaves the rest for later.
    fn follow(
        mut self,
        conn: &mut DbConnection,
        mut after: NaiveDate,
        through: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<Recomputed, AppError> {
        let mut done = Recomputed::default();
        let since = after;
        let most = slice_days(self.plan.0.len());
        // Most changes end with the next day.
        let mut chunk = FIRST_CHUNK_DAYS;
        while !self.is_over(after, through) {
            if done.days >= most {
                done.rest = after.succ_opt();
                if let Some(from) = done.rest {
                    slices::leave(conn, self.user, from, since)?;
                }
                break;
            }
            let range = (Bound::Excluded(after), Bound::Unbounded);
            let limit = i64::try_from(chunk).unwrap_or(i64::MAX);
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
            chunk = (chunk * 4).min(most.saturating_sub(done.days));
        }
        Ok(done)
    }

    /// Whether the days after `date` stay as they are.
    fn is_over(&self, date: NaiveDate, through: NaiveDate) -> bool {
        date >= through && self.streaks == self.stored
    }

    /// The next day as it was and as it is, if it comes out different.
    fn score(&mut self, stored: DayRecord) -> Option<(DayRecord, ScoredDay)> {
        self.stored.note_day(&stored);
        score_again(stored, self.plan, &mut self.streaks)
    }
}
