//! Redis: where it is, a pool of connections to it, and what happens while it is away.
//!
//! One task keeps watch with a `PING` and reconnects ([`ReconnectBackoff`]); it alone decides
//! whether Redis is there. Requests never wait for any of that: they [`Redis::ask`], and have a
//! reply within their patience, or none. One late reply is not an outage.

mod backoff;
mod config;
mod pool;

pub use config::RedisConfig;
pub use pool::{Redis, RedisError};

/// A connection of the pool.
pub use deadpool_redis::Connection;
/// The client library, for the commands.
pub use deadpool_redis::redis as client;
