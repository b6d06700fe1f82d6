//! Scoring days and what depends on them.

use std::ops::Bound;

use chrono::{DateTime, NaiveDate, Utc};

use super::plan::Plan;
use super::record::{DayRecord, ScoredDay, Streaks};
use super::store;
use crate::db::DbConnection;
use crate::http::AppError;
use crate::ids::UserId;

/// Days looked at in one go while following a change into later days.
const CHUNK_DAYS: i64 = 400;

/// How far a recomputation goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// At least to this date, and beyond it until a day's streaks come out as they were.
    Through(NaiveDate),
    /// To the last recorded day.
    End,
}

/// What a recomputation did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Recomputed {
    /// Days scored again.
    pub days: usize,
    /// Of these, those that came out different.
    pub changed: usize,
}

/// What a day is scored against: the user's plan, and the streaks it begins with.
pub struct Context {
    user: UserId,
    date: NaiveDate,
    plan: Plan,
    streaks: Streaks,
}

impl Context {
    /// Of the user's day.
    ///
    /// # Errors
    /// When the database fails.
    pub fn load(conn: &mut DbConnection, user: UserId, date: NaiveDate) -> Result<Self, AppError> {
        let plan = store::load_plan(conn, user)?;
        let streaks = store::streaks_before(conn, user, &plan, date)?;
        Ok(Self {
            user,
            date,
            plan,
            streaks,
        })
    }

    /// The user's habits.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The day as it is recorded, scored, and that it is; one that is not recorded, as an empty
    /// one would be.
    ///
    /// # Errors
    /// When the database fails.
    pub fn find(&self, conn: &mut DbConnection) -> Result<(ScoredDay, bool), AppError> {
        let record = store::load_day(conn, self.user, self.date)?;
        let saved = record.is_some();
        Ok((
            self.score(record.unwrap_or_else(|| DayRecord::empty(self.date))),
            saved,
        ))
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
        store::replace_day(conn, self.user, &day, now)?;
        let mut streaks = self.streaks.clone();
        streaks.note_day(&day.record);
        let reach = Reach::Through(self.date);
        follow(conn, self.user, &self.plan, streaks, self.date, reach, now)?;
        Ok(day)
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
    store::update_scores(conn, user, &days, now)?;
    store::insert_tasks(conn, user, &days)
}

/// Forgets the day, and scores again whatever depended on it; whether there was one.
///
/// # Errors
/// When the database fails.
pub fn delete(
    conn: &mut DbConnection,
    user: UserId,
    date: NaiveDate,
    now: DateTime<Utc>,
) -> Result<bool, AppError> {
    if !store::delete_day(conn, user, date)? {
        return Ok(false);
    }
    let plan = store::load_plan(conn, user)?;
    let streaks = store::streaks_before(conn, user, &plan, date)?;
    follow(conn, user, &plan, streaks, date, Reach::Through(date), now)?;
    Ok(true)
}

/// Scores the days from `from` on again.
///
/// # Errors
/// When the database fails.
pub fn recompute(
    conn: &mut DbConnection,
    user: UserId,
    from: NaiveDate,
    reach: Reach,
    now: DateTime<Utc>,
) -> Result<Recomputed, AppError> {
    let plan = store::load_plan(conn, user)?;
    let streaks = store::streaks_before(conn, user, &plan, from)?;
    let before = from.pred_opt().unwrap_or(from);
    follow(conn, user, &plan, streaks, before, reach, now)
}

/// Scores the recorded days after `after` again, in order, as far as `reach`.
fn follow(
    conn: &mut DbConnection,
    user: UserId,
    plan: &Plan,
    mut streaks: Streaks,
    mut after: NaiveDate,
    reach: Reach,
    now: DateTime<Utc>,
) -> Result<Recomputed, AppError> {
    let mut done = Recomputed::default();
    loop {
        let records = store::load_days(
            conn,
            user,
            (Bound::Excluded(after), Bound::Unbounded),
            CHUNK_DAYS,
        )?;
        let Some(end) = records.last().map(|record| record.date) else {
            return Ok(done);
        };
        let mut changed = Vec::new();
        let mut steady = false;
        for stored in records {
            let day = ScoredDay::of(stored.clone(), plan, &streaks);
            done.days += 1;
            let differs = !day.record.is_same_as(&stored);
            steady = !differs && matches!(reach, Reach::Through(date) if stored.date > date);
            streaks.note_day(&day.record);
            if differs {
                changed.push(day);
            }
            if steady {
                break;
            }
        }
        done.changed += changed.len();
        store::update_scores(conn, user, &changed, now)?;
        if steady {
            return Ok(done);
        }
        after = end;
    }
}
