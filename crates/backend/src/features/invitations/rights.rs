//! Who may invite to what.

use super::model::InvitationTarget;
use crate::db::DbConnection;
use crate::error::AppError;
use crate::features::teams;
use crate::identity::{Account, Role, administrators};

/// Checks that somebody may invite to this now: when an invitation is sent, and again when it is accepted.
///
/// # Errors
/// [`AppError::NotFound`] for a team of others, [`AppError::Forbidden`].
pub(super) fn check_right(
    conn: &mut DbConnection,
    target: InvitationTarget,
    inviter: &Account,
) -> Result<(), AppError> {
    if let InvitationTarget::Installation {} = target {
        let administrators = administrators::lock(conn)?;
        return require(administrators.contains(&inviter.id));
    }
    preview_right(conn, target, inviter)
}

/// The same as far as it can be said without locks, for what changes nothing.
pub(super) fn preview_right(
    conn: &mut DbConnection,
    target: InvitationTarget,
    inviter: &Account,
) -> Result<(), AppError> {
    match target {
        InvitationTarget::Friend {} => Ok(()),
        InvitationTarget::Team { team_id } => teams::check_may_invite(conn, team_id, inviter.id),
        InvitationTarget::Installation {} => require(inviter.role == Role::Admin),
    }
}

fn require(is_allowed: bool) -> Result<(), AppError> {
    is_allowed.then_some(()).ok_or(AppError::Forbidden)
}
