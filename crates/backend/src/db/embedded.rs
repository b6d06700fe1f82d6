//! The embedded database as one file: copied while it is in use, looked into, put in the place of
//! another.
//!
//! A file that is being written has a name of its own until it is whole and on the disk, so what
//! stops half-way leaves what was there before.

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

/// Why a file can't be copied, looked into or replaced.
#[derive(Debug, thiserror::Error)]
pub enum EmbeddedError {
    /// The file system says no.
    #[error("{0}")]
    File(#[from] io::Error),
    /// It is no database, or one that can't be opened.
    #[error("{0}")]
    Open(#[from] ConnectionError),
    /// SQLite says no.
    #[error("{0}")]
    Query(#[from] diesel::result::Error),
    /// Its migrations can't be read.
    #[error("{0}")]
    Migrations(#[from] MigrationsError),
    /// Only the embedded database is a file.
    #[error("the database is no file")]
    NoFile,
    /// SQLite's own check found damage.
    #[error("it is damaged ({0})")]
    Damaged(String),
}

/// What is in a database's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    /// Rows in the tables of the application.
    pub rows: i64,
    /// How many of this version's migrations it has; none: it is not the application's.
    pub migrations: usize,
    /// How many migrations this version has.
    pub of: usize,
    /// Migrations it has that this version does not know.
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

/// A file that is not yet whole; forgotten, it is removed.
pub struct Unfinished {
    path: PathBuf,
    finished: bool,
}

impl Unfinished {
    /// Makes an empty file, for its owner only, that will become `goal`. One that an interrupted
    /// run has left is replaced.
    ///
    /// # Errors
    /// When the folder can't be written.
    pub fn beside(goal: &Path) -> io::Result<Self> {
        let path = with_suffix(goal, ".part");
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
            finished: false,
        })
    }

    /// Where it is for now.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Gives it its name, in place of whatever has it.
    ///
    /// # Errors
    /// When the disk does not take it.
    pub fn finish(mut self, goal: &Path) -> io::Result<()> {
        File::open(&self.path)?.sync_all()?;
        fs::rename(&self.path, goal)?;
        self.finished = true;
        File::open(folder_of(goal))?.sync_all()
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if !self.finished {
            // What is left is replaced by the next attempt.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// `kpi.db` and `-wal`: `kpi.db-wal`.
fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    name.into()
}

/// Writes the database as it is at this moment into the empty file `to`, while others go on reading
/// and writing.
///
/// # Errors
/// When the copy can't be written.
pub fn copy(conn: &mut DbConnection, to: &Path) -> Result<(), EmbeddedError> {
    let DbConnection::Sqlite(conn) = conn else {
        return Err(EmbeddedError::NoFile);
    };
    diesel::sql_query("VACUUM INTO ?")
        .bind::<Text, _>(to.to_string_lossy())
        .execute(conn)?;
    Ok(())
}

/// Reads the file from end to end, and tells what is in it.
///
/// # Errors
/// When it is no database, or a damaged one.
pub fn examine(path: &Path) -> Result<Contents, EmbeddedError> {
    let mut conn = SqliteConnection::establish(&path.to_string_lossy())?;
    let findings: Vec<Name> =
        diesel::sql_query("SELECT integrity_check AS name FROM pragma_integrity_check")
            .load(&mut conn)?;
    if let Some(damage) = findings.into_iter().find(|finding| finding.name != "ok") {
        return Err(EmbeddedError::Damaged(damage.name));
    }
    let rows = rows(&mut conn)?;
    let mut conn = DbConnection::Sqlite(conn);
    let mut migrations = Migrations::on(&mut conn);
    let all = migrations.status()?;
    Ok(Contents {
        rows,
        migrations: all.iter().filter(|migration| migration.applied).count(),
        of: all.len(),
        unknown: migrations.unknown()?,
    })
}

fn rows(conn: &mut SqliteConnection) -> Result<i64, EmbeddedError> {
    let tables: Vec<Name> = diesel::sql_query(
        "SELECT name FROM sqlite_schema WHERE type = 'table' \
         AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> '__diesel_schema_migrations'",
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

/// A database's file that nobody else has open, and nobody can open until this is dropped.
pub struct Alone(SqliteConnection);

impl Alone {
    /// Takes the file for itself, and its write-ahead log into it.
    ///
    /// # Errors
    /// [`diesel::result::Error`] "database is locked" while others have it open.
    pub fn with(path: &Path) -> Result<Self, EmbeddedError> {
        let mut conn = SqliteConnection::establish(&path.to_string_lossy())?;
        // Only who is alone may leave the write-ahead log.
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

/// Removes the write-ahead log of a database whose file is about to be replaced: it would be taken
/// for the new one's.
///
/// # Errors
/// When it can't be removed.
pub fn remove_log(path: &Path) -> io::Result<()> {
    for suffix in ["-wal", "-shm"] {
        match fs::remove_file(with_suffix(path, suffix)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// Whether a write-ahead log lies beside the file: it then is a database in use, or copied while it
/// was, and not whole without the log.
#[must_use]
pub fn has_log(path: &Path) -> bool {
    fs::metadata(with_suffix(path, "-wal")).is_ok_and(|log| log.len() > 0)
}
