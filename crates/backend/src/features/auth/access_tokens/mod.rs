//! Personal access tokens, for programs: made and revoked by a signed-in user, shown once.
//!
//! The database has a token's SHA-256 only. What ends all sessions of a user ends the tokens too: a new or reset
//! password, a sign-out everywhere, a disabled account. Whoever took an account over may have made one.

mod dto;
pub(crate) mod routes;
mod service;
mod store;

pub(super) use routes::configure;
pub(super) use store::revoke_all;
