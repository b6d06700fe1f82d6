//! `/api/analytics`.

mod comparison;
mod consistency;
mod correlations;
mod patterns;
mod periods;
mod trends;
