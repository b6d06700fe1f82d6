//! `kpi-backend migrate`.

use std::fs;
use std::path::Path;

use clap::Subcommand;
use kpi_common::cli::Failure;

use super::print_line;
use crate::config::Config;
use crate::db::{Migrations, write_transaction};
use crate::features::auth;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make the files of a new migration, for both databases.
    New {
        /// What it does, like add_focus_sessions.
        name: String,
    },
    /// Run what is pending, each migration in its own transaction.
    Deploy,
    /// List the migrations and whether the database has them.
    Status,
    /// Take the newest migration back.
    Revert,
    /// Empty the database and migrate it anew; in development only.
    Reset,
}

pub(super) fn run(command: Command, config: &Config) -> Result<(), Failure> {
    if matches!(command, Command::Reset) && !config.environment.is_development() {
        return Err(Failure::other(format!(
            "`migrate reset` deletes everything and runs in development only; NODE_ENV is {}.",
            config.environment.as_str()
        )));
    }
    let database = super::direct_database(config);
    let mut conn = database.connection()?;
    let mut migrations = Migrations::on(&mut conn);
    match command {
        Command::New { name } => return new(&name),
        Command::Deploy => {
            report_run(&migrations.deploy()?)?;
            let respelled = write_transaction(&mut conn, auth::use_one_spelling)?;
            if respelled > 0 {
                print_line(format!(
                    "Stored the domain of {respelled} address(es) in its ASCII form."
                ))?;
            }
        }
        Command::Reset => report_run(&migrations.reset()?)?,
        Command::Revert => {
            print_line(format!("Took back {}.", migrations.revert()?))?;
        }
        Command::Status => {
            for migration in migrations.status()? {
                let state = if migration.applied {
                    "applied"
                } else {
                    "pending"
                };
                print_line(format!("{state:8} {}", migration.name))?;
            }
        }
    }
    Ok(())
}

fn report_run(names: &[String]) -> Result<(), Failure> {
    if names.is_empty() {
        print_line("Nothing to do: the database is up to date.")?;
    }
    for name in names {
        print_line(format!("Ran {name}."))?;
    }
    Ok(())
}

/// Creates `migrations/{postgres,sqlite}/<date>-<number>_<name>/{up,down}.sql`.
pub(super) fn new(name: &str) -> Result<(), Failure> {
    let is_valid = !name.is_empty()
        && name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if !is_valid {
        return Err(Failure::other(
            "A migration's name has lower-case letters, digits and _ only, like add_focus_sessions.",
        ));
    }
    let root = Path::new("migrations");
    let existing = fs::read_dir(root.join("postgres")).map_err(|error| {
        Failure::other(format!(
            "Can't read migrations/postgres ({error}): run this in the project's folder."
        ))
    })?;
    let number = existing.count() + 1;
    let folder = format!(
        "{}-{number:06}_{name}",
        chrono::Utc::now().format("%Y-%m-%d")
    );
    for database in ["postgres", "sqlite"] {
        let path = root.join(database).join(&folder);
        fs::create_dir_all(&path)?;
        for file in ["up.sql", "down.sql"] {
            fs::write(path.join(file), "")?;
            print_line(format!("Made {}", path.join(file).display()))?;
        }
    }
    print_line("Write both databases' SQL, and the tables in crates/backend/src/db/schema.rs.")?;
    Ok(())
}
