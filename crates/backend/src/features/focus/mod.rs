//! Focus sessions: the timer of a habit or a task, which ends at its deadline if nobody stops it.

mod dto;
mod model;
pub(crate) mod routes;
mod service;
mod store;
mod worker;

pub use routes::configure;
pub use worker::deadline_worker;
