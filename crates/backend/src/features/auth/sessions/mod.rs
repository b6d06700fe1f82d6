//! Sessions: sign-in, sign-out, and the list of active sessions.
//!
//! A session is a row; its id is in the token. A token is valid while the row exists and the token has
//! the user's current `token_version`. Ending one session deletes its row. Ending all deletes them and
//! the access tokens, and increments the version, so that older tokens stay invalid even if rows come back from a backup.

mod dto;
pub(crate) mod routes;
mod service;
mod store;
mod transport;

pub(crate) use dto::Session;
pub(super) use routes::configure;
pub(super) use service::{NewSession, end};
pub(crate) use store::end_all;
pub(crate) use transport::SessionTransport;
