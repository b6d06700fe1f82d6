//! The KPI: preview, description of the laws, recomputation.

mod dto;
pub(crate) mod routes;
mod service;

pub use routes::configure;
