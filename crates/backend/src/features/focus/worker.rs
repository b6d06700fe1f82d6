//! The background worker that ends sessions at their deadlines. Until it comes by, requests show them as ended.

use std::time::Duration;

use super::{service, store};
use crate::db::{Database, DbConnection};
use crate::domain::{Clock, UserId};
use crate::error::AppError;
use crate::identity;
use crate::realtime::{Events, Hub};

/// How often to look for deadlines; a partial index makes the query cheap.
const POLL_INTERVAL: Duration = Duration::from_secs(1);

/// Users per query.
const BATCH: i64 = 100;

/// Ends sessions at their deadlines, until it is aborted.
pub async fn deadline_worker(db: Database, clock: Clock, hub: Hub) {
    loop {
        if let Err(error) = end_all(&db, &clock, &hub).await {
            tracing::warn!(%error, "focus sessions past their deadline were not ended");
        }
        tokio::time::sleep(POLL_INTERVAL).await;
    }
}

async fn end_all(db: &Database, clock: &Clock, hub: &Hub) -> Result<(), AppError> {
    let now = clock.now();
    let users = db.query(move |conn| store::users_past_deadline(conn, now, BATCH));
    for user in users.await? {
        // One that fails does not keep the others.
        if let Err(error) = end_one(db, clock, hub, user).await {
            tracing::warn!(%error, %user, "a focus session past its deadline was not ended");
        }
    }
    Ok(())
}

async fn end_one(db: &Database, clock: &Clock, hub: &Hub, user: UserId) -> Result<(), AppError> {
    let now = clock.now();
    let end = move |conn: &mut DbConnection| {
        let mut events = Events::default();
        if let Some(account) = identity::store::lock_for_background(conn, user)? {
            service::end_at_deadline(conn, &account, now, &mut events)?;
        }
        Ok::<_, AppError>(events)
    };
    let hub = hub.clone();
    db.write_then(end, move |events| hub.publish(events)).await
}
