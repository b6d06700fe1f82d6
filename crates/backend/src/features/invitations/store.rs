//! Queries of invitations.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::model::{InvitationKind, InvitationTarget, LIFETIME, Times};
use crate::db::{DbConnection, DbEnum, DbTimestamp, invitations, teams, users};
use crate::domain::{InvitationId, TeamId, UserId};
use crate::error::AppError;
use crate::identity::invitations::is_open;

/// An invitation with its inviter.
#[derive(Debug, Queryable)]
pub(super) struct InvitationRow {
    pub id: InvitationId,
    kind: DbEnum<InvitationKind>,
    team_id: Option<TeamId>,
    pub email: String,
    mail_digest: Option<String>,
    pub created_at: DbTimestamp,
    expires_at: DbTimestamp,
    accepted_at: Option<DbTimestamp>,
    canceled_at: Option<DbTimestamp>,
    pub inviter_id: UserId,
    pub inviter: String,
    inviter_disabled_at: Option<DbTimestamp>,
    /// The name of the team.
    pub team: Option<String>,
}

impl InvitationRow {
    pub fn target(&self) -> Result<InvitationTarget, AppError> {
        match (self.kind.0, self.team_id) {
            (InvitationKind::Friend, _) => Ok(InvitationTarget::Friend {}),
            (InvitationKind::Team, Some(team_id)) => Ok(InvitationTarget::Team { team_id }),
            (InvitationKind::Installation, _) => Ok(InvitationTarget::Installation {}),
            (InvitationKind::Team, None) => {
                let message = format!("invitation {} to no team", self.id);
                Err(AppError::Inconsistent(message))
            }
        }
    }

    pub fn times(&self) -> Times {
        Times {
            expires_at: self.expires_at.into(),
            accepted_at: self.accepted_at.map(Into::into),
            canceled_at: self.canceled_at.map(Into::into),
        }
    }

    /// Whether it is found by the token of its mail, not by that of the link to copy.
    pub fn is_mailed(&self, digest: &str) -> bool {
        self.mail_digest.as_deref() == Some(digest)
    }

    pub fn is_inviter_disabled(&self) -> bool {
        self.inviter_disabled_at.is_some()
    }
}

#[diesel::dsl::auto_type(no_type_alias)]
fn with_inviter() -> _ {
    invitations::table
        .inner_join(users::table.on(users::id.eq(invitations::inviter_id)))
        .left_join(teams::table.on(teams::id.nullable().eq(invitations::team_id)))
        .select((
            invitations::id,
            invitations::kind,
            invitations::team_id,
            invitations::email,
            invitations::mail_digest,
            invitations::created_at,
            invitations::expires_at,
            invitations::accepted_at,
            invitations::canceled_at,
            users::id,
            users::name,
            users::disabled_at,
            teams::name.nullable(),
        ))
}

pub(super) fn find(conn: &mut DbConnection, id: InvitationId) -> Result<InvitationRow, AppError> {
    Ok(with_inviter().filter(invitations::id.eq(id)).first(conn)?)
}

/// The invitation with a token of this digest.
pub(super) fn find_by_token(
    conn: &mut DbConnection,
    digest: &str,
) -> Result<InvitationRow, AppError> {
    let has_token = invitations::link_digest
        .eq(digest)
        .or(invitations::mail_digest.eq(digest).assume_not_null());
    Ok(with_inviter().filter(has_token).first(conn)?)
}

/// Which invitations a list has.
pub(super) enum Listed {
    /// All of a kind.
    Of(InvitationKind),
    /// All to a team.
    ToTeam(TeamId),
    /// Those of a kind that somebody has sent.
    SentBy(InvitationKind, UserId),
}

/// The latest invitations first.
pub(super) fn list(
    conn: &mut DbConnection,
    listed: Listed,
    before: Option<InvitationId>,
    limit: i64,
) -> Result<Vec<InvitationRow>, AppError> {
    let mut query = with_inviter()
        .order(invitations::id.desc())
        .limit(limit)
        .into_boxed();
    query = match listed {
        Listed::Of(kind) => query.filter(invitations::kind.eq(DbEnum(kind))),
        Listed::ToTeam(team) => query.filter(invitations::team_id.eq(team)),
        Listed::SentBy(kind, inviter) => query
            .filter(invitations::kind.eq(DbEnum(kind)))
            .filter(invitations::inviter_id.eq(inviter)),
    };
    if let Some(before) = before {
        query = query.filter(invitations::id.lt(before));
    }
    Ok(query.load(conn)?)
}

/// The open invitation of this inviter for the address, whether it has expired or not.
pub(super) fn open_one(
    conn: &mut DbConnection,
    inviter: UserId,
    target: InvitationTarget,
    email: &str,
) -> Result<Option<InvitationRow>, AppError> {
    let mut query = with_inviter()
        .filter(invitations::inviter_id.eq(inviter))
        .filter(invitations::kind.eq(DbEnum(target.kind())))
        .filter(invitations::email.eq(email))
        .filter(is_open())
        .into_boxed();
    if let Some(team) = target.team() {
        query = query.filter(invitations::team_id.eq(team));
    }
    Ok(query.first(conn).optional()?)
}

/// The digests of an invitation's tokens.
pub(super) struct Digests {
    pub link: String,
    pub mail: Option<String>,
}

pub(super) fn insert(
    conn: &mut DbConnection,
    id: InvitationId,
    inviter: UserId,
    target: InvitationTarget,
    email: &str,
    digests: &Digests,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    diesel::insert_into(invitations::table)
        .values((
            invitations::id.eq(id),
            invitations::kind.eq(DbEnum(target.kind())),
            invitations::inviter_id.eq(inviter),
            invitations::team_id.eq(target.team()),
            invitations::email.eq(email),
            invitations::link_digest.eq(&digests.link),
            invitations::mail_digest.eq(&digests.mail),
            invitations::created_at.eq(DbTimestamp::from(now)),
            invitations::expires_at.eq(DbTimestamp::from(now + LIFETIME)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Gives an open or expired invitation new tokens, a new lifetime and this inviter; the old tokens are unknown
/// after it.
///
/// # Errors
/// [`AppError::InvitationUsed`], [`AppError::InvitationCanceled`].
pub(super) fn renew(
    conn: &mut DbConnection,
    id: InvitationId,
    inviter: UserId,
    digests: &Digests,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let renewed = diesel::update(invitations::table.find(id))
        .filter(is_open())
        .set((
            invitations::inviter_id.eq(inviter),
            invitations::link_digest.eq(&digests.link),
            invitations::mail_digest.eq(&digests.mail),
            invitations::expires_at.eq(DbTimestamp::from(now + LIFETIME)),
        ))
        .execute(conn)?;
    require_changed(conn, id, renewed, now)
}

/// Marks an invitation as accepted. Of concurrent requests one succeeds.
///
/// # Errors
/// [`AppError::InvitationUsed`], [`AppError::InvitationCanceled`].
pub(super) fn accept(
    conn: &mut DbConnection,
    id: InvitationId,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let accepted = diesel::update(invitations::table.find(id))
        .filter(is_open())
        .set(invitations::accepted_at.eq(DbTimestamp::from(now)))
        .execute(conn)?;
    require_changed(conn, id, accepted, now)
}

/// Fails with what became of an invitation that was not changed.
fn require_changed(
    conn: &mut DbConnection,
    id: InvitationId,
    changed: usize,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    if changed == 1 {
        return Ok(());
    }
    find(conn, id)?.times().status(now).require_open()?;
    Err(AppError::InvitationUsed)
}

/// Marks an invitation as canceled; false if it was accepted or canceled meanwhile.
pub(super) fn cancel(
    conn: &mut DbConnection,
    id: InvitationId,
    now: DateTime<Utc>,
) -> Result<bool, AppError> {
    let canceled = diesel::update(invitations::table.find(id))
        .filter(is_open())
        .set(invitations::canceled_at.eq(DbTimestamp::from(now)))
        .execute(conn)?;
    Ok(canceled == 1)
}
