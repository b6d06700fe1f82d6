//! What the features' handlers share: extractors, and the forms of requests and answers.

mod etag;
mod json;
mod params;
mod problem;

pub use etag::{IfMatch, entity_tag};
pub(crate) use etag::{as_json, tagged_bytes};
pub use json::Json;
pub use params::{DateParam, DateRange, check_range, within_reach};
pub use problem::ProblemBody;

pub(crate) use params::configure_extractors;
