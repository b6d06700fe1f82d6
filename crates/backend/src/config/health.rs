//! `HEALTH_CHECK_*`: what may be asked about the service's health.

use kpi_common::config::Settings;

/// Which health checks there are.
#[derive(Debug, Clone, Copy)]
pub struct HealthConfig {
    /// Whether `/health`, `/api/health` and the pages for one check are there at all.
    pub enabled: bool,
    /// Whether the database is asked.
    pub database: bool,
    /// Whether Redis counts.
    pub redis: bool,
}

impl HealthConfig {
    pub(super) fn read(settings: &mut Settings) -> Self {
        Self {
            enabled: settings.flag("HEALTH_CHECK_ENABLED", true),
            database: settings.flag("HEALTH_CHECK_DATABASE", true),
            redis: settings.flag("HEALTH_CHECK_REDIS", true),
        }
    }
}
