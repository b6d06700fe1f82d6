//! Typed ids: a separate type for each entity, so that they cannot be mixed up.

use crate::db::define_id;

define_id! {
    /// A user.
    UserId
}

impl From<UserId> for uuid::Uuid {
    fn from(id: UserId) -> Self {
        id.0
    }
}

impl From<uuid::Uuid> for UserId {
    fn from(id: uuid::Uuid) -> Self {
        Self(id)
    }
}

define_id! {
    /// A personal access token.
    AccessTokenId
}
define_id! {
    /// A session: the `jti` of its token.
    SessionId
}
define_id! {
    /// A habit.
    HabitId
}
define_id! {
    /// A task.
    TaskId
}
define_id! {
    /// A mail in the outbox.
    MailId
}
define_id! {
    /// A message between friends.
    MessageId
}
define_id! {
    /// An invitation.
    InvitationId
}
define_id! {
    /// An entry of the audit log.
    AuditEntryId
}
define_id! {
    /// What an entry of the audit log is about: an account or an invitation.
    AuditSubjectId
}

impl From<UserId> for AuditSubjectId {
    fn from(UserId(id): UserId) -> Self {
        Self(id)
    }
}

impl From<InvitationId> for AuditSubjectId {
    fn from(InvitationId(id): InvitationId) -> Self {
        Self(id)
    }
}

define_id! {
    /// A team.
    TeamId
}
define_id! {
    /// A goal of a team.
    TeamGoalId
}
define_id! {
    /// An entry of a team's activity.
    TeamActivityId
}
define_id! {
    /// An entry of a team's moderation log.
    ModerationEntryId
}
define_id! {
    /// The revision of a user's days and habits; each write sets a new one. It is a UUID and not a
    /// counter, because a counter would repeat its values after a backup is restored.
    Revision
}
define_id! {
    /// A focus session.
    FocusSessionId
}
define_id! {
    /// A notification.
    NotificationId
}

define_id! {
    /// A recorded use of a quota.
    QuotaUseId
}
define_id! {
    /// What a use of a quota was about: an invitation, a person or a team.
    QuotaObjectId
}

impl From<InvitationId> for QuotaObjectId {
    fn from(InvitationId(id): InvitationId) -> Self {
        Self(id)
    }
}

impl From<UserId> for QuotaObjectId {
    fn from(UserId(id): UserId) -> Self {
        Self(id)
    }
}

impl From<TeamId> for QuotaObjectId {
    fn from(TeamId(id): TeamId) -> Self {
        Self(id)
    }
}
