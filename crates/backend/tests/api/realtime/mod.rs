//! `/api/realtime`: tickets and WebSockets, on real sockets.

mod events;
mod instances;
mod limits;
mod presence;
mod resume;
mod rights;
mod teams;
mod tickets;
