//! [`purge_expired`]: deletes expired rows in small batches.

use chrono::{DateTime, Utc};
use diesel::{QueryResult, RunQueryDsl, sql_query};

use super::{DbConnection, DbTimestamp, sql};

/// Most rows per call, so that no transaction is long.
const BATCH: u16 = 500;

/// Deletes some rows of `table`, whose key is `key`, that expired by that time; returns whether more may be
/// left. Concurrent calls of several instances delete different rows.
///
/// # Errors
/// When the query fails.
pub fn purge_expired(
    conn: &mut DbConnection,
    table: &'static str,
    key: &'static str,
    by: DateTime<Utc>,
) -> QueryResult<bool> {
    // Skips locked rows, to avoid deadlocks with the transactions that hold them.
    let lock = match conn {
        DbConnection::Postgres(_) => "FOR UPDATE SKIP LOCKED",
        DbConnection::Sqlite(_) => "",
    };
    let deleted = sql_query(format!(
        "DELETE FROM {table} WHERE {key} IN \
         (SELECT {key} FROM {table} WHERE expires_at <= $1 LIMIT {BATCH} {lock})"
    ))
    .bind::<sql::UtcTimestamp, _>(DbTimestamp::from(by))
    .execute(conn)?;
    Ok(deleted >= usize::from(BATCH))
}
