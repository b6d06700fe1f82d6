//! [`TestApp`]: the real server on a free port, with a separate database, clock and SMTP server, and its
//! users.

mod app;
mod client;
mod clock;
mod database;
#[path = "../../../../common/tests/support/redis.rs"]
mod redis;
mod smtp;
mod socket;
mod user;

pub use app::TestApp;
pub use client::{Client, Response};
pub use clock::TestClock;
pub use database::TestDatabase;
pub use redis::{PASSWORD, TestRedis};
pub use smtp::{Authority, Fault, Login, Protection, Received, SmtpServer, Ways};
pub use socket::Socket;
pub use user::{User, dates, entry, habit_input, term};
