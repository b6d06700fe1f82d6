//! Mails: the outbox and its worker against a mail server, and `/api/email`.

mod books;
mod delivery;
mod post;
mod retry;
mod status;
mod test;
mod transports;
mod workers;
