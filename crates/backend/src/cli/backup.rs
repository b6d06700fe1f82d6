//! `kpi-backend backup`: a copy of the embedded database, made while the service runs.

use std::path::{Path, PathBuf};

use clap::Args;
use kpi_common::cli::Failure;

use super::output::line;
use crate::config::Config;
use crate::db::embedded::{self, Contents, AtomicFile};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The file to make; it must not be there yet.
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
    line(format!("Backed up {} rows to {shown}.", contents.rows))?;
    Ok(())
}

fn make(config: &Config, file: &Path) -> Result<Contents, anyhow::Error> {
    let mut conn = super::database(config).connection()?;
    let copy = AtomicFile::create(file)?;
    embedded::backup(&mut conn, copy.path())?;
    let contents = embedded::inspect(copy.path())?;
    copy.persist(file)?;
    Ok(contents)
}

/// The file of the embedded database; where PostgreSQL is used, the sentence that names the script
/// for it.
pub(super) fn database_file<'a>(config: &'a Config, script: &str) -> Result<&'a Path, Failure> {
    config.database.sqlite_path().ok_or_else(|| {
        Failure::other(format!(
            "This is for the embedded database, and DATABASE_URL names PostgreSQL: use {script}."
        ))
    })
}
