//! Administration: the people of the installation, and the log of what administrators did.

pub(crate) mod audit;
mod dto;
pub(crate) mod routes;
mod service;
mod store;

pub use routes::configure;
