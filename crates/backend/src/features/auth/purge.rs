//! The background worker that deletes expired rows: sessions, access and email tokens, counters of the login throttle,
//! known networks, tickets of WebSockets, uses of quotas and invitations.

use std::time::Duration;

use chrono::TimeDelta;

use crate::db::{Database, purge_expired};
use crate::domain::Clock;
use crate::error::AppError;

/// Expired rows are ignored everywhere, so they only take space until then.
const INTERVAL: Duration = Duration::from_secs(600);

/// The tables, with their keys, and for how long rows are kept after they have expired.
const TABLES: [(&str, &str, TimeDelta); 8] = [
    ("sessions", "id", TimeDelta::zero()),
    ("access_tokens", "id", TimeDelta::zero()),
    ("links", "digest", TimeDelta::zero()),
    ("attempts", "subject", TimeDelta::zero()),
    ("known_networks", "digest", TimeDelta::zero()),
    ("realtime_tickets", "digest", TimeDelta::zero()),
    ("quota_uses", "id", TimeDelta::zero()),
    // The inviter's list tells for a while what became of them; they hold addresses of others.
    ("invitations", "id", TimeDelta::days(30)),
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
    for (table, key, kept) in TABLES {
        let by = clock.now() - kept;
        while db
            .write(move |conn| Ok::<_, AppError>(purge_expired(conn, table, key, by)?))
            .await?
        {}
    }
    Ok(())
}
