//! `kpi-backend user create-admin`.

use chrono::Utc;
use chrono_tz::Tz;
use clap::Args;
use kpi_common::cli::Failure;

use super::password;
use crate::domain::Name;
use crate::identity::{Language, PasswordHasher, Role};
use crate::cli::output::line;
use crate::config::Config;
use crate::db::write_transaction;
use crate::error::AppError;
use crate::features::auth::{self, NewAccount};

#[derive(Debug, Args)]
pub(in crate::cli) struct Arguments {
    /// The address to sign in with.
    email: String,
    /// What to call the administrator.
    name: String,
    #[command(flatten)]
    password: password::Source,
}

pub(super) fn run(arguments: Arguments, config: &Config) -> Result<(), Failure> {
    let email = super::address(arguments.email)?;
    let name = Name::try_from(arguments.name)
        .map_err(|invalid| Failure::other(format!("The name {}.", invalid.message)))?;
    let chosen = arguments.password.choose()?;
    let hasher = PasswordHasher::new(config.auth.bcrypt_rounds);
    let new = NewAccount {
        email: email.clone(),
        password_hash: hasher.hash_blocking(&chosen.password)?,
        name,
        time_zone: Tz::UTC,
        language: Language::English,
        role: Role::Admin,
    };
    let database = crate::cli::database(config);
    let mut conn = database.connection()?;
    write_transaction(&mut conn, |conn| auth::register(conn, new, Utc::now())).map_err(
        |error| match error {
            AppError::EmailTaken => Failure::other(format!(
                "There is an account with the address {email} already. Nothing was changed."
            )),
            other => Failure::other(other),
        },
    )?;
    line(format!("Made the administrator {email}."))?;
    Ok(chosen.show()?)
}
