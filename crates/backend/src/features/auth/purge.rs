//! The background worker that deletes expired rows: sessions, email tokens, counters of the login throttle
//! and known networks.

use std::time::Duration;

use crate::db::{Database, purge_expired};
use crate::domain::Clock;
use crate::error::AppError;

/// Expired rows are ignored everywhere, so they only take space until then.
const INTERVAL: Duration = Duration::from_secs(600);

/// The tables, with their keys.
const TABLES: [(&str, &str); 4] = [
    ("sessions", "id"),
    ("links", "digest"),
    ("attempts", "subject"),
    ("known_networks", "digest"),
];

/// Deletes expired rows at the start, and then at intervals, until it is aborted.
pub(crate) async fn purge_worker(db: Database, clock: Clock) {
    loop {
        if let Err(error) = purge(&db, &clock).await {
            tracing::warn!(%error, "expired rows were not deleted");
        }
        tokio::time::sleep(INTERVAL).await;
    }
}

async fn purge(db: &Database, clock: &Clock) -> Result<(), AppError> {
    for (table, key) in TABLES {
        let now = clock.now();
        while db
            .write(move |conn| Ok::<_, AppError>(purge_expired(conn, table, key, now)?))
            .await?
        {}
    }
    Ok(())
}
