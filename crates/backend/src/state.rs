//! The application state that handlers share.

use std::time::Instant;

use kpi_common::redis::Redis;

use crate::cache::ResponseCache;
use crate::config::Config;
use crate::db::Database;
use crate::domain::Clock;
use crate::identity::{PasswordHasher, SessionTokens};
use crate::mail::Outbox;
use crate::write_locks::WriteLocks;

/// Shared by all workers of one server.
pub struct AppState {
    /// Settings.
    pub config: Config,
    /// Clock.
    pub clock: Clock,
    /// Database.
    pub db: Database,
    /// Serialises the writes of each user.
    pub write_locks: WriteLocks,
    /// Redis, if there is one; it may be unreachable.
    pub redis: Option<Redis>,
    /// Response cache.
    pub cache: ResponseCache,
    /// Signs and verifies session tokens.
    pub tokens: SessionTokens,
    /// Hashes and verifies passwords.
    pub passwords: PasswordHasher,
    /// Outbox of emails.
    pub outbox: Outbox,
    /// When the server started.
    pub started: Instant,
}
