//! Whether the service and what it stands on are well.
//!
//! `/health` has the guide's body; `/api/health` is the same for the outside. `/health/live`
//! asks nothing of anyone: it tells whether to restart the process. `/health/ready` tells
//! whether to send requests: the database answers and has every migration.
//!
//! A page is 503 when one of its checks is `error`. `disabled` is what `HEALTH_CHECK_*` or the
//! lack of a Redis switches off; `degraded` is a Redis that is away and not required: it is no
//! fault of the service. Outcomes are up to a second old, so that whoever asks a thousand times
//! does not ask the database a thousand times. With `HEALTH_CHECK_ENABLED=false` only live and
//! ready are there, for the platform.

mod checks;
mod recent;
pub(crate) mod routes;

pub use checks::Checks;
pub use routes::configure;
