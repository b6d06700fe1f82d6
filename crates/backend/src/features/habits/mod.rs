//! Habits: what someone does for minutes a day, against which target, on which weekdays.
//!
//! What scoring reads of a habit has versions by date, so that a change counts from a date and
//! the days before it keep what they were scored with.

mod defaults;
mod dto;
pub(crate) mod routes;
mod service;
mod store;

pub(crate) use dto::Archived;
pub use routes::configure;
pub(crate) use service::add_defaults;
