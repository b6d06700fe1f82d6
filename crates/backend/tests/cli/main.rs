//! The real binary: its commands, their output and exit codes.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod database;
mod logs;
mod missing;
mod process;
mod receiver;
#[path = "../../../common/tests/support/redis.rs"]
#[expect(
    dead_code,
    reason = "a Redis that hangs or comes back is tested elsewhere"
)]
mod redis;
mod reports;
mod service;
mod settings;
#[path = "../api/support/database.rs"]
mod test_database;
mod users;

use process::{Backend, Serving, exchange};
use test_database::TestDatabase;

const SECRET: &str = "a secret that only the tests know";
