//! The command line: `kpi-backend serve` and the other commands.

mod backup;
mod doctor;
mod migrate;
mod restore;
mod seed;
mod serve;
mod user;

use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, Subcommand};
use kpi_common::cli::{self, Failure};
use kpi_common::config::Settings;
use kpi_common::telemetry;

use crate::config::Config;
use crate::db::{Database, DatabaseUrl};

#[derive(Debug, Parser)]
#[command(name = "kpi-backend", version, about = "The API of KPI Productivity")]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the service (the default).
    Serve,
    /// Bring the database's tables to this version, or look at them.
    #[command(subcommand)]
    Migrate(migrate::Command),
    /// Prepare the database; with --demo also a user with a full year of days.
    Seed(seed::Arguments),
    /// Copy the embedded database to a file, while the service runs.
    Backup(backup::Arguments),
    /// Restore the database from such a copy; stop the service first.
    Restore(restore::Arguments),
    /// Make an administrator, or give an account a new password.
    #[command(subcommand)]
    User(user::Command),
    /// Check settings, database, Redis, disk and clock, and say what to do about what is wrong.
    Doctor,
    /// Ask the running service whether it is well: exit code 0 or 1.
    Healthcheck,
    /// Show the settings in effect and where each comes from; secrets stay hidden.
    Config,
}

/// Runs the command of the arguments of the process.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    cli::exit(execute(arguments.command.unwrap_or(Command::Serve)))
}

fn execute(command: Command) -> Result<(), Failure> {
    match command {
        Command::Migrate(migrate::Command::New { name }) => migrate::new(&name),
        Command::Config => {
            let mut settings = Settings::from_env();
            Config::read(&mut settings);
            cli::show_settings(settings)
        }
        Command::Doctor => doctor::run(Settings::from_env()),
        command => {
            let config = Config::from_settings(Settings::from_env())?;
            match command {
                Command::Healthcheck => healthcheck(&config),
                Command::Migrate(command) => migrate::run(command, &config),
                Command::Seed(arguments) => seed::run(&arguments, &config),
                Command::User(command) => user::run(command, &config),
                Command::Backup(arguments) => backup::run(&arguments, &config),
                Command::Restore(arguments) => restore::run(&arguments, &config),
                _ => {
                    telemetry::init("kpi-backend", config.environment, &config.log)?;
                    config.warnings.log();
                    let _reporting = config
                        .reports
                        .start("kpi-backend", env!("CARGO_PKG_VERSION"));
                    serve::run(config)
                }
            }
        }
    }
}

/// Queries the liveness of the running service, and Redis if it is required.
fn healthcheck(config: &Config) -> Result<(), Failure> {
    let redis = (config.redis.required && config.health.enabled).then_some("/health/redis");
    ["/health/live"]
        .into_iter()
        .chain(redis)
        .try_for_each(|path| {
            cli::healthcheck(&cli::local_url(
                &config.server.host,
                config.server.port,
                path,
            ))
        })
}

/// The database for a command: one connection, a short pool timeout, no statement timeout.
fn database(config: &Config) -> Database {
    one_connection(config.database.clone())
}

/// The same without a pooler, by `DIRECT_URL` if it is set.
fn direct_database(config: &Config) -> Database {
    one_connection(config.direct.as_ref().unwrap_or(&config.database).clone())
}

fn one_connection(mut url: DatabaseUrl) -> Database {
    const POOL_TIMEOUT: Duration = Duration::from_secs(5);
    url.connection_limit = 1;
    url.pool_timeout = url.pool_timeout.min(POOL_TIMEOUT);
    url.statement_timeout = None;
    Database::new(url)
}

/// Prints a line to standard output.
///
/// # Errors
/// When standard output is closed.
fn print_line(text: impl AsRef<str>) -> io::Result<()> {
    writeln!(io::stdout(), "{}", text.as_ref())
}
