//! The queries of scoring. Their number does not depend on how many entries, tasks or days there
//! are, but for the chunks a very long recomputation is cut into.

mod read;
mod rows;
mod write;

pub use read::load_plan;
pub(super) use read::{load_day, load_days, streaks_before};
pub use write::lock;
pub(super) use write::{delete_day, insert_tasks, replace_day, replace_scores, write_scores};
