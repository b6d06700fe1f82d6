//! What the features' handlers share: extractors, and the forms of requests and answers.

mod auth;
mod cached;
mod etag;
pub(crate) mod guard;
mod json;
mod params;
mod problem;

pub use auth::{Admin, CurrentUser};
pub use cached::cached;
pub use etag::{IfMatch, entity_tag, tagged};
pub use json::Json;
pub use params::{DateParam, DateRange, check_range, within_reach};
pub use problem::ProblemBody;

pub(crate) use params::configure_extractors;
