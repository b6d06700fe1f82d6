//! `REDIS_*`: whether there is a Redis, and whether there has to be.

use kpi_common::config::{Environment, Settings};
use kpi_common::redis;
use serde::{Deserialize, Serialize};

/// Redis, if there is one.
#[derive(Debug, Clone)]
pub struct RedisConfig {
    /// Where it is.
    pub server: Option<redis::RedisConfig>,
    /// Whether the service may do without. In production it may not unless told so: what happens
    /// on one instance would not reach those who are connected to another.
    pub required: bool,
}

/// Whether there has to be a Redis, as it is set.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
struct RequirementSettings {
    /// Does not start without Redis, and `/health` is 503 when it goes.
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
