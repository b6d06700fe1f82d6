//! [`Events`]: what a transaction will publish.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Event;
use crate::domain::UserId;

/// The events of one transaction, in order.
#[derive(Debug, Default)]
pub struct Events {
    pub(super) events: Vec<(Vec<UserId>, Event)>,
    pub(super) sessions_ended: Vec<UserId>,
    pub(super) recorded: Vec<UserId>,
}

/// What one process tells the others.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Notice {
    /// An event, for these people.
    Event {
        to: Vec<UserId>,
        at: DateTime<Utc>,
        event: Event,
    },
    /// Sessions of these people have ended.
    SessionsEnded(Vec<UserId>),
    /// Some events have not reached everybody.
    Resync,
}

impl Events {
    /// Adds an event for these people. Whoever may not know of it must not be among them.
    pub fn push(&mut self, recipients: impl IntoIterator<Item = UserId>, event: Event) {
        let recipients: Vec<UserId> = recipients.into_iter().collect();
        if !recipients.is_empty() {
            self.events.push((recipients, event));
        }
    }

    /// Sessions of a user have ended: the user's sockets are checked at once.
    pub fn sessions_ended(&mut self, user: UserId) {
        self.sessions_ended.push(user);
    }

    /// A user has recorded something, or earlier days have another KPI. Who else is told is looked up in the
    /// background.
    pub fn recorded(&mut self, user: UserId) {
        self.recorded.push(user);
    }
}
