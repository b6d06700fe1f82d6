//! A socket as the [`Hub`] knows it.

use tokio::sync::{mpsc, oneshot};

use super::{EventId, Hub, Live, Text};
use crate::domain::{SessionId, UserId, string_enum};

/// The session that a socket belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SocketSession {
    /// The user.
    pub user: UserId,
    /// The session.
    pub session: SessionId,
    /// The user's token version when the session's token was signed.
    pub token_version: i32,
}

string_enum! {
    /// Why a socket was closed.
    CloseReason {
        /// The client closed it, or the connection broke.
        Client = "client",
        /// The client has not answered for a minute.
        Silent = "silent",
        /// The session has ended.
        SignedOut = "signed_out",
        /// The service stops.
        Restart = "restart",
        /// The process has as many sockets as it can.
        Overloaded = "overloaded",
        /// The client does not read what it is sent.
        SlowReader = "slow_reader",
        /// The user has opened more sockets than are kept; this was the oldest.
        Replaced = "replaced",
        /// A message was too large.
        TooLarge = "too_large",
        /// The client sent messages, of which there are none, or too many pings.
        Policy = "policy",
        /// What the client sent is not the WebSocket protocol.
        Protocol = "protocol",
        /// A text was not UTF-8.
        NotUtf8 = "not_utf8",
    }
}

impl CloseReason {
    /// The code of the close frame (RFC 6455 §7.4, and the registry of WebSocket close codes).
    #[must_use]
    pub fn code(self) -> u16 {
        match self {
            Self::Client => 1000,
            Self::Protocol => 1002,
            Self::NotUtf8 => 1007,
            Self::Policy | Self::SlowReader | Self::Silent => 1008,
            Self::TooLarge => 1009,
            Self::Restart => 1012,
            Self::Overloaded => 1013,
            Self::SignedOut => 4401,
            Self::Replaced => 4409,
        }
    }
}

/// An open socket's end of the [`Hub`]. Dropping it removes the socket.
pub struct Connection {
    pub(super) hub: Hub,
    pub(super) user: UserId,
    pub(super) number: u64,
    /// Messages to send, in order.
    pub queue: mpsc::Receiver<Text>,
    /// Tells when and why to close.
    pub close: oneshot::Receiver<CloseReason>,
    /// The id of the last event when it connected.
    pub position: EventId,
    /// Whose events come.
    pub live: Live,
    /// The messages that came after the id that it resumes; `None` when they are not known any more.
    pub missed: Option<Vec<Text>>,
}

impl Connection {
    /// The id of the last event; all of them up to it are in the queue, or were.
    #[must_use]
    pub fn position(&self) -> EventId {
        self.hub.position()
    }

    /// Counts why it was closed.
    pub fn closed(&self, reason: CloseReason) {
        self.hub.count_closed(reason);
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.hub.disconnect(self.user, self.number);
    }
}
