//! Database errors.

use std::time::Duration;

use diesel::result::{DatabaseErrorInformation, DatabaseErrorKind, Error as QueryError};

use super::canceled::CANCELED;

/// The `Retry-After` of responses while the database is unavailable.
pub const RETRY_AFTER: Duration = Duration::from_secs(5);

/// Why an operation on the database failed.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    /// No connection within the pool timeout: the database is unreachable or the pool exhausted.
    #[error("no database connection within the pool timeout: {0}")]
    Pool(String),
    /// The connection was lost.
    #[error("the database connection was lost: {0}")]
    Lost(String),
    /// A pooler that `DATABASE_URL` does not declare shares prepared statements between clients.
    #[error(
        "a pooler such as PgBouncer, which hands the database's sessions on after each \
         transaction, mixes prepared statements up: set pgbouncer=true in DATABASE_URL \
         (postgresql://…?pgbouncer=true) and start the service anew"
    )]
    Pooler,
    /// A lock timeout, a statement timeout, a deadlock or a serialization failure.
    #[error("the database is busy: {0}")]
    Busy(String),
    /// A query failed.
    #[error("a query failed: {0}")]
    Query(#[source] QueryError),
    /// The blocking task was canceled: the server is stopping, or the task panicked.
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
                if is_prepared_statement_conflict(info.message()) =>
            {
                Self::Pooler
            }
            QueryError::DatabaseError(kind, info) if is_contention(&kind, &*info) => {
                Self::Busy(info.message().to_owned())
            }
            other => Self::Query(other),
        }
    }
}

/// diesel has a kind for SQLSTATE 40001 only. The others (40P01, 55P03, 57014), and SQLite's busy and
/// locked errors, can be recognised only by their messages.
fn is_contention(kind: &DatabaseErrorKind, error_info: &dyn DatabaseErrorInformation) -> bool {
    let message = error_info.message();
    matches!(kind, DatabaseErrorKind::SerializationFailure)
        || CANCELED.contains(&message)
        || error_info.details().is_some_and(is_deadlock)
        || ["database is locked", "database table is locked"]
            .iter()
            .any(|text| message.contains(text))
}

/// Only deadlock errors have details with names of lock modes, such as `ShareLock`. These names are not
/// translated.
fn is_deadlock(details: &str) -> bool {
    details
        .split(|c: char| !c.is_ascii_alphanumeric())
        .any(|word| word.ends_with("ShareLock") || word.ends_with("ExclusiveLock"))
}

/// SQLSTATE 42P05, 26000 or 08P01: a prepared statement exists already, does not exist, or is a
/// different one. diesel does not expose the codes, but only these messages contain the name of one of
/// its statements, in every language. They cannot occur on a session of the connection's own.
pub(super) fn is_prepared_statement_conflict(message: &str) -> bool {
    message.contains("__diesel_stmt_")
}

/// An error of an operation on the database. If the database itself failed, the pool checks the
/// connection.
pub trait TransactionError: From<DatabaseError> + From<QueryError> + Send + 'static {
    /// The database error, if it is one.
    fn database_error(&self) -> Option<&DatabaseError>;
}

impl TransactionError for DatabaseError {
    fn database_error(&self) -> Option<&DatabaseError> {
        Some(self)
    }
}

#[cfg(test)]
mod tests {
    use diesel::result::DatabaseErrorKind::Unknown;

    use super::*;

    /// Message and details of an error of the server.
    struct ServerError(&'static str, Option<&'static str>);

    impl DatabaseErrorInformation for ServerError {
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
    fn contention_is_recognised_in_every_language() {
        let russian = "Процесс 7 ожидает в режиме ShareLock блокировку \"транзакция 9\"; заблокирован \
                       процессом 8.";
        let missing = "Key (user_id)=(7) is not present in table \"users\".";
        for (error_info, busy) in [
            (
                ServerError("canceling statement due to lock timeout", None),
                true,
            ),
            (
                ServerError("выполнение оператора отменено из-за тайм-аута", None),
                true,
            ),
            (
                ServerError(
                    "storniere Anfrage wegen Zeitüberschreitung einer Sperre",
                    None,
                ),
                true,
            ),
            (
                ServerError("обнаружена взаимоблокировка", Some(russian)),
                true,
            ),
            (ServerError("database is locked", None), true),
            (ServerError("деление на ноль", None), false),
            (
                ServerError("the statement timeout is a setting", None),
                false,
            ),
            (
                ServerError("insert or update violates foreign key", Some(missing)),
                false,
            ),
        ] {
            let message = error_info.0;
            let error = QueryError::DatabaseError(DatabaseErrorKind::Unknown, Box::new(error_info));
            let found = matches!(DatabaseError::from(error), DatabaseError::Busy(_));
            assert_eq!(found, busy, "{message}");
        }
    }

    fn of(message: &str) -> DatabaseError {
        QueryError::DatabaseError(Unknown, Box::new(message.to_owned())).into()
    }

    #[test]
    fn prepared_statement_conflicts_are_recognised_in_every_language() {
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
