//! Whether a connection has a session of the server's for itself.
//!
//! A pooler such as PgBouncer in transaction mode hands sessions on after each transaction, and with
//! them the statements that were prepared under a name: one connection's `__diesel_stmt_1` is another
//! one's, and may even be run in its place. `pgbouncer=true` prepares none. Where it is missing this
//! notices, before anything is served or else by the first error; then nothing is asked any more.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use diesel::sql_types::{BigInt, Bool, Integer, Text};
use diesel::{IntoSql, PgConnection, QueryResult, RunQueryDsl, select};

use super::connector::open_postgres;
use super::{DatabaseError, DatabaseUrl, DbConnection};

/// What is known of a database's sessions.
#[derive(Debug)]
pub(super) struct Sessions {
    url: DatabaseUrl,
    tried: OnceLock<()>,
    mixed_up: AtomicBool,
}

impl Sessions {
    pub(super) fn of(url: DatabaseUrl) -> Self {
        Self {
            url,
            tried: OnceLock::new(),
            mixed_up: AtomicBool::new(false),
        }
    }

    /// Tries it out with the first connection that there is, while the others wait.
    ///
    /// # Errors
    /// [`DatabaseError::Pooler`] when sessions are handed on.
    pub(super) fn check(&self, conn: &mut DbConnection) -> Result<(), DatabaseError> {
        self.tried.get_or_init(|| {
            if let DbConnection::Postgres(conn) = conn
                && !self.url.pgbouncer
                && are_mixed_up(&self.url, conn)
            {
                self.found_mixed_up();
            }
        });
        self.are_own()
    }

    /// # Errors
    /// [`DatabaseError::Pooler`] when it has been noticed that sessions are handed on.
    pub(super) fn are_own(&self) -> Result<(), DatabaseError> {
        if self.mixed_up.load(Ordering::Acquire) {
            return Err(DatabaseError::Pooler);
        }
        Ok(())
    }

    /// Tells it once, in a line of its own.
    pub(super) fn found_mixed_up(&self) {
        if !self.mixed_up.swap(true, Ordering::AcqRel) {
            tracing::error!("{}", DatabaseError::Pooler);
        }
    }
}

/// Prepares the same statements by turns on this connection and on another one. A pooler gives
/// both the same session sooner or later, most the one that was used last; one that keeps its
/// clients' statements apart passes, rightly.
fn are_mixed_up(url: &DatabaseUrl, conn: &mut PgConnection) -> bool {
    // One that can't be had tells nothing; the first error will.
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
