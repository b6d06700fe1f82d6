//! What a user shows to others, as the user chooses it. `crate::sharing` decides what follows from it.

pub(crate) mod routes;
mod service;
mod store;

pub use routes::configure;
