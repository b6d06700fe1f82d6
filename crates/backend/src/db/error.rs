//! Why work on the database did not come to an end.

use std::time::Duration;

use diesel::result::{DatabaseErrorKind, Error as QueryError};

/// When to try again, told to clients in `Retry-After`.
pub const RETRY_AFTER: Duration = Duration::from_secs(5);

/// Why work on the database did not come to an end.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    /// No connection could be had in time: the database is away or the pool exhausted.
    #[error("no database connection within the pool timeout: {0}")]
    Pool(String),
    /// The connection broke while the work ran.
    #[error("the database connection was lost: {0}")]
    Lost(String),
    /// Someone else held what the work needs for too long.
    #[error("the database is busy: {0}")]
    Busy(String),
    /// A query failed.
    #[error("a query failed: {0}")]
    Query(#[source] QueryError),
    /// The blocking thread went away: the server is stopping, or the work panicked.
    #[error("the blocking thread pool is gone")]
    Canceled,
}

impl From<QueryError> for DatabaseError {
    fn from(error: QueryError) -> Self {
        match error {
            QueryError::DatabaseError(
                DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand,
                info,
            ) => Self::Lost(info.message().to_owned()),
            QueryError::DatabaseError(kind, info) if is_contention(&kind, info.message()) => {
                Self::Busy(info.message().to_owned())
            }
            other => Self::Query(other),
        }
    }
}

/// SQLite's busy and locked, PostgreSQL's deadlock and lock timeout have no kind of their own.
fn is_contention(kind: &DatabaseErrorKind, message: &str) -> bool {
    matches!(kind, DatabaseErrorKind::SerializationFailure)
        || [
            "database is locked",
            "database table is locked",
            "deadlock detected",
            "lock timeout",
        ]
        .iter()
        .any(|words| message.contains(words))
}

/// Tells whether work failed on the database, so that its connection should be looked at.
pub trait WorkError: From<DatabaseError> + From<QueryError> + Send + 'static {
    /// Whether a query failed, or its connection.
    fn is_of_database(&self) -> bool;
}

impl WorkError for DatabaseError {
    fn is_of_database(&self) -> bool {
        true
    }
}
