//! The service behind a pooler that hands the server's sessions on after each transaction, as
//! hosters put before PostgreSQL: a real PgBouncer, Debian's package `pgbouncer`. Where
//! `TEST_DATABASE_URL` names no PostgreSQL server there is nothing to pool.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod misled;
mod pgbouncer;
#[path = "../cli/process.rs"]
#[expect(dead_code, reason = "other tests use the rest of it")]
mod process;
mod served;
#[path = "../api/support/database.rs"]
mod test_database;

use std::env;

use pgbouncer::PgBouncer;
use process::{Backend, Serving, exchange};
use test_database::TestDatabase;

const SECRET: &str = "a secret that only the tests know";

/// Nobody listens there.
const AWAY: &str = "postgresql://kpi@127.0.0.1:1/kpi";

/// A database on PostgreSQL, if the tests have one.
fn postgres(migrated: bool) -> Option<TestDatabase> {
    env::var_os("TEST_DATABASE_URL").map(|_| TestDatabase::create(migrated))
}

/// The binary by way of the pooler, with no limits on how often one may ask.
fn backend(database: &TestDatabase, pooler: &PgBouncer, parameters: &str) -> Backend {
    let url = format!("{}{parameters}", pooler.url());
    Backend::on(database, &[]).and(&[
        ("DATABASE_URL", &url),
        ("NODE_ENV", "production"),
        ("REDIS_REQUIRED", "false"),
        ("LOG_DIR", ""),
        ("RATE_LIMIT_MAX_REQUESTS", "0"),
        ("RATE_LIMIT_USER_MAX_REQUESTS", "0"),
        ("RATE_LIMIT_AUTH_MAX_REQUESTS", "0"),
    ])
}
