//! Redis: where it is, the connection to it, and what happens while it is away.
//!
//! One task connects, keeps watch and waits between its tries; [`Standing`] says for how long.
//! Requests never wait for any of that: they [`Redis::ask`], and have an answer within their
//! patience, or at once the word that Redis is away. It comes back by itself.

mod config;
mod link;
mod standing;

pub use config::RedisConfig;
pub use link::{Redis, RedisError};

/// The client library, for the commands.
pub use deadpool_redis::redis as client;
