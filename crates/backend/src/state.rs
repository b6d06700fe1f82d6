//! The application state that handlers share.

use std::sync::Arc;
use std::time::Instant;

use kpi_common::access_token::AccessTokens;
use kpi_common::redis::Redis;

use crate::cache::ResponseCache;
use crate::config::Config;
use crate::db::{Database, DbConnection};
use crate::domain::Clock;
use crate::error::AppError;
use crate::identity::{PasswordHasher, SessionTokens};
use crate::mail::Outbox;
use crate::realtime::{Events, Hub, Presence};
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
    /// Makes and recognises access tokens.
    pub access_tokens: AccessTokens,
    /// Hashes and verifies passwords.
    pub passwords: PasswordHasher,
    /// Outbox of emails.
    pub outbox: Outbox,
    /// The WebSockets of this process.
    pub hub: Hub,
    /// Who is online.
    pub presence: Arc<Presence>,
    /// When the server started.
    pub started: Instant,
}

impl AppState {
    /// Runs a write transaction, and publishes its events once it is committed.
    ///
    /// # Errors
    /// What `work` fails with; the transaction is then rolled back, and nothing is published.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut DbConnection, &mut Events) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        let hub = self.hub.clone();
        let collect = |conn: &mut DbConnection| {
            let mut events = Events::default();
            Ok((work(conn, &mut events)?, events))
        };
        let publish = move |(outcome, events)| {
            hub.publish(events);
            outcome
        };
        self.db.write_then(collect, publish).await
    }
}
