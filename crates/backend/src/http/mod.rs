//! What all features need of HTTP: extractors, parameters, entity tags, methods, compression, CSV files, the
//! problem schema.

pub(crate) mod compression;
pub(crate) mod csv;
mod etag;
mod json;
pub(crate) mod methods;
mod objects;
mod params;
mod preconditions;
mod problem;

pub(crate) use etag::{Tagged, respond_tagged, to_json};
pub use etag::{entity_tag, tagged_json};
pub use json::Json;
pub use params::{
    DateParam, DateRange, YEARS, check_range, check_range_of, check_recordable, parse_date,
};
pub(crate) use preconditions::ConditionHeaders;
pub use preconditions::{CurrentState, Preconditions};
pub use problem::ProblemBody;

pub(crate) use params::configure_extractors;
