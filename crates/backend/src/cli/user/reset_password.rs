//! `kpi-backend user reset-password`.

use chrono::Utc;
use clap::Args;
use kpi_common::cli::Failure;

use super::password;
use crate::cli::output::line;
use crate::config::Config;
use crate::db::write_transaction;
use crate::error::AppError;
use crate::features::auth;
use crate::mail::{Outbox, TransportKind};
use crate::identity::PasswordHasher;

#[derive(Debug, Args)]
pub(in crate::cli) struct Arguments {
    /// The account's address.
    email: String,
    #[command(flatten)]
    password: password::Source,
}

pub(super) fn run(arguments: Arguments, config: &Config) -> Result<(), Failure> {
    let email = super::address(arguments.email)?;
    let chosen = arguments.password.choose()?;
    let hasher = PasswordHasher::new(config.auth.bcrypt_rounds);
    let hash = hasher.hash_blocking(&chosen.password)?;
    let transport = TransportKind::from(&config.mail.transport);
    let outbox = Outbox::new(transport, &config.auth.jwt_secret).map_err(Failure::other)?;
    let database = crate::cli::database(config);
    let mut conn = database.connection()?;
    // No worker in this process to be told; the service's finds the mail by looking now and then.
    let _notice = write_transaction(&mut conn, |conn| {
        auth::reset_password(conn, &outbox, &email, &hash, Utc::now())
    })
    .map_err(|error| match error {
        AppError::NotFound => Failure::other(format!(
            "There is no account with the address {email}. Nothing was changed."
        )),
        other => Failure::other(other),
    })?;
    line(format!(
        "{email} has a new password; its sessions have ended."
    ))?;
    Ok(chosen.show()?)
}
