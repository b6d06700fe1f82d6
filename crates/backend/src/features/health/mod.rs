//! Whether the service and what it stands on are well.
//!
//! `/health` has the guide's body; `/api/health` is the same for the outside. `/health/live`
//! asks nothing of anyone: it tells whether to restart the process. `/health/ready` tells
//! whether to send requests: the database answers and has every migration.

mod checks;
pub(crate) mod routes;

pub use routes::configure;
