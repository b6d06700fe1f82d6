//! [`TestApp`]: the real server on a free port, with a database and a clock of its own, and users
//! who talk to it.

mod app;
mod client;
mod clock;
mod database;
mod user;

pub use app::TestApp;
pub use client::{Client, Response};
pub use user::{User, entry, habit_input, term};
