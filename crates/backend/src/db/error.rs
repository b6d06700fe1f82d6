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
    /// Its statements were mixed up with those of others.
    #[error(
        "a pooler such as PgBouncer, which hands the database's sessions on after each \
         transaction, mixes prepared statements up: set pgbouncer=true in DATABASE_URL \
         (postgresql://…?pgbouncer=true) and start the service anew"
    )]
    Pooler,
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
            QueryError::DatabaseError(DatabaseErrorKind::Unknown, info)
                if names_a_statement(info.message()) =>
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
