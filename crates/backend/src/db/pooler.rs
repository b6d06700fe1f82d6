//! Detects an undeclared pooler.
//!
//! A pooler such as PgBouncer in transaction mode assigns another session after each transaction, and
//! named prepared statements stay with the session: the `__diesel_stmt_1` of one client is visible to
//! others, and may even be executed in its place. With `pgbouncer=true` no statement is prepared. If the
//! parameter is missing, the check detects the pooler on the first connection, or else by the first
//! error. Then all queries are refused.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use diesel::sql_types::{BigInt, Bool, Integer, Text};
use diesel::{IntoSql, PgConnection, QueryResult, RunQueryDsl, select};

use super::connection_manager::open_postgres;
use super::{DatabaseError, DatabaseUrl, DbConnection};

/// The result of the check.
#[derive(Debug)]
pub(super) struct PoolerCheck {
    url: DatabaseUrl,
    checked: OnceLock<()>,
    detected: AtomicBool,
}

impl PoolerCheck {
    pub(super) fn new(url: DatabaseUrl) -> Self {
        Self {
            url,
            checked: OnceLock::new(),
            detected: AtomicBool::new(false),
        }
    }

    /// Checks once, on the first connection; concurrent callers wait.
    ///
    /// # Errors
    /// [`DatabaseError::Pooler`] when a pooler was detected.
    pub(super) fn check(&self, conn: &mut DbConnection) -> Result<(), DatabaseError> {
        self.checked.get_or_init(|| {
            if let DbConnection::Postgres(conn) = conn
                && !self.url.pgbouncer
                && shares_sessions(&self.url, conn)
            {
                self.report();
            }
        });
        self.ensure_none()
    }

    /// # Errors
    /// [`DatabaseError::Pooler`] when a pooler was detected.
    pub(super) fn ensure_none(&self) -> Result<(), DatabaseError> {
        if self.detected.load(Ordering::Acquire) {
            return Err(DatabaseError::Pooler);
        }
        Ok(())
    }

    /// Notes that a pooler was detected, and logs it once.
    pub(super) fn report(&self) {
        if !self.detected.swap(true, Ordering::AcqRel) {
            tracing::error!("{}", DatabaseError::Pooler);
        }
    }
}

/// Prepares the same statements alternately on this connection and on another one. A pooler gives both
/// the same session sooner or later. A pooler that tracks prepared statements per client passes,
/// correctly.
fn shares_sessions(url: &DatabaseUrl, conn: &mut PgConnection) -> bool {
    // Without a second connection the first error detects the pooler.
    let Ok(mut other) = open_postgres(url) else {
        return false;
    };
    let statements: [fn(&mut PgConnection) -> QueryResult<usize>; 4] = [
        |conn| select(1.into_sql::<Integer>()).execute(conn),
        |conn| select(1.into_sql::<BigInt>()).execute(conn),
        |conn| select("1".into_sql::<Text>()).execute(conn),
        |conn| select(true.into_sql::<Bool>()).execute(conn),
    ];
    statements.iter().any(|statement| {
        [statement(conn), statement(&mut other)]
            .into_iter()
            .filter_map(Result::err)
            .any(|error| matches!(error.into(), DatabaseError::Pooler))
    })
}
