//! From stored days to scored ones: which habits a day has, with which targets and streaks, what
//! the KPI engine makes of them, and which later days change when one does.
//!
//! Everything here runs inside its caller's transaction. Whoever writes calls [`lock`] first: a
//! save reads the days before it and rewrites days after it, so two at once for one user must
//! take turns.

mod plan;
mod record;
mod service;
mod store;

pub use plan::{HabitVersion, Plan, PlannedHabit, Schedule};
pub use record::{
    DayRecord, EntryRecord, Exception, ExceptionKind, ScoredDay, TaskRecord, computations,
};
pub use service::{Context, Reach, Recomputed, import, recompute};
pub use store::{load_plan, lock};
