//! Embedded migrations: one set per database, with the same names.

use diesel::connection::SimpleConnection;
use diesel::migration::{Migration, MigrationSource};
use diesel::result::Error as QueryError;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::error::is_prepared_statement_conflict;
use super::{DatabaseError, DbConnection, write_transaction};

const POSTGRES: EmbeddedMigrations = embed_migrations!("../../migrations/postgres");
const SQLITE: EmbeddedMigrations = embed_migrations!("../../migrations/sqlite");

/// A migration failed, or the list of migrations could not be read.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct MigrationsError(String);

impl From<Box<dyn std::error::Error + Send + Sync>> for MigrationsError {
    fn from(error: Box<dyn std::error::Error + Send + Sync>) -> Self {
        let message = error.to_string();
        Self(if is_prepared_statement_conflict(&message) {
            DatabaseError::Pooler.to_string()
        } else {
            message
        })
    }
}

impl From<QueryError> for MigrationsError {
    fn from(error: QueryError) -> Self {
        Self(DatabaseError::from(error).to_string())
    }
}

/// A migration and whether it is applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MigrationStatus {
    /// The name of its folder.
    pub name: String,
    /// Whether it is applied.
    pub applied: bool,
}

/// The migrations of one database.
pub struct Migrations<'a>(&'a mut DbConnection);

impl<'a> Migrations<'a> {
    /// The migrations of the database of this connection.
    pub fn on(conn: &'a mut DbConnection) -> Self {
        Self(conn)
    }

    /// Runs the pending migrations, each in its own transaction, and returns their names.
    ///
    /// # Errors
    /// The error of the first migration that fails. It is rolled back, those before it stay applied.
    pub fn deploy(&mut self) -> Result<Vec<String>, MigrationsError> {
        let mut run = Vec::new();
        while let Some(name) = write_transaction(self.0, run_next)? {
            run.push(name);
        }
        Ok(run)
    }

    /// Reverts the last applied migration and returns its name.
    ///
    /// # Errors
    /// When there is none, or its `down.sql` fails.
    pub fn revert(&mut self) -> Result<String, MigrationsError> {
        let last = self
            .status()?
            .into_iter()
            .rfind(|migration| migration.applied);
        let last =
            last.ok_or_else(|| MigrationsError("There is no migration to take back.".to_owned()))?;
        match self.0 {
            DbConnection::Postgres(conn) => conn.revert_last_migration(POSTGRES).map(drop)?,
            DbConnection::Sqlite(conn) => conn.revert_last_migration(SQLITE).map(drop)?,
        }
        Ok(last.name)
    }

    /// Reverts all migrations and runs them again: all data is lost.
    ///
    /// # Errors
    /// The error of the first script that fails.
    pub fn reset(&mut self) -> Result<Vec<String>, MigrationsError> {
        match self.0 {
            DbConnection::Postgres(conn) => conn.revert_all_migrations(POSTGRES).map(drop)?,
            DbConnection::Sqlite(conn) => conn.revert_all_migrations(SQLITE).map(drop)?,
        }
        self.deploy()
    }

    /// All migrations in order, and whether they are applied.
    ///
    /// # Errors
    /// When the query fails.
    pub fn status(&mut self) -> Result<Vec<MigrationStatus>, MigrationsError> {
        match self.0 {
            DbConnection::Postgres(conn) => status(conn, POSTGRES),
            DbConnection::Sqlite(conn) => status(conn, SQLITE),
        }
    }

    /// The versions of applied migrations that this binary does not have: a newer version ran them.
    ///
    /// # Errors
    /// When the query fails.
    pub fn unknown(&mut self) -> Result<Vec<String>, MigrationsError> {
        match self.0 {
            DbConnection::Postgres(conn) => unknown(conn, POSTGRES),
            DbConnection::Sqlite(conn) => unknown(conn, SQLITE),
        }
    }
}

/// Runs the first pending migration in the current transaction and returns its name.
fn run_next(conn: &mut DbConnection) -> Result<Option<String>, MigrationsError> {
    acquire_migration_lock(conn)?;
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

/// Serialises concurrent deployments by an advisory lock. It is a lock of the transaction, because a
/// lock of the session would stay with the pooler's session.
fn acquire_migration_lock(conn: &mut DbConnection) -> Result<(), QueryError> {
    /// An arbitrary key of the advisory lock.
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
