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
    /// Its statements were mixed up with those of others.
    #[error(
        "a pooler such as PgBouncer, which hands the database's sessions on after each \
         transaction, mixes prepared statements up: set pgbouncer=true in DATABASE_URL \
         (postgresql://…?pgbouncer=true) and start the service anew"
    )]
    Pooler,
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
            QueryError::DatabaseError(DatabaseErrorKind::Unknown, info)
                if names_a_statement(info.message()) =>
            {
                Self::Pooler
            }
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

/// PostgreSQL's 42P05, 26000 and 08P01: a statement is there already, is not there, or is another
/// one. diesel does not tell the codes, but in every language of the server's these alone name a
/// statement of diesel's. Where a session is the connection's own they can't be.
pub(super) fn names_a_statement(message: &str) -> bool {
    message.contains("__diesel_stmt_")
}

/// Tells whether work failed on the database, so that its connection should be looked at.
pub trait WorkError: From<DatabaseError> + From<QueryError> + Send + 'static {
    /// Why, if a query failed, or its connection.
    fn of_database(&self) -> Option<&DatabaseError>;
}

impl WorkError for DatabaseError {
    fn of_database(&self) -> Option<&DatabaseError> {
        Some(self)
    }
}

#[cfg(test)]
mod tests {
    use diesel::result::DatabaseErrorKind::Unknown;

    use super::*;

    fn of(message: &str) -> DatabaseError {
        QueryError::DatabaseError(Unknown, Box::new(message.to_owned())).into()
    }

    #[test]
    fn statements_that_are_mixed_up_are_known_in_every_language() {
        for message in [
            "prepared statement \"__diesel_stmt_1\" already exists",
            "prepared statement \"__diesel_stmt_12\" does not exist",
            "vorbereitete Anweisung »__diesel_stmt_1« existiert bereits",
            "bind message supplies 1 parameters, but prepared statement \"__diesel_stmt_1\" requires 2",
        ] {
            assert!(matches!(of(message), DatabaseError::Pooler), "{message}");
        }
        assert!(matches!(
            of("relation \"users\" does not exist"),
            DatabaseError::Query(_)
        ));
    }
}
