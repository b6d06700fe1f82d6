//! `kpi-backend backup`: an online backup of the embedded database.

use std::path::{Path, PathBuf};

use chrono::Utc;
use clap::Args;
use kpi_common::cli::Failure;

use super::print_line;
use crate::config::Config;
use crate::db::LastBackup;
use crate::db::embedded::{self, AtomicFile, Contents};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The file to create; it must not exist.
    file: PathBuf,
}

pub(super) fn run(arguments: &Arguments, config: &Config) -> Result<(), Failure> {
    let (file, shown) = (&arguments.file, arguments.file.display());
    let database = database_file(config, "scripts/backup-database.sh")?;
    if !database.exists() {
        return Err(Failure::other(format!(
            "There is no database at {}: set DATABASE_URL to the one to back up.",
            database.display()
        )));
    }
    if file.exists() {
        return Err(Failure::other(format!(
            "{shown} is there already: choose another name, or remove it first."
        )));
    }
    let contents = make(config, file).map_err(|error| {
        Failure::other(format!(
            "The backup {shown} was not made: {error}. Nothing was changed."
        ))
    })?;
    print_line(format!("Backed up {} rows to {shown}.", contents.rows))?;
    if let Err(error) = record(config, file) {
        // A backup before an update is of a database that has no place for it yet.
        print_line(format!("The database does not know of it: {error}."))?;
    }
    Ok(())
}

fn record(config: &Config, file: &Path) -> Result<(), anyhow::Error> {
    let backup = LastBackup {
        made_at: Utc::now(),
        bytes: i64::try_from(file.metadata()?.len())?,
    };
    Ok(backup.record(&mut *super::database(config).connection()?)?)
}

fn make(config: &Config, file: &Path) -> Result<Contents, anyhow::Error> {
    let mut conn = super::database(config).connection()?;
    let copy = AtomicFile::create(file)?;
    embedded::backup(&mut conn, copy.path())?;
    let contents = embedded::inspect(copy.path())?;
    copy.persist(file)?;
    Ok(contents)
}

/// The path of the embedded database; with PostgreSQL an error that names the script to use.
pub(super) fn database_file<'a>(config: &'a Config, script: &str) -> Result<&'a Path, Failure> {
    config.database.sqlite_path().ok_or_else(|| {
        Failure::other(format!(
            "This is for the embedded database, and DATABASE_URL names PostgreSQL: use {script}."
        ))
    })
}
