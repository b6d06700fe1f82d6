//! What many days say: trends, patterns, what goes together, consistency, and two periods compared.
//!
//! Days with an exception, days that are not recorded and today, which is not over, count nowhere: none of them is a
//! zero. Every mean comes with the number of its days.

mod comparison;
mod consistency;
mod correlations;
mod dto;
mod patterns;
mod period;
pub(crate) mod routes;
mod store;
mod trends;

pub use routes::configure;
