//! `kpi-backend user`: what an operator does for accounts, with the database in hand.

mod create_admin;
mod password;
mod reset_password;

use clap::Subcommand;
use kpi_common::cli::Failure;

use crate::config::Config;
use crate::features::auth::Email;

pub(super) use password::generate;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make an account that may look after the installation.
    CreateAdmin(create_admin::Arguments),
    /// Give an account a new password, where no mail can; its sessions end.
    ResetPassword(reset_password::Arguments),
}

pub(super) fn run(command: Command, config: &Config) -> Result<(), Failure> {
    match command {
        Command::CreateAdmin(arguments) => create_admin::run(arguments, config),
        Command::ResetPassword(arguments) => reset_password::run(arguments, config),
    }
}

fn address(text: String) -> Result<Email, Failure> {
    let shown = text.clone();
    Email::try_from(text)
        .map_err(|invalid| Failure::other(format!("\"{shown}\" {}.", invalid.message)))
}
