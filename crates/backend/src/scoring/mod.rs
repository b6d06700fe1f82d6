//! From stored days to scored ones: which habits a day has, with which targets and streaks, what
//! the KPI engine makes of them, and which later days change when one does.
//!
//! Everything here runs inside its caller's transaction. Writers of one user's days must wait for
//! one another, for a save reads the days before it and rewrites days after it:
//! [`UserRequest::write`](crate::session::UserRequest::write) sees to that.

mod plan;
mod record;
mod service;
mod slices;
mod store;

pub use plan::{HabitVersion, Plan, PlannedHabit, Schedule};
pub use record::{
    DayRecord, EntryRecord, Exception, ExceptionKind, ScoredDay, TaskRecord, computations,
};
pub use service::{Context, Recomputed, import, recompute};
pub use slices::{Progress, progress, recompute_from, resume};
pub use store::load_plan;
