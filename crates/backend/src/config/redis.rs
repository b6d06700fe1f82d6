//! The Redis settings.

use kpi_common::config::{Environment, Settings};
use kpi_common::redis;
use serde::{Deserialize, Serialize};

/// Redis, if there is one.
#[derive(Debug, Clone)]
pub struct RedisConfig {
    /// The server, if configured.
    pub server: Option<redis::RedisConfig>,
    /// Whether the service requires Redis. By default it does in production, because events of one
    /// instance would not reach clients of another.
    pub required: bool,
}

/// The setting `REDIS_REQUIRED`.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
struct RequirementSettings {
    /// Without Redis the service does not start, and `/health` is 503.
    redis_required: bool,
}

impl RedisConfig {
    pub(super) fn read(settings: &mut Settings, environment: Environment) -> Self {
        let server = redis::RedisConfig::read(settings);
        let redis_required = environment.is_production();
        let required = settings
            .read(RequirementSettings { redis_required })
            .redis_required;
        if required && server.is_none() {
            settings.problem(
                "REDIS_URL",
                "is not set, and REDIS_REQUIRED is true, as it is in production unless set; name \
                 the server, like redis://:password@host:6379, or set REDIS_REQUIRED=false",
            );
        }
        Self { server, required }
    }
}
