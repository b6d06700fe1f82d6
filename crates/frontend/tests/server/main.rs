//! The real server on a free port, serving a temporary folder.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod binary;
mod files;
mod metrics;
mod own_pages;
mod single_page;
mod support;
