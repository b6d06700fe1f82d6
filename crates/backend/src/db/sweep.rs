//! [`sweep`]: rows that have had their day go, a few at a time.

use chrono::{DateTime, Utc};
use diesel::{QueryResult, RunQueryDsl, sql_query};

use super::{DbConnection, Instant, sql};

/// Most rows that one call deletes, so that nobody's request pays for a long silence.
const MOST: u8 = 100;

/// Deletes some rows of `table`, whose key is `key`, that expired by `now`. Called where rows are
/// made, it keeps their number in bounds without a task of its own.
///
/// # Errors
/// When the query fails.
pub fn sweep(
    conn: &mut DbConnection,
    table: &'static str,
    key: &'static str,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    // Whoever holds such a row is at work on it, and might wait for one that is held here.
    let lock = match conn {
        DbConnection::Postgres(_) => "FOR UPDATE SKIP LOCKED",
        DbConnection::Sqlite(_) => "",
    };
    sql_query(format!(
        "DELETE FROM {table} WHERE {key} IN \
         (SELECT {key} FROM {table} WHERE expires_at <= $1 LIMIT {MOST} {lock})"
    ))
    .bind::<sql::Moment, _>(Instant::from(now))
    .execute(conn)
}
