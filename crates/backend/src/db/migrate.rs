//! Migrations, embedded in the binary: one set a database, the same names in both.

use diesel::connection::SimpleConnection;
use diesel::migration::{Migration, MigrationSource};
use diesel::result::Error as QueryError;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::error::names_a_statement;
use super::{DatabaseError, DbConnection, write_transaction};

const POSTGRES: EmbeddedMigrations = embed_migrations!("../../migrations/postgres");
const SQLITE: EmbeddedMigrations = embed_migrations!("../../migrations/sqlite");

/// A migration failed, or the list of them could not be read.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct MigrationsError(String);

impl From<Box<dyn std::error::Error + Send + Sync>> for MigrationsError {
    fn from(error: Box<dyn std::error::Error + Send + Sync>) -> Self {
        let told = error.to_string();
        Self(if names_a_statement(&told) {
            DatabaseError::Pooler.to_string()
        } else {
            told
        })
    }
}

impl From<QueryError> for MigrationsError {
    fn from(error: QueryError) -> Self {
        Self(DatabaseError::from(error).to_string())
    }
}

/// One migration and whether the database has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MigrationStatus {
    /// Its folder's name.
    pub name: String,
    /// Whether it has been run.
    pub applied: bool,
}

/// The migrations of one database.
pub struct Migrations<'a>(&'a mut DbConnection);

impl<'a> Migrations<'a> {
    /// The migrations as seen through this connection.
    pub fn on(conn: &'a mut DbConnection) -> Self {
        Self(conn)
    }

    /// Runs what is pending, each migration in its own transaction; the names of those run.
    ///
    /// # Errors
    /// The first migration that fails; those before it stay, nothing of itself does.
    pub fn deploy(&mut self) -> Result<Vec<String>, MigrationsError> {
        let mut run = Vec::new();
        while let Some(name) = write_transaction(self.0, run_next)? {
            run.push(name);
        }
        Ok(run)
    }

    /// Takes the newest applied migration back; its name.
    ///
    /// # Errors
    /// When there is none, or its `down.sql` fails.
    pub fn revert(&mut self) -> Result<String, MigrationsError> {
        let newest = self
            .status()?
            .into_iter()
            .rfind(|migration| migration.applied);
        let newest = newest
            .ok_or_else(|| MigrationsError("There is no migration to take back.".to_owned()))?;
        match self.0 {
            DbConnection::Postgres(conn) => conn.revert_last_migration(POSTGRES).map(drop)?,
            DbConnection::Sqlite(conn) => conn.revert_last_migration(SQLITE).map(drop)?,
        }
        Ok(newest.name)
    }

    /// Takes all back and runs all again: everything in the database is lost.
    ///
    /// # Errors
    /// The first script that fails.
    pub fn reset(&mut self) -> Result<Vec<String>, MigrationsError> {
        match self.0 {
            DbConnection::Postgres(conn) => conn.revert_all_migrations(POSTGRES).map(drop)?,
            DbConnection::Sqlite(conn) => conn.revert_all_migrations(SQLITE).map(drop)?,
        }
        self.deploy()
    }

    /// Every migration in order, with whether it has been applied.
    ///
    /// # Errors
    /// When the database can't be asked.
    pub fn status(&mut self) -> Result<Vec<MigrationStatus>, MigrationsError> {
        match self.0 {
            DbConnection::Postgres(conn) => status(conn, POSTGRES),
            DbConnection::Sqlite(conn) => status(conn, SQLITE),
        }
    }

    /// The versions of applied migrations that this program does not have: a newer one has been
    /// here.
    ///
    /// # Errors
    /// When the database can't be asked.
    pub fn unknown(&mut self) -> Result<Vec<String>, MigrationsError> {
        match self.0 {
            DbConnection::Postgres(conn) => unknown(conn, POSTGRES),
            DbConnection::Sqlite(conn) => unknown(conn, SQLITE),
        }
    }
}

/// Runs the first one that is pending, in the transaction that `conn` is in; its name.
fn run_next(conn: &mut DbConnection) -> Result<Option<String>, MigrationsError> {
    take_turn(conn)?;
    let all = Migrations::on(conn).status()?;
    let Some(next) = all.into_iter().find(|migration| !migration.applied) else {
        return Ok(None);
    };
    match conn {
        DbConnection::Postgres(conn) => drop(conn.run_next_migration(POSTGRES)?),
        DbConnection::Sqlite(conn) => drop(conn.run_next_migration(SQLITE)?),
    }
    Ok(Some(next.name))
}

/// Lets instances that deploy at once do so one after the other. The lock goes with the
/// transaction: one of the session would stay with a pooler, for ever.
fn take_turn(conn: &mut DbConnection) -> Result<(), QueryError> {
    /// Any number, the same for all who migrate.
    const LOCK: &str = "SET LOCAL lock_timeout = 0; SET LOCAL statement_timeout = 0; \
                        SELECT pg_advisory_xact_lock(8251740316)";
    match conn {
        DbConnection::Postgres(conn) => conn.batch_execute(LOCK),
        DbConnection::Sqlite(_) => Ok(()),
    }
}

fn unknown<C>(conn: &mut C, source: EmbeddedMigrations) -> Result<Vec<String>, MigrationsError>
where
    C: diesel::Connection + MigrationHarness<C::Backend> + 'static,
    EmbeddedMigrations: MigrationSource<C::Backend>,
{
    let known: Vec<Box<dyn Migration<C::Backend>>> = source.migrations()?;
    let is_known = |version: &str| {
        known
            .iter()
            .any(|migration| migration.name().version().to_string() == version)
    };
    let applied = conn.applied_migrations()?;
    let versions = applied.iter().map(ToString::to_string);
    Ok(versions.filter(|version| !is_known(version)).collect())
}

fn status<C>(
    conn: &mut C,
    source: EmbeddedMigrations,
) -> Result<Vec<MigrationStatus>, MigrationsError>
where
    C: diesel::Connection + MigrationHarness<C::Backend> + 'static,
    EmbeddedMigrations: MigrationSource<C::Backend>,
{
    let applied: Vec<String> = conn
        .applied_migrations()?
        .iter()
        .map(ToString::to_string)
        .collect();
    let mut all: Vec<Box<dyn Migration<C::Backend>>> = source.migrations()?;
    all.sort_by_key(|migration| migration.name().version().to_string());
    Ok(all
        .iter()
        .map(|migration| MigrationStatus {
            name: migration.name().to_string(),
            applied: applied.contains(&migration.name().version().to_string()),
        })
        .collect())
}
