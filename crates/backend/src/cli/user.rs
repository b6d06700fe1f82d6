//! `kpi-backend user`: creates administrators and resets passwords.

use std::io;

use chrono::Utc;
use chrono_tz::Tz;
use clap::{Args, Subcommand};
use kpi_common::cli::Failure;
use rand::RngExt;

use super::print_line;
use crate::config::Config;
use crate::db::write_transaction;
use crate::domain::Name;
use crate::error::AppError;
use crate::features::auth::{self, Email, NewAccount, TypedAddress};
use crate::identity::{Language, NewPassword, PasswordHasher, Role};
use crate::mail::{Outbox, TransportKind};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Create an administrator account.
    CreateAdmin(CreateAdmin),
    /// Give an account a new password, where no mail can; its sessions end.
    ResetPassword(ResetPassword),
}

pub(super) fn run(command: Command, config: &Config) -> Result<(), Failure> {
    match command {
        Command::CreateAdmin(arguments) => create_admin(arguments, config),
        Command::ResetPassword(arguments) => reset_password(arguments, config),
    }
}

fn address(text: String) -> Result<Email, Failure> {
    let shown = text.clone();
    Email::try_from(text)
        .map_err(|invalid| Failure::other(format!("\"{shown}\" {}.", invalid.message)))
}

#[derive(Debug, Args)]
pub(super) struct CreateAdmin {
    /// The address to sign in with.
    email: String,
    /// What to call the administrator.
    name: String,
    #[command(flatten)]
    password: PasswordSource,
}

fn create_admin(arguments: CreateAdmin, config: &Config) -> Result<(), Failure> {
    let email = address(arguments.email)?;
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
    let database = super::database(config);
    let mut conn = database.connection()?;
    write_transaction(&mut conn, |conn| auth::register(conn, new, Utc::now())).map_err(
        |error| match error {
            AppError::EmailTaken => Failure::other(format!(
                "There is an account with the address {email} already. Nothing was changed."
            )),
            other => Failure::other(other),
        },
    )?;
    print_line(format!("Created the administrator {email}."))?;
    Ok(chosen.show()?)
}

#[derive(Debug, Args)]
pub(super) struct ResetPassword {
    /// The account's address.
    email: String,
    #[command(flatten)]
    password: PasswordSource,
}

fn reset_password(arguments: ResetPassword, config: &Config) -> Result<(), Failure> {
    let email = arguments.email;
    let typed = TypedAddress::from(email.clone());
    let chosen = arguments.password.choose()?;
    let hasher = PasswordHasher::new(config.auth.bcrypt_rounds);
    let hash = hasher.hash_blocking(&chosen.password)?;
    let transport = TransportKind::from(&config.mail.transport);
    let outbox = Outbox::new(transport, &config.auth.jwt_secret).map_err(Failure::other)?;
    let database = super::database(config);
    let mut conn = database.connection()?;
    // There is no worker in this process to wake; that of the service polls.
    let _queued = write_transaction(&mut conn, |conn| {
        auth::reset_password(conn, &outbox, &typed, &hash, Utc::now())
    })
    .map_err(|error| match error {
        AppError::NotFound => Failure::other(format!(
            "There is no account with the address \"{email}\". Nothing was changed."
        )),
        other => Failure::other(other),
    })?;
    print_line(format!(
        "{email} has a new password; its sessions have ended."
    ))?;
    Ok(chosen.show()?)
}

/// Length of a generated alphanumeric password: 119 bits.
const LENGTH: usize = 20;

/// The source of the password.
#[derive(Debug, Args)]
pub(super) struct PasswordSource {
    /// Read the password from the first line of standard input, instead of making one up.
    #[arg(long)]
    password_stdin: bool,
}

/// A password, with its text if it was generated.
struct ChosenPassword {
    password: NewPassword,
    generated: Option<String>,
}

impl PasswordSource {
    fn choose(&self) -> Result<ChosenPassword, Failure> {
        let (text, generated) = if self.password_stdin {
            let mut text = String::new();
            io::stdin().read_line(&mut text)?;
            (text.trim_end_matches(['\r', '\n']).to_owned(), None)
        } else {
            let text = generate_password();
            (text.clone(), Some(text))
        };
        let password = NewPassword::try_from(text)
            .map_err(|invalid| Failure::other(format!("The password {}.", invalid.message)))?;
        Ok(ChosenPassword {
            password,
            generated,
        })
    }
}

impl ChosenPassword {
    /// Prints a generated password.
    fn show(&self) -> io::Result<()> {
        match &self.generated {
            Some(password) => print_line(format!("password: {password}")),
            None => Ok(()),
        }
    }
}

/// Generates a random password.
pub(super) fn generate_password() -> String {
    let mut random = rand::rng();
    (0..LENGTH)
        .map(|_| char::from(random.sample(rand::distr::Alphanumeric)))
        .collect()
}
