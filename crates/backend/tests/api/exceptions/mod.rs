//! `/api/exceptions`.

mod list;
mod statistics;
mod types;
