//! [`EventHistory`]: the latest events, for clients that come back.

use std::collections::VecDeque;

use chrono::{DateTime, TimeDelta, Utc};

use super::{EventId, Text};
use crate::domain::UserId;

/// For how long, and at most how many, messages are in the history.
const RETENTION: TimeDelta = TimeDelta::minutes(5);
const MAX_LENGTH: usize = 20_000;
/// A client that has missed more asks for everything instead.
const MAX_MISSED: usize = 500;

/// The latest messages of this process, in the order of their ids.
#[derive(Default)]
pub(super) struct EventHistory {
    position: EventId,
    messages: VecDeque<SentMessage>,
}

/// A message that was sent, and to whom; `None` for everybody.
struct SentMessage {
    id: EventId,
    at: DateTime<Utc>,
    to: Option<Vec<UserId>>,
    message: Text,
}

impl EventHistory {
    /// An empty history. No client resumes after an event of a process before this one, whose events are not known
    /// here.
    pub fn starting_at(now: DateTime<Utc>) -> Self {
        Self {
            position: EventId::default().next(now),
            messages: VecDeque::new(),
        }
    }

    /// The id of the last event.
    pub fn position(&self) -> EventId {
        self.position
    }

    /// Adds a message.
    pub fn push(
        &mut self,
        now: DateTime<Utc>,
        id: EventId,
        at: DateTime<Utc>,
        to: Option<Vec<UserId>>,
        message: Text,
    ) {
        self.position = id;
        self.messages.push_back(SentMessage {
            id,
            at,
            to,
            message,
        });
        self.drop_old(now);
    }

    fn drop_old(&mut self, now: DateTime<Utc>) {
        while self
            .messages
            .front()
            .is_some_and(|first| self.messages.len() > MAX_LENGTH || first.at + RETENTION < now)
        {
            self.messages.pop_front();
        }
    }

    /// The messages to a user after the event `last`; `None` when it is not known.
    pub fn missed(&mut self, now: DateTime<Utc>, user: UserId, last: EventId) -> Option<Vec<Text>> {
        self.drop_old(now);
        let after = if last == self.position {
            self.messages.len()
        } else {
            self.messages.iter().rposition(|sent| sent.id == last)? + 1
        };
        let missed: Vec<Text> = self
            .messages
            .range(after..)
            .filter(|sent| sent.to.as_ref().is_none_or(|to| to.contains(&user)))
            .map(|sent| sent.message.clone())
            .collect();
        (missed.len() <= MAX_MISSED).then_some(missed)
    }
}
