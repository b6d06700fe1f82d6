//! Which header fields pass, in which form; pure rules, each with its source.

pub(crate) mod convert;
pub(crate) mod forwarded;
pub(crate) mod hop_by_hop;
pub(crate) mod identity;
pub(crate) mod trace;
