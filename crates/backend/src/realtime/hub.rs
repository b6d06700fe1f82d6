//! [`Hub`]: the sockets of this process.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytestring::ByteString;
use serde::Serialize;
use tokio::sync::{mpsc, oneshot, watch};

use super::events::Notice;
use super::history::EventHistory;
use super::{
    CloseReason, Connection, EventEnvelope, EventId, Events, Live, ServerMessage, SocketSession,
};
use crate::domain::{Clock, UserId};

/// Sockets of one user; one more closes the oldest.
const MAX_SOCKETS_PER_USER: usize = 10;
/// Sockets of a process.
const MAX_SOCKETS: usize = 20_000;
/// Messages that wait until a client reads; with more, it does not read.
const QUEUE: usize = 64;
/// How often a client hears from the server.
pub const HEARTBEAT_SECONDS: u64 = 20;

/// The sockets of this process; cheap to clone.
#[derive(Clone)]
pub struct Hub(Arc<Inner>);

struct Inner {
    state: Mutex<State>,
    live: watch::Sender<Live>,
    clock: Clock,
    /// Notices for the other processes; `None` without Redis.
    bus: Option<mpsc::Sender<Notice>>,
    /// Users whose sessions have ended.
    sessions_ended: mpsc::UnboundedSender<UserId>,
    /// Users who have recorded something.
    recorded: mpsc::UnboundedSender<UserId>,
    /// Users whose first socket was opened, or whose last one was closed.
    presence: mpsc::UnboundedSender<UserId>,
    published: AtomicU64,
    closed: [AtomicU64; CloseReason::ALL.len()],
}

#[derive(Default)]
struct State {
    sockets: HashMap<UserId, Vec<Socket>>,
    open: usize,
    next_number: u64,
    history: EventHistory,
    /// Whether the service stops.
    is_closed: bool,
}

struct Socket {
    number: u64,
    session: SocketSession,
    queue: mpsc::Sender<Text>,
    close: oneshot::Sender<CloseReason>,
}

/// What the background tasks of a process receive from its [`Hub`].
pub struct HubQueues {
    /// Users whose sessions have ended.
    pub sessions_ended: mpsc::UnboundedReceiver<UserId>,
    /// Users who have recorded something.
    pub recorded: mpsc::UnboundedReceiver<UserId>,
    /// Users whose first socket was opened, or whose last one was closed.
    pub presence: mpsc::UnboundedReceiver<UserId>,
}

impl Hub {
    /// A hub without sockets. With a bus it is not live for all until the bus says so.
    #[must_use]
    pub(super) fn new(clock: Clock, bus: Option<mpsc::Sender<Notice>>) -> (Self, HubQueues) {
        let (sessions_ended, ended) = mpsc::unbounded_channel();
        let (recorded, active) = mpsc::unbounded_channel();
        let (presence, changed) = mpsc::unbounded_channel();
        let state = State {
            history: EventHistory::starting_at(clock.now()),
            ..State::default()
        };
        let hub = Self(Arc::new(Inner {
            state: Mutex::new(state),
            live: watch::Sender::new(Live::Instance),
            clock,
            bus,
            sessions_ended,
            recorded,
            presence,
            published: AtomicU64::new(0),
            closed: Default::default(),
        }));
        let queues = HubQueues {
            sessions_ended: ended,
            recorded: active,
            presence: changed,
        };
        (hub, queues)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Publishes the events of a transaction, which is committed.
    pub fn publish(&self, events: Events) {
        let at = self.0.clock.now();
        for user in events.recorded {
            // Nobody receives it while the service stops.
            let _ = self.0.recorded.send(user);
        }
        let notices = events
            .events
            .into_iter()
            .map(|(to, event)| Notice::Event { to, at, event });
        let ended = (!events.sessions_ended.is_empty())
            .then_some(Notice::SessionsEnded(events.sessions_ended));
        for notice in notices.chain(ended) {
            self.0.published.fetch_add(1, Ordering::Relaxed);
            match &self.0.bus {
                // A full queue means that Redis does not keep up.
                Some(bus) => {
                    if let Err(error) = bus.try_send(notice) {
                        self.deliver_here(error.into_inner());
                    }
                }
                None => self.deliver_here(notice),
            }
        }
    }

    /// Passes a notice to the sockets of this process alone.
    pub(super) fn deliver_here(&self, notice: Notice) {
        let mut state = self.state();
        let id = state.history.position().next(self.0.clock.now());
        self.deliver(&mut state, id, notice);
    }

    /// Passes on a notice of the bus, which numbers them.
    pub(super) fn deliver_from_bus(&self, id: EventId, notice: Notice) {
        self.deliver(&mut self.state(), id, notice);
    }

    fn deliver(&self, state: &mut State, id: EventId, notice: Notice) {
        let now = self.0.clock.now();
        match notice {
            Notice::Event { to, at, event } => {
                let message = to_text(&EventEnvelope { id, at, event });
                for user in &to {
                    self.send(state, *user, &message);
                }
                state.history.push(now, id, at, Some(to), message);
            }
            Notice::Resync => {
                let message = to_text(&ServerMessage::Resync);
                self.send_to_all(state, &message);
                state.history.push(now, id, now, None, message);
            }
            Notice::SessionsEnded(users) => {
                for user in users {
                    let _ = self.0.sessions_ended.send(user);
                }
            }
        }
    }

    /// Queues a message to the sockets of a user. Those whose queue is full are closed.
    fn send(&self, state: &mut State, user: UserId, message: &Text) {
        let Some(sockets) = state.sockets.get_mut(&user) else {
            return;
        };
        let slow = sockets.extract_if(.., |socket| socket.queue.try_send(message.clone()).is_err());
        let closed = slow
            .map(|socket| socket.close(CloseReason::SlowReader))
            .count();
        if sockets.is_empty() {
            state.sockets.remove(&user);
        }
        state.open -= closed;
    }

    fn send_to_all(&self, state: &mut State, message: &Text) {
        let users: Vec<UserId> = state.sockets.keys().copied().collect();
        for user in users {
            self.send(state, user, message);
        }
    }

    /// Whose events reach the sockets of this process.
    #[must_use]
    pub fn live(&self) -> Live {
        *self.0.live.borrow()
    }

    /// Sets whose events reach the sockets, and tells them.
    pub(super) fn set_live(&self, live: Live) {
        let mut state = self.state();
        if self.0.live.send_replace(live) != live {
            let message = to_text(&hello(state.history.position(), live));
            self.send_to_all(&mut state, &message);
        }
    }

    /// Events may have passed by this process.
    pub(super) fn resync(&self) {
        self.deliver_here(Notice::Resync);
    }

    /// The id of the last event.
    #[must_use]
    pub fn position(&self) -> EventId {
        self.state().history.position()
    }

    /// Adds a socket, which resumes after the event `last`.
    ///
    /// # Errors
    /// Why it is not accepted, which is counted.
    pub fn connect(
        &self,
        session: SocketSession,
        last: Option<EventId>,
    ) -> Result<Connection, CloseReason> {
        let now = self.0.clock.now();
        let mut state = self.state();
        let refused = if state.is_closed {
            Some(CloseReason::Restart)
        } else {
            (state.open >= MAX_SOCKETS).then_some(CloseReason::Overloaded)
        };
        if let Some(reason) = refused {
            self.count_closed(reason);
            return Err(reason);
        }
        let missed = last.and_then(|last| state.history.missed(now, session.user, last));
        let (to_queue, queue) = mpsc::channel(QUEUE);
        let (to_close, close) = oneshot::channel();
        state.next_number += 1;
        let number = state.next_number;
        let sockets = state.sockets.entry(session.user).or_default();
        if sockets.is_empty() {
            let _ = self.0.presence.send(session.user);
        }
        let oldest = (sockets.len() >= MAX_SOCKETS_PER_USER).then(|| sockets.remove(0));
        sockets.push(Socket {
            number,
            session,
            queue: to_queue,
            close: to_close,
        });
        match oldest {
            Some(oldest) => oldest.close(CloseReason::Replaced),
            None => state.open += 1,
        }
        Ok(Connection {
            hub: self.clone(),
            user: session.user,
            number,
            queue,
            close,
            position: state.history.position(),
            live: self.live(),
            missed,
        })
    }

    pub(super) fn disconnect(&self, user: UserId, number: u64) {
        let mut state = self.state();
        state.close(user, |socket| socket.number == number, None);
        if !state.sockets.contains_key(&user) {
            let _ = self.0.presence.send(user);
        }
    }

    /// Whether the user has a socket in this process.
    #[must_use]
    pub fn has_socket(&self, user: UserId) -> bool {
        self.state().sockets.contains_key(&user)
    }

    /// The sessions of all sockets, or of those of some users.
    #[must_use]
    pub fn sessions(&self, of: Option<&[UserId]>) -> Vec<SocketSession> {
        let state = self.state();
        let sockets: Vec<&Vec<Socket>> = match of {
            Some(users) => users
                .iter()
                .filter_map(|user| state.sockets.get(user))
                .collect(),
            None => state.sockets.values().collect(),
        };
        sockets
            .into_iter()
            .flatten()
            .map(|socket| socket.session)
            .collect()
    }

    /// Closes the sockets of sessions that have ended.
    pub fn close_sessions(&self, ended: &[SocketSession]) {
        let mut state = self.state();
        for session in ended {
            let is_of_session = |socket: &Socket| socket.session == *session;
            state.close(session.user, is_of_session, Some(CloseReason::SignedOut));
        }
    }

    /// Closes all sockets, and accepts no more: the service stops.
    pub fn close_all(&self) {
        let mut state = self.state();
        state.is_closed = true;
        let sockets = std::mem::take(&mut state.sockets);
        state.open = 0;
        drop(state);
        for socket in sockets.into_values().flatten() {
            socket.close(CloseReason::Restart);
        }
    }

    /// The number of open sockets.
    #[must_use]
    pub fn open_sockets(&self) -> usize {
        self.state().open
    }

    /// The number of events that this process has published.
    #[must_use]
    pub fn published(&self) -> u64 {
        self.0.published.load(Ordering::Relaxed)
    }

    /// The number of sockets that were closed, by reason.
    pub fn closed(&self) -> impl Iterator<Item = (CloseReason, u64)> {
        let counts = self
            .0
            .closed
            .iter()
            .map(|count| count.load(Ordering::Relaxed));
        CloseReason::ALL.into_iter().zip(counts)
    }

    pub(super) fn count_closed(&self, reason: CloseReason) {
        self.0.closed[reason as usize].fetch_add(1, Ordering::Relaxed);
    }
}

impl State {
    /// Removes the sockets of a user that fit, and closes them for a reason, if there is one.
    fn close(&mut self, user: UserId, fits: impl Fn(&Socket) -> bool, reason: Option<CloseReason>) {
        let Some(sockets) = self.sockets.get_mut(&user) else {
            return;
        };
        let removed: Vec<Socket> = sockets.extract_if(.., |socket| fits(socket)).collect();
        if sockets.is_empty() {
            self.sockets.remove(&user);
        }
        self.open -= removed.len();
        if let Some(reason) = reason {
            removed.into_iter().for_each(|socket| socket.close(reason));
        }
    }
}

impl Socket {
    fn close(self, reason: CloseReason) {
        // The socket may be closed already.
        let _ = self.close.send(reason);
    }
}

/// The message that tells a client how it is connected.
#[must_use]
pub fn hello(id: EventId, live: Live) -> ServerMessage {
    ServerMessage::Hello {
        id,
        heartbeat_seconds: HEARTBEAT_SECONDS,
        live,
    }
}

/// A message as it is sent: a pointer, since each socket's queue is allocated with room for 32 of them.
pub type Text = Arc<ByteString>;

/// The JSON of a message.
#[must_use]
pub fn to_text(message: &impl Serialize) -> Text {
    // Messages have no maps with other keys than texts, which is all that could fail.
    Arc::new(serde_json::to_string(message).unwrap_or_default().into())
}
