//! HTTP utilities of the features: extractors, parameters, entity tags, the problem schema.

mod etag;
mod json;
mod params;
mod preconditions;
mod problem;

pub use etag::entity_tag;
pub(crate) use etag::{respond_with_etag, to_json};
pub use json::Json;
pub use params::{DateParam, DateRange, check_range, check_recordable};
pub(crate) use preconditions::ConditionHeaders;
pub use preconditions::{CurrentState, Preconditions};
pub use problem::ProblemBody;

pub(crate) use params::configure_extractors;
