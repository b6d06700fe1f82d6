//! The background worker that tells others when a person comes online or goes.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::mpsc;

use super::viewers::Viewers;
use crate::db::Database;
use crate::domain::UserId;
use crate::error::AppError;
use crate::realtime::{Event, Events, Hub, Presence};

/// A person who comes back sooner was not away.
const GRACE: Duration = Duration::from_secs(10);
/// How often it is checked who is gone.
const INTERVAL: Duration = Duration::from_secs(1);
/// How often other processes hear from this one.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// People of one query.
const BATCH: usize = 500;

/// Follows whose first socket was opened and whose last one was closed, until it is aborted.
pub(crate) async fn presence_worker(
    db: Database,
    hub: Hub,
    presence: Arc<Presence>,
    mut changed: mpsc::UnboundedReceiver<UserId>,
) {
    let mut ticks = tokio::time::interval(INTERVAL);
    let mut heartbeats = tokio::time::interval(HEARTBEAT);
    let mut leaving: HashMap<UserId, Instant> = HashMap::new();
    let mut people = Vec::new();
    loop {
        let (changed, online) = tokio::select! {
            _ = changed.recv_many(&mut people, BATCH) => {
                let (online, gone): (Vec<UserId>, Vec<UserId>) =
                    people.drain(..).partition(|user| hub.has_socket(*user));
                for user in &online {
                    leaving.remove(user);
                }
                let gone = gone.into_iter().filter(|user| presence.is_here(*user));
                leaving.extend(gone.map(|user| (user, Instant::now())));
                (presence.add(&online).await, true)
            }
            _ = ticks.tick() => {
                let gone: Vec<UserId> = leaving
                    .extract_if(|_, since| since.elapsed() >= GRACE)
                    .map(|(user, _)| user)
                    .collect();
                (presence.remove(&gone).await, false)
            }
            _ = heartbeats.tick() => {
                presence.refresh().await;
                continue;
            }
        };
        if !changed.is_empty()
            && let Err(error) = publish(&db, &hub, changed, online).await
        {
            tracing::warn!(%error, "friends and team mates were not told who is online");
        }
    }
}

async fn publish(
    db: &Database,
    hub: &Hub,
    people: Vec<UserId>,
    online: bool,
) -> Result<(), AppError> {
    let viewers = db.query(move |conn| Viewers::of(conn, &people)).await?;
    let mut events = Events::default();
    for (user_id, viewers) in viewers.by_person() {
        events.push(viewers, Event::PresenceChanged { user_id, online });
    }
    hub.publish(events);
    Ok(())
}
