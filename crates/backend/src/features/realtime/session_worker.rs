//! The background worker that closes the sockets of sessions that have ended.

use std::time::Duration;

use tokio::sync::mpsc;

use super::store;
use crate::db::Database;
use crate::domain::{Clock, UserId};
use crate::error::AppError;
use crate::realtime::{Hub, SocketSession};

/// How often all sockets are checked: a session may also end by time, or by an instance that could not tell
/// the others.
const INTERVAL: Duration = Duration::from_secs(4);
/// Users of one check.
const BATCH: usize = 1_000;

/// Checks the sockets of users whose sessions have ended at once, and all of them at intervals, until it is
/// aborted. While the database is away no socket is closed: nothing can have been changed there.
pub(crate) async fn session_worker(
    db: Database,
    clock: Clock,
    hub: Hub,
    mut sessions_ended: mpsc::UnboundedReceiver<UserId>,
) {
    let mut interval = tokio::time::interval(INTERVAL);
    let mut users = Vec::new();
    loop {
        let sessions = tokio::select! {
            _ = sessions_ended.recv_many(&mut users, BATCH) => hub.sessions(Some(&users)),
            _ = interval.tick() => hub.sessions(None),
        };
        users.clear();
        if let Err(error) = check(&db, &clock, &hub, sessions).await {
            tracing::warn!(%error, "the sessions of sockets could not be checked");
        }
    }
}

async fn check(
    db: &Database,
    clock: &Clock,
    hub: &Hub,
    sessions: Vec<SocketSession>,
) -> Result<(), AppError> {
    if sessions.is_empty() {
        return Ok(());
    }
    let now = clock.now();
    let ended = db.query(move |conn| {
        let valid = store::valid_sessions(conn, &sessions, now)?;
        let ended = sessions
            .into_iter()
            .filter(|session| !valid.contains(session));
        Ok::<_, AppError>(ended.collect::<Vec<_>>())
    });
    hub.close_sessions(&ended.await?);
    Ok(())
}
