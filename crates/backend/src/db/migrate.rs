//! Migrations, embedded in the binary: one set a database, the same names in both.

use diesel::connection::SimpleConnection;
use diesel::migration::{Migration, MigrationSource};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::DbConnection;

const POSTGRES: EmbeddedMigrations = embed_migrations!("../../migrations/postgres");
const SQLITE: EmbeddedMigrations = embed_migrations!("../../migrations/sqlite");

/// A migration failed, or the list of them could not be read.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct MigrationsError(String);

impl From<Box<dyn std::error::Error + Send + Sync>> for MigrationsError {
    fn from(error: Box<dyn std::error::Error + Send + Sync>) -> Self {
        Self(error.to_string())
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
        self.take_turn()?;
        let pending = self
            .status()?
            .into_iter()
            .filter(|migration| !migration.applied);
        match self.0 {
            DbConnection::Postgres(conn) => conn.run_pending_migrations(POSTGRES).map(drop)?,
            DbConnection::Sqlite(conn) => conn.run_pending_migrations(SQLITE).map(drop)?,
        }
        Ok(pending.map(|migration| migration.name).collect())
    }

    /// Lets instances that deploy at once do so one after the other, and each take its time. The
    /// lock goes with the connection.
    fn take_turn(&mut self) -> Result<(), MigrationsError> {
        /// Any number, the same for all who migrate.
        const LOCK: &str = "SELECT pg_advisory_lock(8251740316)";
        if let DbConnection::Postgres(conn) = self.0 {
            conn.batch_execute("SET lock_timeout = 0; SET statement_timeout = 0")
                .and_then(|()| conn.batch_execute(LOCK))
                .map_err(|error| MigrationsError(error.to_string()))?;
        }
        Ok(())
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
