//! Transactions, begun as each database needs it.

use diesel::connection::{AnsiTransactionManager, TransactionManager};
use diesel::result::Error as QueryError;

use super::{DbConnection, on_each};

#[derive(Clone, Copy)]
pub(super) enum Transaction {
    /// Changes nothing, and sees one state of the database throughout.
    Read,
    /// May write.
    Write,
}

/// Whoever waits longer for a row than a request may last is told that the database is busy. Set for
/// the transaction, as a pooler may give each one another session.
const POSTGRES_READ: &str =
    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL lock_timeout = '5s'";
const POSTGRES_WRITE: &str = "BEGIN; SET LOCAL lock_timeout = '5s'";

impl Transaction {
    /// diesel's own builders hand out one database's connection, while stores take the enum; so
    /// the transaction is begun in SQL.
    fn begin(self, conn: &mut DbConnection) -> Result<(), QueryError> {
        match (self, conn) {
            (Self::Read, DbConnection::Postgres(conn)) => {
                AnsiTransactionManager::begin_transaction_sql(conn, POSTGRES_READ)
            }
            (Self::Write, DbConnection::Postgres(conn)) => {
                AnsiTransactionManager::begin_transaction_sql(conn, POSTGRES_WRITE)
            }
            (Self::Read, DbConnection::Sqlite(conn)) => {
                AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN DEFERRED")
            }
            (Self::Write, DbConnection::Sqlite(conn)) => {
                AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN IMMEDIATE")
            }
        }
    }
}

pub(super) fn transaction<T, E: From<QueryError>>(
    conn: &mut DbConnection,
    kind: Transaction,
    work: impl FnOnce(&mut DbConnection) -> Result<T, E>,
) -> Result<T, E> {
    kind.begin(conn)?;
    match work(conn) {
        Ok(value) => {
            on_each!(conn, |conn| AnsiTransactionManager::commit_transaction(
                conn
            ))?;
            Ok(value)
        }
        Err(error) => {
            // What `work` failed with says more than a rollback that fails on a lost connection;
            // that one is thrown away, its transaction with it.
            if let Err(rollback) =
                on_each!(conn, |conn| AnsiTransactionManager::rollback_transaction(
                    conn
                ))
            {
                tracing::warn!(error = %rollback, "a rollback failed");
            }
            Err(error)
        }
    }
}

/// A transaction that changes nothing, and sees one state of the database throughout.
///
/// # Errors
/// Whatever `work` fails with.
pub fn read_transaction<T, E: From<QueryError>>(
    conn: &mut DbConnection,
    work: impl FnOnce(&mut DbConnection) -> Result<T, E>,
) -> Result<T, E> {
    transaction(conn, Transaction::Read, work)
}

/// A transaction that may write, for a command line.
///
/// # Errors
/// Whatever `work` fails with.
pub fn write_transaction<T, E: From<QueryError>>(
    conn: &mut DbConnection,
    work: impl FnOnce(&mut DbConnection) -> Result<T, E>,
) -> Result<T, E> {
    transaction(conn, Transaction::Write, work)
}
