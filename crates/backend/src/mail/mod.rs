//! Mails: written to the outbox in the transaction that occasions them, and sent from there.
//!
//! A feature calls [`Outbox::enqueue`] inside its write transaction and, once that is through,
//! [`Outbox::wake`]. A [`Worker`] then renders the mail and hands it to the [`Transport`]: an
//! SMTP server, in development a folder, or nothing where mail is off. No request ever waits for
//! a mail, and a transaction that is rolled back sends none. What waits is sealed: see `seal`.
//!
//! A mail is sent at least once: a process that dies between the server's "250" and the row that
//! says so leaves a mail that is sent again, under the same `Message-ID`, by which a mailbox can
//! tell that it has it.
//!
//! A new kind of mail is a variant of [`Mail`] and its words in both languages.

mod config;
mod failure;
mod letter;
mod message;
pub mod outbox;
mod seal;
mod store;
mod transport;
mod words;
mod worker;

pub use config::{MailConfig, Security, SmtpConfig, TransportConfig};
pub use failure::{Failure, FailureKind};
pub use letter::{Letter, LinkToken, Mail, MailKind, Recipient};
pub use message::MessageError;
pub use outbox::{Attempt, Outbox, Queued};
pub use seal::SealError;
pub use transport::{Transport, TransportKind};
pub use worker::Worker;
