//! Emails: the outbox and the worker with an SMTP server, and `/api/email`.

mod delivery;
mod mailer;
mod outbox;
mod retry;
mod servers;
mod status;
mod test;
mod transports;
mod workers;
