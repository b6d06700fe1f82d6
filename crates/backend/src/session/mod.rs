//! Extractors for signed-in users, and how their requests read and write.

mod current_user;
mod user_request;

pub(crate) use current_user::token;
pub use current_user::{Admin, CurrentUser};
pub use user_request::UserRequest;
