//! What every handler can reach.

use kpi_common::health::Uptime;

use crate::clock::Clock;
use crate::config::Config;
use crate::db::Database;
use crate::http::Tokens;
use crate::mail::Outbox;
use crate::password::PasswordHasher;

/// Shared by all workers of one server.
pub struct AppState {
    /// Settings.
    pub config: Config,
    /// Time.
    pub clock: Clock,
    /// Data.
    pub db: Database,
    /// Signs and verifies session tokens.
    pub tokens: Tokens,
    /// Hashes and verifies passwords.
    pub passwords: PasswordHasher,
    /// Mails that wait, and whether they leave.
    pub outbox: Outbox,
    /// Since when the server runs.
    pub uptime: Uptime,
}
