//! Extractors for signed-in users, how their requests read and write, and the session cookie.

pub(crate) mod cookie;
mod current_user;
mod language;
mod request_token;
mod user_request;

pub use current_user::{Admin, CurrentUser, SessionUser};
pub use language::LanguageQuery;
pub(crate) use request_token::RequestToken;
pub use user_request::UserRequest;
