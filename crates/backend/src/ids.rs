//! The ids, each a type of its own, so that one can't be passed for another.

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
    /// Which state a user's days and habits are in: each write makes a new one. Not a number that
    /// counts: after a restored backup it would count to the same numbers again.
    Revision
}
