//! `HEALTH_CHECK_*`: what may be asked about the service's health.

use educe::Educe;
use serde::{Deserialize, Serialize};

/// Which health checks there are.
#[derive(Debug, Clone, Copy, Educe, Serialize, Deserialize)]
#[educe(Default)]
pub struct HealthConfig {
    /// Whether `/health`, `/api/health` and the pages for one check are there at all.
    #[educe(Default = true)]
    #[serde(rename = "HEALTH_CHECK_ENABLED")]
    pub enabled: bool,
    /// Whether the database is asked.
    #[educe(Default = true)]
    #[serde(rename = "HEALTH_CHECK_DATABASE")]
    pub database: bool,
    /// Whether Redis counts.
    #[educe(Default = true)]
    #[serde(rename = "HEALTH_CHECK_REDIS")]
    pub redis: bool,
}
