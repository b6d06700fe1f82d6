//! What every handler can reach.

use std::time::Instant;

use kpi_common::redis::Redis;

use crate::cache::ResponseCache;
use crate::domain::Clock;
use crate::identity::{PasswordHasher, SessionTokens};
use crate::config::Config;
use crate::db::Database;
use crate::mail::Outbox;
use crate::write_queues::WriteQueues;

/// Shared by all workers of one server.
pub struct AppState {
    /// Settings.
    pub config: Config,
    /// Time.
    pub clock: Clock,
    /// Data.
    pub db: Database,
    /// Writes that wait for another one of the same user.
    pub writes: WriteQueues,
    /// What instances share, where there is a Redis; it may be away.
    pub redis: Option<Redis>,
    /// Answers of late.
    pub cache: ResponseCache,
    /// Signs and verifies session tokens.
    pub tokens: SessionTokens,
    /// Hashes and verifies passwords.
    pub passwords: PasswordHasher,
    /// Mails that wait, and whether they leave.
    pub outbox: Outbox,
    /// Since when the server runs.
    pub started: Instant,
}
