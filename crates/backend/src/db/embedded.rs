//! The file of the embedded SQLite database: online backup, inspection, replacement.
//!
//! Files are written under a temporary name, synced and renamed, so an interrupted write leaves the
//! previous file.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use diesel::connection::SimpleConnection;
use diesel::sql_types::{BigInt, Text};
use diesel::{Connection, ConnectionError, QueryableByName, RunQueryDsl, SqliteConnection};

use super::url::folder_of;
use super::{DbConnection, Migrations, MigrationsError};

/// Why a file can't be copied, inspected or replaced.
#[derive(Debug, thiserror::Error)]
pub enum EmbeddedError {
    /// An error of the file system.
    #[error("{0}")]
    File(#[from] io::Error),
    /// Not a database, or one that can't be opened.
    #[error("{0}")]
    Open(#[from] ConnectionError),
    /// An error of SQLite.
    #[error("{0}")]
    Query(#[from] diesel::result::Error),
    /// The migrations can't be read.
    #[error("{0}")]
    Migrations(#[from] MigrationsError),
    /// Not the embedded database.
    #[error("the database is no file")]
    NotSqlite,
    /// The integrity check found damage.
    #[error("it is damaged ({0})")]
    Damaged(String),
}

/// The contents of a database file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    /// Number of rows in the tables of the application.
    pub rows: i64,
    /// How many of this version's migrations are applied; 0 when it is not a database of the
    /// application.
    pub migrations: usize,
    /// How many migrations this version has.
    pub total_migrations: usize,
    /// Applied migrations that this version does not have.
    pub unknown: Vec<String>,
}

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = Text)]
    name: String,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// A temporary file that replaces its target atomically. Dropping it without [`AtomicFile::persist`]
/// removes it.
pub struct AtomicFile {
    path: PathBuf,
    persisted: bool,
}

impl AtomicFile {
    /// Creates an empty file beside `target`, readable by its owner only. A leftover of an interrupted
    /// run is replaced.
    ///
    /// # Errors
    /// When the folder can't be written.
    pub fn create(target: &Path) -> io::Result<Self> {
        let path = with_suffix(target, ".part");
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path)?;
        Ok(Self {
            path,
            persisted: false,
        })
    }

    /// The temporary path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Syncs the file and renames it to `target`, which it replaces.
    ///
    /// # Errors
    /// When syncing or renaming fails.
    pub fn persist(mut self, target: &Path) -> io::Result<()> {
        File::open(&self.path)?.sync_all()?;
        fs::rename(&self.path, target)?;
        self.persisted = true;
        File::open(folder_of(target))?.sync_all()
    }
}

impl Drop for AtomicFile {
    fn drop(&mut self) {
        if !self.persisted {
            // A leftover is replaced by the next run.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Appends a suffix: `kpi.db` and `-wal` make `kpi.db-wal`.
fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    name.into()
}

/// Online backup: writes a consistent snapshot into the empty file `to`, while others read and write.
///
/// # Errors
/// When the copy can't be written.
pub fn backup(conn: &mut DbConnection, to: &Path) -> Result<(), EmbeddedError> {
    let DbConnection::Sqlite(conn) = conn else {
        return Err(EmbeddedError::NotSqlite);
    };
    diesel::sql_query("VACUUM INTO ?")
        .bind::<Text, _>(to.to_string_lossy())
        .execute(conn)?;
    Ok(())
}

/// Runs the integrity check and returns the contents of the file.
///
/// # Errors
/// When it is not a database, or damaged.
pub fn inspect(path: &Path) -> Result<Contents, EmbeddedError> {
    let mut conn = SqliteConnection::establish(&path.to_string_lossy())?;
    let results: Vec<Name> =
        diesel::sql_query("SELECT integrity_check AS name FROM pragma_integrity_check")
            .load(&mut conn)?;
    if let Some(damage) = results.into_iter().find(|result| result.name != "ok") {
        return Err(EmbeddedError::Damaged(damage.name));
    }
    let rows = rows(&mut conn)?;
    let mut conn = DbConnection::Sqlite(conn);
    let mut migrations = Migrations::on(&mut conn);
    let all = migrations.status()?;
    Ok(Contents {
        rows,
        migrations: all.iter().filter(|migration| migration.applied).count(),
        total_migrations: all.len(),
        unknown: migrations.unknown()?,
    })
}

fn rows(conn: &mut SqliteConnection) -> Result<i64, EmbeddedError> {
    let tables: Vec<Name> = diesel::sql_query(
        "SELECT name FROM sqlite_schema WHERE type = 'table' \
         AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
         AND name NOT IN ('__diesel_schema_migrations', 'last_backup')",
    )
    .load(conn)?;
    let mut rows = 0;
    for Name { name } in tables {
        let quoted = name.replace('"', "\"\"");
        let query = format!("SELECT count(*) AS count FROM \"{quoted}\"");
        rows += diesel::sql_query(query).get_result::<Count>(conn)?.count;
    }
    Ok(rows)
}

/// An exclusive lock on a database file, held until this is dropped.
pub struct ExclusiveLock(SqliteConnection);

impl ExclusiveLock {
    /// Acquires the lock, and checkpoints the write-ahead log.
    ///
    /// # Errors
    /// [`diesel::result::Error`] "database is locked" while others have it open.
    pub fn acquire(path: &Path) -> Result<Self, EmbeddedError> {
        let mut conn = SqliteConnection::establish(&path.to_string_lossy())?;
        // Leaving WAL mode requires that no other connection is open.
        conn.batch_execute("PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE")?;
        Ok(Self(conn))
    }

    /// Rows in the tables of the application.
    ///
    /// # Errors
    /// When the file can't be read.
    pub fn rows(&mut self) -> Result<i64, EmbeddedError> {
        rows(&mut self.0)
    }
}

/// Removes the write-ahead log of a database file before the file is replaced: SQLite would otherwise
/// replay it into the new file.
///
/// # Errors
/// When a file can't be removed.
pub fn remove_wal(path: &Path) -> io::Result<()> {
    for suffix in ["-wal", "-shm"] {
        match fs::remove_file(with_suffix(path, suffix)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// Whether the file has a write-ahead log: then it is a database in use, or a copy of one, and
/// incomplete without the log.
#[must_use]
pub fn has_wal(path: &Path) -> bool {
    fs::metadata(with_suffix(path, "-wal")).is_ok_and(|log| log.len() > 0)
}
