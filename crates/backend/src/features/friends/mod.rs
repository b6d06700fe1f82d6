//! Friends: the code by which they find each other, requests, what they see of each other, messages of support,
//! and blocking.

mod block_store;
mod dto;
mod message_store;
pub(crate) mod routes;
mod service;
mod store;
mod viewers;
mod weeks;

pub(crate) use block_store::{blocked_pairs, blocked_with};
pub use routes::configure;
pub(crate) use service::{connect, publish_relations};
pub(crate) use viewers::{viewers_of, visible_to};
