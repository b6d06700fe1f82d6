//! Exceptions: their kinds, ranges and statistics. They are marked and cleared in `days`.

mod dto;
pub(crate) mod routes;
mod service;
mod store;

pub use routes::configure;
