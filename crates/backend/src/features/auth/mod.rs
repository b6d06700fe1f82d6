//! Accounts and sessions: registration, sign-in, sign-out, profile, password.

mod client_info;
mod dto;
pub(crate) mod email_tokens;
mod login_throttle;
mod model;
pub(crate) mod routes;
mod service;
pub(crate) mod sessions;
mod store;

pub use model::Email;
pub use routes::configure;
pub(crate) use service::{NewAccount, register, reset_password};
pub(crate) use store::delete_by_email;
