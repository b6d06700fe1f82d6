//! What the features' handlers share: extractors, errors and their problems.

mod auth;
mod cached;
pub(crate) mod causes;
mod error;
mod etag;
pub(crate) mod guard;
mod json;
mod params;
mod problem;
mod token;

pub(crate) use auth::AccountRow;
pub use auth::{Admin, CurrentUser};
pub use cached::cached;
pub use error::AppError;
pub(crate) use error::is_unique_violation;
pub use etag::{ETag, IfMatch, tagged};
pub use json::Json;
pub use params::{DateParam, DateRange, check_range, within_reach};
pub use problem::ProblemBody;
pub use token::{Token, Tokens};

pub(crate) use params::configure_extractors;
