//! Which header fields pass, in which form; pure rules, each with its source.

pub mod cors;
pub(crate) mod forwarded;
pub(crate) mod hop_by_hop;
pub(crate) mod identity;
pub(crate) mod security;
pub(crate) mod trace;
