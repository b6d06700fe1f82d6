//! Accounts and sessions: registration, sign-in, sign-out, profile, password.

mod addresses;
mod client_info;
mod dto;
pub(crate) mod email_tokens;
mod login_throttle;
mod model;
mod purge;
pub(crate) mod routes;
mod service;
pub(crate) mod sessions;
mod store;

pub(crate) use addresses::use_one_spelling;
pub use model::Email;
pub(crate) use model::TypedAddress;
pub(crate) use purge::purge_worker;
pub use routes::configure;
pub(crate) use service::{NewAccount, register, reset_password};
pub(crate) use sessions::end_all as end_sessions;
pub(crate) use store::{delete_account, delete_by_email};
