//! Year and month dashboards.

mod dto;
mod forecast;
mod month;
pub(crate) mod routes;
mod store;
mod year;

pub use routes::configure;
