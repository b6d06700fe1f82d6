//! The KPI: preview, description of the laws, recomputation.

mod dto;
mod law_text;
pub(crate) mod routes;
mod service;

pub use routes::configure;
