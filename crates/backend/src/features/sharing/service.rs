//! Changing what a user shows.

use super::store;
use crate::db::DbConnection;
use crate::domain::UserId;
use crate::error::AppError;
use crate::features::{friends, realtime, teams};
use crate::realtime::{Event, Events};
use crate::sharing::SharingSettings;

/// Sets what the user shows to others, who are told that it has changed.
pub(super) fn set(
    conn: &mut DbConnection,
    events: &mut Events,
    user: UserId,
    settings: SharingSettings,
) -> Result<(), AppError> {
    let before = realtime::viewers_of(conn, user)?;
    store::set(conn, user, settings)?;
    let after = realtime::viewers_of(conn, user)?;
    // For those who no longer see the user, the user is not online either.
    let gone = before.difference(&after).copied();
    let (user_id, online) = (user, false);
    events.push(gone, Event::PresenceChanged { user_id, online });
    friends::publish_relations(conn, events, user)?;
    teams::publish_sharing(conn, events, user)
}
