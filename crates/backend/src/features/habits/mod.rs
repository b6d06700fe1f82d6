//! Habits, with their targets and schedules.
//!
//! The attributes that scoring needs are versioned by date: a change is effective from a date, and
//! earlier days keep the version that they were scored with.

mod defaults;
mod dto;
pub(crate) mod routes;
mod service;
mod store;
mod versions;

pub(crate) use dto::Archived;
pub use routes::configure;
pub(crate) use service::{add, add_defaults};
