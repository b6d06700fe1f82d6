//! Tests of the API over HTTP, with the real server and a separate database per test. The files mirror
//! the URLs: `<feature>/<operation>.rs`; tests of all operations are beside them.
//!
//! On SQLite: `cargo test -p kpi-backend --test api`. On PostgreSQL the same with
//! `TEST_DATABASE_URL=postgres://superuser@host:port/postgres`.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod access;
mod admin;
mod auth;
mod bad_input;
mod busy;
mod cache;
mod causes;
mod compression;
mod dashboards;
mod days;
mod email;
mod exceptions;
mod friends;
mod habits;
mod health;
mod isolation;
mod kpi;
mod metrics;
mod openapi;
mod panics;
mod security;
mod shapes;
mod statements;
mod stored_year;
mod streaks;
mod support;
mod texts;
