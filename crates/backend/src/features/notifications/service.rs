//! Lists of notifications, and preferences.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::dto::{
    NotificationKind, NotificationPreference, NotificationPreferences, Notifications,
    ReadNotifications, UnreadNotifications,
};
use super::store;
use crate::db::{DbConnection, PageSize};
use crate::domain::{NotificationId, UserId};
use crate::error::AppError;

/// Notifications of one list.
const LISTED: PageSize = PageSize(50);
/// Notifications that can be read at once.
const MAX_READ: usize = 500;

pub(super) fn list(
    conn: &mut DbConnection,
    user: UserId,
    before: Option<NotificationId>,
) -> Result<Notifications, AppError> {
    let mut notifications = store::list(conn, user, before, LISTED.limit())?;
    let more = LISTED.cut(&mut notifications);
    Ok(Notifications {
        notifications,
        more,
        unread: store::count_unread(conn, user)?,
    })
}

pub(super) fn mark_read(
    conn: &mut DbConnection,
    user: UserId,
    read: &ReadNotifications,
    now: DateTime<Utc>,
) -> Result<UnreadNotifications, AppError> {
    if read.ids.is_none() && read.through.is_none() {
        return Err(AppError::invalid(
            "/ids",
            "required",
            "or through is needed",
        ));
    }
    let ids = read.ids.as_deref().unwrap_or_default();
    if ids.len() > MAX_READ {
        let message = format!("must have at most {MAX_READ} items");
        return Err(AppError::invalid("/ids", "too_long", message));
    }
    store::mark_read(conn, user, ids, read.through, now)?;
    Ok(UnreadNotifications {
        unread: store::count_unread(conn, user)?,
    })
}

pub(super) fn preferences(
    conn: &mut DbConnection,
    user: UserId,
) -> Result<NotificationPreferences, AppError> {
    let chosen: HashMap<NotificationKind, bool> =
        store::preferences(conn, user)?.into_iter().collect();
    let preference = |kind| NotificationPreference {
        kind,
        enabled: chosen.get(&kind).copied().unwrap_or(true),
    };
    Ok(NotificationPreferences {
        preferences: NotificationKind::ALL.map(preference).to_vec(),
    })
}

pub(super) fn set_preferences(
    conn: &mut DbConnection,
    user: UserId,
    chosen: &NotificationPreferences,
) -> Result<NotificationPreferences, AppError> {
    let kinds = NotificationKind::ALL.len();
    if chosen.preferences.len() > kinds {
        let message = format!("must have at most {kinds} items");
        return Err(AppError::invalid("/preferences", "too_long", message));
    }
    // The last one of a kind counts; an upsert may not meet a row twice.
    let by_kind: HashMap<NotificationKind, bool> = chosen
        .preferences
        .iter()
        .map(|preference| (preference.kind, preference.enabled))
        .collect();
    store::set_preferences(conn, user, &by_kind)?;
    preferences(conn, user)
}
