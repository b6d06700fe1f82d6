//! Edits all days of a range at once.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use chrono::{DateTime, NaiveDate, Utc};

use super::plan::Plan;
use super::record::{DayRecord, ScoredDay, Streaks, score_edited};
use super::service::Cascade;
use super::store;
use crate::db::DbConnection;
use crate::domain::UserId;
use crate::error::AppError;

/// The days of a range with what their scores depend on.
pub struct RangeContext {
    user: UserId,
    dates: RangeInclusive<NaiveDate>,
    plan: Plan,
    /// The streaks before the range.
    streaks: Streaks,
    stored: Vec<DayRecord>,
}

impl RangeContext {
    /// Loads the range. The number of statements does not depend on its length.
    ///
    /// # Errors
    /// When the database fails.
    pub fn load(
        conn: &mut DbConnection,
        user: UserId,
        dates: RangeInclusive<NaiveDate>,
    ) -> Result<Self, AppError> {
        let plan = store::load_plan(conn, user)?;
        let previous = store::load_previous(conn, user, *dates.start())?;
        let streaks = store::streaks_after(conn, &plan, previous.as_ref())?;
        let stored = store::load_days(conn, user, dates.clone(), i64::MAX)?;
        Ok(Self {
            user,
            dates,
            plan,
            streaks,
            stored,
        })
    }

    /// The recorded days, in order, without their notes.
    #[must_use]
    pub fn recorded(&self) -> &[DayRecord] {
        &self.stored
    }

    /// The recorded days, scored, in order.
    pub fn scored(self) -> impl Iterator<Item = ScoredDay> {
        let Self {
            plan,
            mut streaks,
            stored,
            ..
        } = self;
        stored.into_iter().map(move |record| {
            let day = ScoredDay::of(record, &plan, &streaks);
            streaks.set_day(&day.record);
            day
        })
    }

    /// Edits every day, recorded or not, and rescores the days that depend on them. A day that is empty then is
    /// not recorded, or no longer. `edit` leaves tasks and notes as they are.
    ///
    /// # Errors
    /// When the database fails.
    pub fn edit(
        self,
        conn: &mut DbConnection,
        edit: impl Fn(&mut DayRecord),
        now: DateTime<Utc>,
    ) -> Result<(), AppError> {
        let (from, to) = self.dates.into_inner();
        let (mut streaks, mut stored_streaks) = (self.streaks.clone(), self.streaks);
        let mut recorded: HashMap<NaiveDate, DayRecord> = self
            .stored
            .into_iter()
            .map(|record| (record.date, record))
            .collect();
        let mut changed = Vec::new();
        for date in from.iter_days().take_while(|date| *date <= to) {
            let stored = recorded.remove(&date);
            stored
                .iter()
                .for_each(|record| stored_streaks.set_day(record));
            let stored = stored.unwrap_or_else(|| DayRecord::empty(date));
            let mut edited = stored.clone();
            edit(&mut edited);
            if stored.is_empty() && edited.is_empty() {
                continue;
            }
            changed.extend(score_edited(edited, stored, &self.plan, &mut streaks));
        }
        store::write_changes(conn, self.user, &changed, now)?;
        let cascade = Cascade {
            user: self.user,
            plan: &self.plan,
            streaks,
            stored: stored_streaks,
        };
        cascade.cascade(conn, to, to, now).map(drop)
    }
}
