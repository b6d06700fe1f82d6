//! The rules for header fields: pure functions, each with its RFC.

pub(crate) mod convert;
pub(crate) mod forwarded;
pub(crate) mod hop_by_hop;
pub(crate) mod identity;
pub(crate) mod trace;
