//! `/api/auth`.

mod attempts;
mod email;
mod forgotten;
mod login;
mod logout;
mod logout_all;
mod me;
mod password;
mod register;
mod sessions;
