//! What the backend counts of itself, for Prometheus.

use kpi_common::metrics::{
    Error, IntCounter, IntCounterVec, IntGauge, Registry, Requests,
    register_int_counter_vec_with_registry, register_int_counter_with_registry,
    register_int_gauge_with_registry, text,
};

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
    cache: IntCounterVec,
    mails: IntCounterVec,
    redis: Option<IntGauge>,
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
            hashing: register_int_gauge_with_registry!(
                "backend_password_hashes_queued",
                "Passwords that are being hashed or wait for it",
                registry
            )?,
            computations: register_int_counter_with_registry!(
                "backend_kpi_computations_total",
                "Days whose KPI was computed",
                registry
            )?,
            cache: register_int_counter_vec_with_registry!(
                "backend_cache_answers_total",
                "Answers that were kept already, and that had to be made",
                &["found"],
                registry
            )?,
            mails: register_int_counter_vec_with_registry!(
                "backend_mails_total",
                "Mails by what became of them",
                &["step"],
                registry
            )?,
            redis: config
                .redis
                .server
                .as_ref()
                .map(|_| {
                    register_int_gauge_with_registry!(
                        "backend_redis_up",
                        "Whether Redis is there",
                        registry
                    )
                })
                .transpose()?,
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
        catch_up(&self.computations, scoring::computations());
        for (status, count) in state.cache.lookups() {
            catch_up(&self.cache.with_label_values(&[status.as_str()]), count);
        }
        for (step, count) in state.outbox.tally() {
            catch_up(&self.mails.with_label_values(&[step.as_str()]), count);
        }
        if let (Some(meter), Some(redis)) = (&self.redis, &state.redis) {
            meter.set(redis.is_here().into());
        }
        text(&self.registry)
    }
}

/// Brings a counter to what has been counted elsewhere, where nobody knows of metrics.
fn catch_up(counter: &IntCounter, counted: u64) {
    counter.inc_by(counted.saturating_sub(counter.get()));
}
