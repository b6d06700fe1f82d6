//! Emails: enqueued in the transactional outbox, sent by a background worker.
//!
//! A feature calls [`Outbox::enqueue`] inside its write transaction, and [`Outbox::wake`] after the
//! commit. A [`Worker`] then renders the email and passes it to the [`Transport`]: an SMTP server, a
//! folder in development, or none if mail is off. No request waits for an email, and a transaction that
//! is rolled back sends none. Queued emails are encrypted: see `encryption`.
//!
//! Delivery is at least once: if a process dies between the server's "250" and the update of the row,
//! the email is sent again with the same `Message-ID`, by which mailboxes can deduplicate.
//!
//! A new kind of email is a variant of [`Mail`] and its texts in both languages.

mod config;
mod email_message;
mod encryption;
mod failure;
pub mod outbox;
mod plain_name;
mod render;
mod store;
mod texts;
mod transport;
mod worker;

pub use config::{MailConfig, Security, SmtpConfig, TransportConfig};
pub use email_message::{EmailMessage, InvitedTo, Mail, MailKind, Recipient};
pub use encryption::EncryptionError;
pub use failure::{Failure, FailureKind};
pub use outbox::{Attempt, Outbox, Queued};
pub use plain_name::PlainName;
pub use render::RenderError;
pub use transport::{Transport, TransportKind};
pub use worker::Worker;
