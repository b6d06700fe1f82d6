//! What the backend counts of itself, for Prometheus.

use kpi_common::metrics::{Error, IntCounter, IntGauge, Registry, Requests, counter, gauge, text};

use crate::config::Config;
use crate::db::Watch;
use crate::scoring;
use crate::state::AppState;

/// The meters.
pub struct Metrics {
    registry: Registry,
    requests: Requests,
    watch: Watch,
    hashing: IntGauge,
    computations: IntCounter,
}

impl Metrics {
    /// Everything at nought.
    ///
    /// # Errors
    /// When two meters have one name.
    pub fn new(config: &Config) -> Result<Self, Error> {
        let registry = Registry::new();
        Ok(Self {
            requests: Requests::new(&registry, "backend")?,
            watch: Watch::new(
                &registry,
                config.slow_query,
                config.environment.is_development(),
            )?,
            hashing: gauge(
                &registry,
                "backend_password_hashes_queued",
                "Passwords that are being hashed or wait for it",
            )?,
            computations: counter(
                &registry,
                "backend_kpi_computations_total",
                "Days whose KPI was computed",
            )?,
            registry,
        })
    }

    /// The meters of requests.
    #[must_use]
    pub fn requests(&self) -> Requests {
        self.requests.clone()
    }

    /// What watches the database.
    #[must_use]
    pub fn watch(&self) -> Watch {
        self.watch.clone()
    }

    /// The text that Prometheus reads.
    ///
    /// # Errors
    /// When a meter can't be told.
    pub fn tell(&self, state: &AppState) -> Result<String, Error> {
        self.watch.look_at(state.db.pool_state());
        let queued = state.passwords.queued();
        self.hashing.set(i64::try_from(queued).unwrap_or(i64::MAX));
        let computed = scoring::computations();
        self.computations
            .inc_by(computed.saturating_sub(self.computations.get()));
        text(&self.registry)
    }
}
