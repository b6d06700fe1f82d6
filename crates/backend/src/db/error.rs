//! Why work on the database did not come to an end.

use std::time::Duration;

use diesel::result::{DatabaseErrorInformation, DatabaseErrorKind, Error as QueryError};

use super::canceled::CANCELED;

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
    /// Someone else held what the work needs for too long, or the work took too long itself.
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
            QueryError::DatabaseError(kind, info) if is_contention(&kind, &*info) => {
                Self::Busy(info.message().to_owned())
            }
            other => Self::Query(other),
        }
    }
}

/// diesel gives SQLSTATE 40001 a kind of its own. Of the others (40P01, 55P03, 57014), and of SQLite's
/// busy and locked, it gives the server's words alone.
fn is_contention(kind: &DatabaseErrorKind, told: &dyn DatabaseErrorInformation) -> bool {
    let message = told.message();
    matches!(kind, DatabaseErrorKind::SerializationFailure)
        || CANCELED.contains(&message)
        || told.details().is_some_and(is_of_deadlock)
        || ["database is locked", "database table is locked"]
            .iter()
            .any(|words| message.contains(words))
}

/// PostgreSQL details a deadlock alone by who waits for which lock, such as `ShareLock`: these names
/// are the same in every language.
fn is_of_deadlock(details: &str) -> bool {
    details
        .split(|c: char| !c.is_ascii_alphanumeric())
        .any(|word| word.ends_with("ShareLock") || word.ends_with("ExclusiveLock"))
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

#[cfg(test)]
mod tests {
    use super::*;

    /// What a server says of an error.
    struct Told(&'static str, Option<&'static str>);

    impl DatabaseErrorInformation for Told {
        fn message(&self) -> &str {
            self.0
        }

        fn details(&self) -> Option<&str> {
            self.1
        }

        fn hint(&self) -> Option<&str> {
            None
        }

        fn table_name(&self) -> Option<&str> {
            None
        }

        fn column_name(&self) -> Option<&str> {
            None
        }

        fn constraint_name(&self) -> Option<&str> {
            None
        }

        fn statement_position(&self) -> Option<i32> {
            None
        }
    }

    #[test]
    fn a_busy_database_is_known_whichever_language_it_speaks() {
        let russian = "Процесс 7 ожидает в режиме ShareLock блокировку \"транзакция 9\"; заблокирован \
                       процессом 8.";
        let missing = "Key (user_id)=(7) is not present in table \"users\".";
        for (told, busy) in [
            (Told("canceling statement due to lock timeout", None), true),
            (
                Told("выполнение оператора отменено из-за тайм-аута", None),
                true,
            ),
            (
                Told(
                    "storniere Anfrage wegen Zeitüberschreitung einer Sperre",
                    None,
                ),
                true,
            ),
            (Told("обнаружена взаимоблокировка", Some(russian)), true),
            (Told("database is locked", None), true),
            (Told("деление на ноль", None), false),
            (Told("the statement timeout is a setting", None), false),
            (
                Told("insert or update violates foreign key", Some(missing)),
                false,
            ),
        ] {
            let words = told.0;
            let error = QueryError::DatabaseError(DatabaseErrorKind::Unknown, Box::new(told));
            let found = matches!(DatabaseError::from(error), DatabaseError::Busy(_));
            assert_eq!(found, busy, "{words}");
        }
    }
}
