//! `/api/auth`.

mod attempts;
mod login;
mod logout;
mod logout_all;
mod me;
mod password;
mod register;
mod sessions;
