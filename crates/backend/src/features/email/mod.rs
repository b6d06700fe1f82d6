//! Whether mails leave, for administrators.

mod dto;
pub(crate) mod routes;
mod service;

pub use routes::configure;
