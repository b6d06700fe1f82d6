//! The password an operator gives to an account.

use std::io;

use clap::Args;
use kpi_common::cli::Failure;
use rand::RngExt;

use crate::cli::output::line;
use crate::identity::NewPassword;

/// Letters and digits of a password made here: 119 bits.
const LENGTH: usize = 20;

/// Where the password comes from.
#[derive(Debug, Args)]
pub(in crate::cli) struct Source {
    /// Read the password from the first line of standard input, instead of making one up.
    #[arg(long)]
    password_stdin: bool,
}

/// A password, and whether its owner is yet to be told.
pub(super) struct Chosen {
    pub password: NewPassword,
    made_up: Option<String>,
}

impl Source {
    pub(super) fn choose(&self) -> Result<Chosen, Failure> {
        let (text, made_up) = if self.password_stdin {
            let mut text = String::new();
            io::stdin().read_line(&mut text)?;
            (text.trim_end_matches(['\r', '\n']).to_owned(), None)
        } else {
            let text = generate();
            (text.clone(), Some(text))
        };
        let password = NewPassword::try_from(text)
            .map_err(|invalid| Failure::other(format!("The password {}.", invalid.message)))?;
        Ok(Chosen { password, made_up })
    }
}

impl Chosen {
    /// Prints a password that was made up, this one time.
    pub(super) fn show(&self) -> io::Result<()> {
        match &self.made_up {
            Some(password) => line(format!("password: {password}")),
            None => Ok(()),
        }
    }
}

/// A password that nobody guesses.
pub(in crate::cli) fn generate() -> String {
    let mut random = rand::rng();
    (0..LENGTH)
        .map(|_| char::from(random.sample(rand::distr::Alphanumeric)))
        .collect()
}
