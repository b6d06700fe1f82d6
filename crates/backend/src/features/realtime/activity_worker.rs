//! The background worker that tells others when the recorded days of a person have changed. It is not part of the
//! write, which it would slow down, and it tells of several saves once.

use std::collections::HashSet;
use std::time::Duration;

use tokio::sync::mpsc;

use super::viewers::Viewers;
use crate::db::Database;
use crate::domain::{Clock, UserId};
use crate::error::AppError;
use crate::features::teams;
use crate::realtime::{Event, Events, Hub};

/// How long saves are collected.
const INTERVAL: Duration = Duration::from_secs(2);
/// People of one query.
const BATCH: usize = 500;

/// Tells those who may see the people who have recorded something, until it is aborted.
pub(crate) async fn activity_worker(
    db: Database,
    clock: Clock,
    hub: Hub,
    mut recorded: mpsc::UnboundedReceiver<UserId>,
) {
    let mut people = Vec::new();
    while recorded.recv_many(&mut people, BATCH).await > 0 {
        tokio::time::sleep(INTERVAL).await;
        while let Ok(person) = recorded.try_recv() {
            people.push(person);
        }
        let people: HashSet<UserId> = people.drain(..).collect();
        for batch in people.into_iter().collect::<Vec<_>>().chunks(BATCH) {
            if let Err(error) = publish(&db, &clock, &hub, batch.to_vec()).await {
                tracing::warn!(%error, "friends and team mates were not told of new results");
            }
        }
    }
}

async fn publish(
    db: &Database,
    clock: &Clock,
    hub: &Hub,
    people: Vec<UserId>,
) -> Result<(), AppError> {
    let of = people.clone();
    let (any_reached, events) = db
        .query(move |conn| {
            let any_reached = !teams::reached_by_habits(conn, &of)?.is_empty();
            let mut events = Events::default();
            let viewers = Viewers::of(conn, &of)?;
            teams::publish_results(conn, &mut events, &viewers.mates)?;
            for (user_id, friends) in viewers.friends {
                events.push(friends, Event::FriendActivity { user_id });
            }
            Ok::<_, AppError>((any_reached, events))
        })
        .await?;
    // Before the events, after which clients ask for it.
    if any_reached && let Err(error) = record_reached(db, clock, people).await {
        tracing::warn!(%error, "reached goals were not recorded");
    }
    hub.publish(events);
    Ok(())
}

/// Finds them again in the transaction that records them: a member may have left since, and a goal be gone.
async fn record_reached(db: &Database, clock: &Clock, people: Vec<UserId>) -> Result<(), AppError> {
    let now = clock.now();
    db.write(move |conn| {
        let reached = teams::reached_by_habits(conn, &people)?;
        teams::record_reached(conn, &reached, now)
    })
    .await
}
