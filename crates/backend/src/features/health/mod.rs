//! Health checks.
//!
//! `/health` has the body of the guide; `/api/health` is the same for the public. `/health/live` is the
//! liveness probe and checks nothing else. `/health/ready` is the readiness probe: the database responds
//! and has all migrations.
//!
//! The status is 503 when a check is `error`. `disabled` are checks switched off by `HEALTH_CHECK_*`, and
//! Redis if it is not configured. `degraded` is a Redis that is unreachable and not required. Results are
//! cached for a second, so that polling does not load the database. With `HEALTH_CHECK_ENABLED=false`
//! only the probes are served.

mod cached;
mod checks;
pub(crate) mod routes;

pub use checks::Checks;
pub use routes::configure;
