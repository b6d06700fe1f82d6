//! Who may invite to what.

use super::model::InvitationTarget;
use crate::db::DbConnection;
use crate::error::AppError;
use crate::features::teams;
use crate::identity::{Account, Role, administrators};

/// Whether somebody may invite to this now: checked when an invitation is sent, and again when it is accepted.
pub(super) fn check_right(
    conn: &mut DbConnection,
    target: InvitationTarget,
    inviter: &Account,
) -> Result<(), AppError> {
    match target {
        InvitationTarget::Friend {} => Ok(()),
        InvitationTarget::Team { team_id } => teams::check_may_invite(conn, team_id, inviter.id),
        InvitationTarget::Installation {} => {
            if administrators::lock(conn)?.contains(&inviter.id) {
                Ok(())
            } else {
                Err(AppError::Forbidden)
            }
        }
    }
}

/// The same, as far as it can be said without locks.
pub(super) fn has_right(
    conn: &mut DbConnection,
    target: InvitationTarget,
    inviter: &Account,
) -> Result<bool, AppError> {
    match target {
        InvitationTarget::Friend {} => Ok(true),
        InvitationTarget::Installation {} => Ok(inviter.role == Role::Admin),
        InvitationTarget::Team { team_id } => {
            match teams::check_may_invite(conn, team_id, inviter.id) {
                Ok(()) => Ok(true),
                Err(AppError::NotFound | AppError::Forbidden) => Ok(false),
                Err(error) => Err(error),
            }
        }
    }
}
