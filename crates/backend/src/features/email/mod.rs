//! The status and a test of email delivery, for administrators.

mod dto;
pub(crate) mod routes;
mod service;

pub use routes::configure;
