//! Queries of scoring. Their number does not depend on the number of entries, tasks and days, except for
//! the slices of a long recomputation.

mod pending;
mod read;
mod rows;
mod write;

pub(super) use pending::{
    Pending, claim_due, count_days, is_any_due, lock_pending_user, next_day, pending, set_pending,
};
pub use read::{current_streak, load_plan};
pub(super) use read::{load_adjacent, load_days, load_focus, load_previous, streaks_after};
pub(super) use write::{
    delete_days, insert_days, insert_notes, insert_tasks, write_changes, write_day, write_note,
};
