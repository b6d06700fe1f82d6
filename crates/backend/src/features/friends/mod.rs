//! Friends: the code by which they find each other, requests, what they see of each other, messages of support,
//! and blocking.

mod code;
mod dto;
mod messages;
mod progress;
pub(crate) mod routes;
mod service;
mod store;

pub use routes::configure;
