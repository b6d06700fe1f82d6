//! `/api/auth`.

mod access_tokens;
mod addresses;
mod cookie;
mod email;
mod login;
mod login_throttle;
mod logout;
mod me;
mod password;
mod password_reset;
mod register;
mod sessions;
mod time_zones;
