//! [`purge_expired`]: deletes expired rows in small batches.

use chrono::{DateTime, Utc};
use diesel::{QueryResult, RunQueryDsl, sql_query};

use super::{DbConnection, DbTimestamp, sql};

/// Most rows per call, so that no request has to delete a large backlog.
const BATCH: u8 = 100;

/// Deletes some rows of `table`, whose key is `key`, that expired by `now`. It is called where rows are
/// inserted, which bounds their number without a background task.
///
/// # Errors
/// When the query fails.
pub fn purge_expired(
    conn: &mut DbConnection,
    table: &'static str,
    key: &'static str,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    // Skips locked rows, to avoid deadlocks with the transactions that hold them.
    let lock = match conn {
        DbConnection::Postgres(_) => "FOR UPDATE SKIP LOCKED",
        DbConnection::Sqlite(_) => "",
    };
    sql_query(format!(
        "DELETE FROM {table} WHERE {key} IN \
         (SELECT {key} FROM {table} WHERE expires_at <= $1 LIMIT {BATCH} {lock})"
    ))
    .bind::<sql::UtcTimestamp, _>(DbTimestamp::from(now))
    .execute(conn)
}
