//! [`Quota`]: how often somebody may do something in a period. What was done is recorded by itself, so it counts
//! whatever becomes of it.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::dsl::exists;
use diesel::prelude::*;

use crate::db::{DbConnection, DbEnum, DbTimestamp, quota_uses};
use crate::domain::{QuotaObjectId, QuotaUseId, UserId, string_enum};
use crate::error::AppError;

/// How long uses are kept: the longest period.
const KEPT: TimeDelta = TimeDelta::days(1);

string_enum! {
    /// What is limited.
    QuotaKind {
        /// Invitations sent; the object is the invitation.
        Invitation = "invitation",
        /// Messages of support; the object is the friend.
        FriendMessage = "friend_message",
        /// Messages to a team; the object is the team.
        TeamMessage = "team_message",
        /// Warnings and mutes; the object is the member.
        Moderation = "moderation",
    }
}

/// So many in a sliding period of at most a day.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Quota {
    pub kind: QuotaKind,
    pub limit: i64,
    pub period: TimeDelta,
}

impl Quota {
    /// Fails if the user has done as many in the period that ends now, to the object or to all. One row of an index
    /// is read, however many there are.
    ///
    /// # Errors
    /// [`AppError::TooManyAttempts`] until the oldest of them leaves the period; those of the database.
    pub fn check(
        self,
        conn: &mut DbConnection,
        user: UserId,
        object: Option<QuotaObjectId>,
        now: DateTime<Utc>,
    ) -> Result<(), AppError> {
        let mut uses = quota_uses::table
            .filter(quota_uses::user_id.eq(user))
            .filter(quota_uses::kind.eq(DbEnum(self.kind)))
            .filter(quota_uses::at.gt(DbTimestamp::from(now - self.period)))
            .order(quota_uses::at.desc())
            .offset(self.limit - 1)
            .select(quota_uses::at)
            .into_boxed();
        if let Some(object) = object {
            uses = uses.filter(quota_uses::object_id.eq(object));
        }
        let oldest: Option<DbTimestamp> = uses.first(conn).optional()?;
        oldest.map_or(Ok(()), |oldest| {
            Err(AppError::too_early(
                DateTime::from(oldest) + self.period,
                now,
            ))
        })
    }

    /// Whether the user has done it to the object in the period that ends now.
    ///
    /// # Errors
    /// When the database fails.
    pub fn is_used(
        self,
        conn: &mut DbConnection,
        user: UserId,
        object: QuotaObjectId,
        now: DateTime<Utc>,
    ) -> Result<bool, AppError> {
        let uses = quota_uses::table
            .filter(quota_uses::user_id.eq(user))
            .filter(quota_uses::kind.eq(DbEnum(self.kind)))
            .filter(quota_uses::at.gt(DbTimestamp::from(now - self.period)))
            .filter(quota_uses::object_id.eq(object));
        Ok(diesel::select(exists(uses)).get_result(conn)?)
    }

    /// Records that the user does it to an object, in the transaction that does.
    ///
    /// # Errors
    /// When the database fails.
    pub fn record(
        self,
        conn: &mut DbConnection,
        user: UserId,
        object: QuotaObjectId,
        now: DateTime<Utc>,
    ) -> Result<(), AppError> {
        diesel::insert_into(quota_uses::table)
            .values((
                quota_uses::id.eq(QuotaUseId::new()),
                quota_uses::user_id.eq(user),
                quota_uses::kind.eq(DbEnum(self.kind)),
                quota_uses::object_id.eq(object),
                quota_uses::at.eq(DbTimestamp::from(now)),
                quota_uses::expires_at.eq(DbTimestamp::from(now + KEPT)),
            ))
            .execute(conn)?;
        Ok(())
    }
}
