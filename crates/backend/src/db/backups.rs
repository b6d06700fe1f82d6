//! [`LastBackup`]: what the database knows of its last backup.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::upsert::excluded;

use super::schema::last_backup;
use super::{DbConnection, DbTimestamp, on_each};

/// The key of the only row.
const ID: i16 = 1;

/// A backup of the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastBackup {
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// Its size.
    pub bytes: i64,
}

impl LastBackup {
    /// The last backup that was recorded.
    ///
    /// # Errors
    /// When the query fails.
    pub fn find(conn: &mut DbConnection) -> QueryResult<Option<Self>> {
        let row: Option<(DbTimestamp, i64)> = last_backup::table
            .find(ID)
            .select((last_backup::made_at, last_backup::bytes))
            .first(conn)
            .optional()?;
        Ok(row.map(|(made_at, bytes)| Self {
            made_at: made_at.into(),
            bytes,
        }))
    }

    /// Records this backup in place of the one before. `scripts/backup-database.sh` does the same for PostgreSQL.
    ///
    /// # Errors
    /// When the query fails.
    pub fn record(self, conn: &mut DbConnection) -> QueryResult<()> {
        let row = (
            last_backup::id.eq(ID),
            last_backup::made_at.eq(DbTimestamp::from(self.made_at)),
            last_backup::bytes.eq(self.bytes),
        );
        on_each!(conn, |conn| diesel::insert_into(last_backup::table)
            .values(row)
            .on_conflict(last_backup::id)
            .do_update()
            .set((
                last_backup::made_at.eq(excluded(last_backup::made_at)),
                last_backup::bytes.eq(excluded(last_backup::bytes)),
            ))
            .execute(conn))?;
        Ok(())
    }
}
