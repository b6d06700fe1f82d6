//! `kpi-backend restore`: replaces the embedded database by a backup.
//!
//! Everything is checked before anything is changed, and the change is one atomic rename, so a failure
//! leaves the database unchanged.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use kpi_common::cli::Failure;

use super::backup::database_file;
use super::print_line;
use crate::config::Config;
use crate::db::embedded::{self, AtomicFile, Contents, EmbeddedError, ExclusiveLock};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// A file that `kpi-backend backup` has made.
    file: PathBuf,
    /// Replace a database that holds data, or that can't be read any more.
    #[arg(long)]
    force: bool,
}

pub(super) fn run(arguments: &Arguments, config: &Config) -> Result<(), Failure> {
    let (file, shown) = (&arguments.file, arguments.file.display());
    let database = database_file(config, "scripts/restore-database.sh")?;
    if !file.is_file() {
        return Err(Failure::other(format!("There is no file {shown}.")));
    }
    if embedded::has_wal(file) {
        return Err(Failure::other(format!(
            "{shown} has a write-ahead log beside it, so it is a database in use and no backup: \
             make one with kpi-backend backup."
        )));
    }
    if let Some(folder) = config.database.sqlite_folder() {
        fs::create_dir_all(folder)?;
    }
    let copy = AtomicFile::create(database)?;
    fs::copy(file, copy.path()).map_err(|error| {
        Failure::other(format!(
            "{shown} could not be copied to {}: {error}.",
            copy.path().display()
        ))
    })?;
    let contents = embedded::inspect(copy.path())
        .map_err(|error| Failure::other(format!("{shown} can't be restored: {error}.")))?;
    reject_foreign(file, &contents)?;

    let lock = lock_database(database, arguments.force)?;
    embedded::remove_wal(database)?;
    copy.persist(database)?;
    drop(lock);
    print_line(format!(
        "Restored {} rows from {shown} to {}.",
        contents.rows,
        database.display()
    ))?;
    if contents.migrations < contents.total_migrations {
        print_line(
            "It was made by an older version; bring it up to date with: kpi-backend migrate deploy",
        )?;
    }
    Ok(())
}

fn reject_foreign(file: &Path, contents: &Contents) -> Result<(), Failure> {
    let file = file.display();
    if let Some(unknown) = contents.unknown.first() {
        return Err(Failure::other(format!(
            "{file} has migration {unknown}, which this version does not know: restore it with the \
             version that made it, or a newer one."
        )));
    }
    if contents.migrations == 0 {
        return Err(Failure::other(format!(
            "{file} is no database of KPI Productivity."
        )));
    }
    Ok(())
}

/// Locks the database that is to be replaced, if there is one.
fn lock_database(database: &Path, force: bool) -> Result<Option<ExclusiveLock>, Failure> {
    if !database.exists() {
        return Ok(None);
    }
    let shown = database.display();
    let opened = ExclusiveLock::acquire(database).and_then(|mut lock| Ok((lock.rows()?, lock)));
    match opened {
        Ok((1.., _)) if !force => Err(Failure::other(format!(
            "{shown} holds data: with --force it is replaced, and what is in it now is lost."
        ))),
        Ok((_, lock)) => Ok(Some(lock)),
        Err(EmbeddedError::Query(error)) if error.to_string().contains("locked") => {
            Err(Failure::other(format!(
                "{shown} is in use: stop the service, then restore."
            )))
        }
        Err(_) if force => Ok(None),
        Err(error) => Err(Failure::other(format!(
            "{shown} can't be read ({error}): with --force it is replaced."
        ))),
    }
}
