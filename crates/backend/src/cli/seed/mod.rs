//! `kpi-backend seed`.

mod demo;

use clap::Args;
use kpi_common::cli::Failure;

use super::print_line;
use crate::config::Config;
use crate::db::Migrations;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Also make a user with a full year of days; its password is printed. Not in production.
    #[arg(long)]
    demo: bool,
    /// So many of them, the others with other years and the same password.
    #[arg(long, default_value_t = 1, requires = "demo", value_parser = clap::value_parser!(u16).range(1..))]
    users: u16,
}

pub(super) fn run(arguments: &Arguments, config: &Config) -> Result<(), Failure> {
    if arguments.demo && config.environment.is_production() {
        return Err(Failure::other(
            "`seed --demo` makes a user whose password is printed; it does not run in production.",
        ));
    }
    let database = super::direct_database(config);
    let mut conn = database.connection()?;
    for name in Migrations::on(&mut conn).deploy()? {
        print_line(format!("Ran {name}."))?;
    }
    if arguments.demo {
        let demo = demo::make(&mut conn, config, arguments.users).map_err(Failure::other)?;
        print_line(format!(
            "Demo user: {}  password: {}",
            demo.email, demo.password
        ))?;
        if arguments.users > 1 {
            let last = demo::email_of(arguments.users);
            print_line(format!("And others with the same password, up to {last}."))?;
        }
    } else {
        print_line(
            "The tables exist. New accounts get the default habits, so there is nothing to seed;",
        )?;
        print_line("`kpi-backend seed --demo` makes a user with a full year of days.")?;
    }
    Ok(())
}
