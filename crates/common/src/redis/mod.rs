//! Redis: settings, a connection pool, and reconnecting.
//!
//! One task monitors the server with `PING` and reconnects (`ReconnectBackoff`); only it decides
//! whether Redis is available. Requests never wait for that: [`Redis::execute`] returns a reply
//! within its timeout, or none. One late reply is not an outage.

mod backoff;
mod config;
mod pool;

pub use config::RedisConfig;
pub use pool::{Redis, RedisError};

/// A connection of the pool.
pub use deadpool_redis::Connection;
/// The client library.
pub use deadpool_redis::redis as client;
