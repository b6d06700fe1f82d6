//! WebSockets: tickets that open them, the sockets themselves, and who is online.
//!
//! A client asks for a ticket as for anything else, and opens the WebSocket with it: browsers send no
//! `Authorization` with a handshake, and a session token must not stand in an address. `docs/architecture.md`
//! describes the protocol.

mod activity_worker;
mod dto;
mod presence_worker;
mod receive_limit;
pub(crate) mod routes;
mod service;
mod session_worker;
mod socket;
mod store;
mod viewers;

pub(crate) use activity_worker::activity_worker;
pub(crate) use presence_worker::presence_worker;
pub use routes::configure;
pub(crate) use session_worker::session_worker;
pub(crate) use viewers::viewers_of;
