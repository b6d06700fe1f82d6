//! [`notify`]: tells people of something, in the transaction that did it.

use chrono::{DateTime, Utc};

use super::dto::NotificationKind;
use super::store;
use crate::db::DbConnection;
use crate::domain::{HabitId, TeamId, UserId};
use crate::error::AppError;
use crate::realtime::{Event, Events};

/// A notification to send.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Notification<'a> {
    pub kind: NotificationKind,
    /// Who caused it. Readers whom the actor has blocked, or who block the actor, do not see it.
    pub actor: Option<UserId>,
    pub team: Option<TeamId>,
    pub habit: Option<HabitId>,
    pub number: Option<i32>,
    /// 1–500 characters.
    pub detail: Option<&'a str>,
}

impl Notification<'_> {
    /// A notification of this kind, with nothing else.
    pub(crate) fn of(kind: NotificationKind) -> Self {
        Self {
            kind,
            actor: None,
            team: None,
            habit: None,
            number: None,
            detail: None,
        }
    }
}

/// Notifies each of the recipients of everything whose kind the recipient wants.
///
/// # Errors
/// When the database fails.
pub(crate) fn notify(
    conn: &mut DbConnection,
    events: &mut Events,
    recipients: &[UserId],
    notifications: &[Notification<'_>],
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let each = recipients
        .iter()
        .flat_map(|recipient| notifications.iter().map(|one| (*recipient, *one)));
    notify_each(conn, events, &each.collect::<Vec<_>>(), now)
}

/// Notifies each recipient who wants this kind. It takes three statements however many there are.
///
/// # Errors
/// When the database fails.
pub(crate) fn notify_each(
    conn: &mut DbConnection,
    events: &mut Events,
    notifications: &[(UserId, Notification<'_>)],
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    if notifications.is_empty() {
        return Ok(());
    }
    let recipients: Vec<UserId> = notifications.iter().map(|(to, _)| *to).collect();
    let unwanted = store::unwanted(conn, &recipients)?;
    let mut wanted = notifications.to_vec();
    wanted.retain(|(recipient, one)| !unwanted.contains(&(*recipient, one.kind)));
    let inserted = store::insert(conn, &wanted, now)?;
    store::delete_oldest(conn, &recipients)?;
    for (recipient, notification_id) in inserted {
        events.push([recipient], Event::NotificationCreated { notification_id });
    }
    Ok(())
}

/// Takes back what a person caused, such as a request that is no more, in this team if it is of one.
///
/// # Errors
/// When the database fails.
pub(crate) fn retract(
    conn: &mut DbConnection,
    recipients: &[UserId],
    kind: NotificationKind,
    actor: UserId,
    team: Option<TeamId>,
) -> Result<(), AppError> {
    store::delete(conn, recipients, kind, actor, team)
}
