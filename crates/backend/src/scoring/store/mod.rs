//! The queries of scoring. Their number does not depend on how many entries, tasks or days there
//! are, but for the chunks a very long recomputation is cut into.

mod marks;
mod read;
mod rows;
mod write;

pub(super) use marks::{Mark, any_marked, count_days, lock_marked, mark, set_mark};
pub use read::load_plan;
pub(super) use read::{load_days, load_previous, load_surroundings, streaks_after};
pub(super) use write::{delete_day, insert_days, insert_tasks, write_changes, write_day};
