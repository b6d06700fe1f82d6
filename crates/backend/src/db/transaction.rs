//! Transactions, with the isolation and lock settings of each database.

use diesel::connection::{AnsiTransactionManager, TransactionManager};
use diesel::result::Error as QueryError;

use super::{DbConnection, on_each};

#[derive(Clone, Copy)]
pub(super) enum Transaction {
    /// Read-only, on one snapshot.
    Read,
    /// Read-write.
    Write,
}

/// Waiting longer than this for a lock fails as "the database is busy". It is set per transaction,
/// because behind a pooler each transaction may have another session.
const POSTGRES_READ: &str =
    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL lock_timeout = '5s'";
const POSTGRES_WRITE: &str = "BEGIN; SET LOCAL lock_timeout = '5s'";

impl Transaction {
    /// diesel's transaction builders pass the connection of one database, but stores take the enum, so
    /// the transaction is started by SQL.
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
            // The error of `work` matters more than that of the rollback, which fails only on a lost
            // connection; the pool discards it.
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

/// Runs a read-only transaction on one snapshot.
///
/// # Errors
/// What `work` fails with.
pub fn read_transaction<T, E: From<QueryError>>(
    conn: &mut DbConnection,
    work: impl FnOnce(&mut DbConnection) -> Result<T, E>,
) -> Result<T, E> {
    transaction(conn, Transaction::Read, work)
}

/// Runs a read-write transaction, for commands.
///
/// # Errors
/// What `work` fails with.
pub fn write_transaction<T, E: From<QueryError>>(
    conn: &mut DbConnection,
    work: impl FnOnce(&mut DbConnection) -> Result<T, E>,
) -> Result<T, E> {
    transaction(conn, Transaction::Write, work)
}
