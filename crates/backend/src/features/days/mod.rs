//! Days: entries, tasks, exception and KPI of a date.

mod dto;
mod explanation;
mod focus;
pub(crate) mod routes;
mod saved;
mod search;
mod service;
mod store;

pub(crate) use dto::{DaySummary, DayUpdate, EntryInput, TaskInput};
pub(crate) use explanation::Explanation;
pub(crate) use focus::{FocusChange, FocusSubject, change_focus};
pub use routes::configure;
pub(crate) use service::{preview, streaks_on};
pub(crate) use store::{exception_of_entry, summaries, summaries_of};
