//! Tests of the API over HTTP, with the real server and a separate database per test. The files mirror
//! the URLs: `<feature>/<operation>.rs`; tests of all operations are beside them.
//!
//! On SQLite: `cargo test -p kpi-backend --test api`. On PostgreSQL the same with
//! `TEST_DATABASE_URL=postgres://superuser@host:port/postgres`, and with `TEST_REDIS_URL` and
//! `TEST_INSTANCES=2` on two instances of the service.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod access;
mod admin;
mod analytics;
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
mod focus;
mod friends;
mod habits;
mod health;
mod invitations;
mod isolation;
mod kpi;
mod metrics;
mod notifications;
mod openapi;
mod panics;
mod realtime;
mod security;
mod shapes;
mod statements;
mod stored_year;
mod streaks;
mod support;
mod teams;
mod texts;
