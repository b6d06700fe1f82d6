//! Sessions: how they begin and end, and the list of those that are open.
//!
//! A session is a row whose id the token carries, and it stands while the row does and the token
//! says the user's `token_version`: ending one deletes its row, ending all deletes them and counts
//! the version up, so that no token signed before is let in, whatever becomes of the rows.

mod dto;
pub(crate) mod routes;
mod service;
mod store;

pub(super) use dto::Session;
pub(super) use routes::configure;
pub(super) use service::{Opening, end};
pub(super) use store::end_all;
