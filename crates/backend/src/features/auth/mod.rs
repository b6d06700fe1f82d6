//! Accounts, sessions and access tokens: registration, sign-in, sign-out, profile, password.

pub(crate) mod access_tokens;
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
pub(crate) use client_info::ClientInfo;
pub(crate) use dto::Registration;
pub(crate) use login_throttle::{Attempt, TEAM_CODE, count_invitation};
pub use model::Email;
pub(crate) use model::TypedAddress;
pub(crate) use purge::purge_worker;
pub use routes::configure;
pub(crate) use service::{
    AddressProof, NewAccount, check_registration, open_account, register, remove_account,
    reset_password,
};
pub(crate) use sessions::end_all as end_sessions;
pub(crate) use store::delete_by_email;
