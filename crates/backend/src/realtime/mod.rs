//! Events that reach people's open WebSockets.
//!
//! A transaction that changes something puts events into its [`Events`], each with its recipients, who were
//! decided in that transaction. They are published once it is committed, never before, and never if it is
//! rolled back. Data is small: ids and dates, and figures for oneself alone. Whoever is told reads the rest by
//! the ordinary requests, which decide what they may see.
//!
//! The [`Hub`] of each process passes events to the sockets of this process, and keeps the latest for those
//! who come back. With Redis the [`Bus`] carries them between processes; without it, and while it is away, a
//! process serves its own sockets alone, and says so.

mod bus;
mod connection;
mod event;
mod events;
mod history;
mod hub;
mod presence;

pub use bus::Bus;
pub use connection::{CloseReason, Connection, SocketSession};
pub use event::{Event, EventEnvelope, EventId, Live, ServerMessage};
pub use events::Events;
pub use hub::{HEARTBEAT_SECONDS, Hub, HubQueues, Text, hello, to_text};
pub use presence::Presence;
