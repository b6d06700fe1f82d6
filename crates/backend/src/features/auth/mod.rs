//! Accounts and sessions: sign up, sign in, sign out, the profile and the password.

mod attempts;
mod caller;
mod dto;
pub(crate) mod links;
mod model;
pub(crate) mod routes;
mod service;
pub(crate) mod sessions;
mod store;

pub use model::Email;
pub use routes::configure;
pub(crate) use service::{NewAccount, register, reset_password};
pub(crate) use store::delete_by_email;
