//! What the features' handlers share: extractors, and the forms of requests and answers.

mod auth;
mod etag;
pub(crate) mod guard;
mod json;
mod params;
mod problem;
mod user_request;

pub use auth::{Admin, CurrentUser};
pub use etag::{IfMatch, entity_tag};
pub use json::Json;
pub use params::{DateParam, DateRange, check_range, within_reach};
pub use problem::ProblemBody;
pub use user_request::UserRequest;

pub(crate) use params::configure_extractors;
