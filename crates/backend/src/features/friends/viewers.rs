//! Which friends see at least the KPI of each other.

use super::store;
use crate::db::DbConnection;
use crate::domain::UserId;
use crate::error::AppError;
use crate::sharing::{Relation, Visibility};

/// The friends of these people who see their KPI: the person, and the friend.
///
/// # Errors
/// When the database fails.
pub(crate) fn viewers_of(
    conn: &mut DbConnection,
    people: &[UserId],
) -> Result<Vec<(UserId, UserId)>, AppError> {
    let friends = store::friends_of(conn, people)?;
    let viewers = friends
        .into_iter()
        .filter(|(_, _, shown)| shown.visible_to(Relation::Friend) >= Visibility::Kpi)
        .map(|(person, friend, _)| (person, friend));
    Ok(viewers.collect())
}

/// The friends of a user whose KPI the user sees.
///
/// # Errors
/// When the database fails.
pub(crate) fn visible_to(conn: &mut DbConnection, user: UserId) -> Result<Vec<UserId>, AppError> {
    let friends = store::friends(conn, user)?;
    let visible = friends
        .iter()
        .filter(|friend| friend.visibility() >= Visibility::Kpi)
        .map(|friend| friend.account.id);
    Ok(visible.collect())
}
