//! The service behind a pooler in transaction mode, as many hosters use: a real PgBouncer, Debian's
//! package `pgbouncer`. The tests require a PostgreSQL server in `TEST_DATABASE_URL`.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod declared;
mod pgbouncer;
#[path = "../cli/process.rs"]
#[expect(dead_code, reason = "other tests use the rest of it")]
mod process;
#[path = "../api/support/database.rs"]
mod test_database;
mod undeclared;

use std::env;

use pgbouncer::PgBouncer;
use process::{Backend, Serving, exchange};
use test_database::TestDatabase;

const SECRET: &str = "a secret that only the tests know";

/// Nothing listens there.
const AWAY: &str = "postgresql://kpi@127.0.0.1:1/kpi";

/// A database on PostgreSQL, if the tests have one.
fn postgres(migrated: bool) -> Option<TestDatabase> {
    env::var_os("TEST_DATABASE_URL").map(|_| TestDatabase::create(migrated))
}

/// The binary behind the pooler, without rate limits.
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
