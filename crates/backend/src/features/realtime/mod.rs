//! WebSockets: tickets that open them, the sockets themselves, and who is online.
//!
//! A client asks for a ticket as for anything else, and opens the WebSocket with it: browsers send no
//! `Authorization` with a handshake, and a session token must not stand in an address. `docs/architecture.md`
//! describes the protocol.

mod activity;
mod dto;
mod presence;
mod receive_limit;
pub(crate) mod routes;
mod service;
mod sessions;
mod socket;
mod store;
mod viewers;

pub(crate) use activity::activity_worker;
pub(crate) use presence::presence_worker;
pub use routes::configure;
pub(crate) use sessions::session_worker;
pub(crate) use viewers::viewers_of;
