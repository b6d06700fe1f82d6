//! The KPI itself: preview, the laws in words, and recomputation.

mod dto;
pub(crate) mod routes;
mod service;

pub use routes::configure;
