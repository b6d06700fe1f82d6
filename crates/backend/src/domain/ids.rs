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
    /// An entry of the audit log.
    AuditEntryId
}
define_id! {
    /// The revision of a user's days and habits; each write sets a new one. It is a UUID and not a
    /// counter, because a counter would repeat its values after a backup is restored.
    Revision
}
