//! Invitations to become friends, to a team, and to the installation.
//!
//! An invitation is for one address, and is accepted once, by whoever has the account of that address or registers
//! it. It has a link to copy, and a mailed one if the server sends mail. The database has only the digests of their
//! tokens. The mailed one proves that its reader owns the mailbox, so registering with it verifies the address.
//!
//! The right of the inviter is checked when the invitation is sent and again when it is accepted. Sending one and
//! looking at it do not tell whether the address has an account; registering by it does, as registering always does.

mod accepting;
mod dto;
mod model;
mod rights;
pub(crate) mod routes;
mod sending;
mod store;

pub(crate) use model::InvitationKind;
pub use routes::configure;
