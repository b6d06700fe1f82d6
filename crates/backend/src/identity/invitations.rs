//! What friends and teams need of invitations: what somebody is invited to, and canceling those by which somebody
//! could come back. The rest is the feature of that name, which depends on friends and teams.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use crate::db::{DbConnection, DbEnum, DbTimestamp, invitations, users};
use crate::domain::{TeamId, UserId, string_enum};
use crate::error::AppError;

string_enum! {
    /// What somebody is invited to.
    InvitationKind {
        /// To be friends.
        Friend = "friend",
        /// To a team, as a member.
        Team = "team",
        /// To this installation.
        Installation = "installation",
    }
}

/// Whether an invitation was neither accepted nor canceled. It may have expired.
#[diesel::dsl::auto_type]
pub(crate) fn is_open() -> _ {
    invitations::accepted_at
        .is_null()
        .and(invitations::canceled_at.is_null())
}

#[diesel::dsl::auto_type(no_type_alias)]
fn open_for(invited: UserId) -> _ {
    let address = users::table.find(invited).select(users::email);
    invitations::table
        .filter(invitations::email.eq_any(address))
        .filter(is_open())
}

/// Cancels the open invitations by which somebody could become a friend of `inviter` again.
pub(crate) fn cancel_to_friend(
    conn: &mut DbConnection,
    inviter: UserId,
    invited: UserId,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let open = open_for(invited)
        .filter(invitations::inviter_id.eq(inviter))
        .filter(invitations::kind.eq(DbEnum(InvitationKind::Friend)));
    diesel::update(open)
        .set(invitations::canceled_at.eq(DbTimestamp::from(now)))
        .execute(conn)?;
    Ok(())
}

/// Cancels the open invitations by which somebody could join the team again.
pub(crate) fn cancel_to_team(
    conn: &mut DbConnection,
    team: TeamId,
    invited: UserId,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    diesel::update(open_for(invited).filter(invitations::team_id.eq(team)))
        .set(invitations::canceled_at.eq(DbTimestamp::from(now)))
        .execute(conn)?;
    Ok(())
}
