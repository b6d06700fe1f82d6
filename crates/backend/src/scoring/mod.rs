//! Scores stored days: loads the habits, targets and streaks of a day, runs the KPI engine, and rescores
//! later days that depend on a changed one.
//!
//! Everything here runs in the transaction of the caller, except [`recompute_worker`]. A save reads days
//! before it and rewrites days after it, so writes of one user are serialised by
//! [`UserRequest::write`](crate::session::UserRequest::write).

mod background;
mod plan;
mod range;
mod record;
mod service;
mod store;
mod streak;

pub use background::{Progress, progress, recompute_from, recompute_worker};
pub use plan::{HabitVersion, Plan, PlannedHabit, Schedule};
pub use range::RangeContext;
pub use record::{
    DayRecord, EntryRecord, Exception, ExceptionKind, FocusRecord, ScoredDay, TaskRecord,
    computations,
};
pub use service::{DayContext, Recomputed, import, recompute};
pub use store::{current_streak, load_plan};
pub use streak::Streak;
