//! Extractors for signed-in users, how their requests read and write, and the session cookie.

pub(crate) mod cookie;
mod current_user;
mod request_token;
mod user_request;

pub use current_user::{Admin, CurrentUser};
pub(crate) use request_token::RequestToken;
pub use user_request::UserRequest;
