//! The Prometheus metrics of the backend.

use kpi_common::metrics::{
    Error, IntCounter, IntCounterVec, IntGauge, Registry, RequestMetrics, encode,
    register_int_counter_vec_with_registry, register_int_counter_with_registry,
    register_int_gauge_with_registry,
};

use crate::config::Config;
use crate::db::QueryInstrumentation;
use crate::scoring;
use crate::state::AppState;

/// The metrics.
pub struct Metrics {
    registry: Registry,
    requests: RequestMetrics,
    instrumentation: QueryInstrumentation,
    hashing: IntGauge,
    computations: IntCounter,
    cache: IntCounterVec,
    mails: IntCounterVec,
    redis: Option<IntGauge>,
    sockets: IntGauge,
    events: IntCounter,
    sockets_closed: IntCounterVec,
}

impl Metrics {
    /// Registers all metrics.
    ///
    /// # Errors
    /// When two metrics have the same name.
    pub fn new(config: &Config) -> Result<Self, Error> {
        let registry = Registry::new();
        Ok(Self {
            requests: RequestMetrics::new(&registry, "backend")?,
            instrumentation: QueryInstrumentation::new(
                &registry,
                config.slow_query,
                config.environment.is_development(),
            )?,
            hashing: register_int_gauge_with_registry!(
                "backend_password_hashes_queued",
                "Password hashes that are running or queued",
                registry
            )?,
            computations: register_int_counter_with_registry!(
                "backend_kpi_computations_total",
                "Days whose KPI was computed",
                registry
            )?,
            cache: register_int_counter_vec_with_registry!(
                "backend_cache_lookups_total",
                "Lookups in the response cache, by result",
                &["result"],
                registry
            )?,
            mails: register_int_counter_vec_with_registry!(
                "backend_emails_total",
                "Emails, by event of their delivery",
                &["event"],
                registry
            )?,
            redis: config
                .redis
                .server
                .as_ref()
                .map(|_| {
                    register_int_gauge_with_registry!(
                        "backend_redis_up",
                        "Whether Redis is connected: 1 or 0",
                        registry
                    )
                })
                .transpose()?,
            sockets: register_int_gauge_with_registry!(
                "backend_sockets_open",
                "Open WebSockets",
                registry
            )?,
            events: register_int_counter_with_registry!(
                "backend_events_published_total",
                "Events that were published to WebSockets, of all instances",
                registry
            )?,
            sockets_closed: register_int_counter_vec_with_registry!(
                "backend_sockets_closed_total",
                "WebSockets that were closed, by reason",
                &["reason"],
                registry
            )?,
            registry,
        })
    }

    /// The request metrics.
    #[must_use]
    pub fn requests(&self) -> RequestMetrics {
        self.requests.clone()
    }

    /// The instrumentation of the database.
    #[must_use]
    pub fn instrumentation(&self) -> QueryInstrumentation {
        self.instrumentation.clone()
    }

    /// Renders the metrics in the Prometheus text format.
    ///
    /// # Errors
    /// When encoding fails.
    pub fn render(&self, state: &AppState) -> Result<String, Error> {
        self.instrumentation.set_pool_state(state.db.pool_state());
        let queued = state.passwords.queued();
        self.hashing.set(i64::try_from(queued).unwrap_or(i64::MAX));
        set_total(&self.computations, scoring::computations());
        for (status, count) in state.cache.lookups() {
            set_total(&self.cache.with_label_values(&[status.as_str()]), count);
        }
        for (event, count) in state.outbox.event_counts() {
            set_total(&self.mails.with_label_values(&[event.as_str()]), count);
        }
        let open = state.hub.open_sockets();
        self.sockets.set(i64::try_from(open).unwrap_or(i64::MAX));
        set_total(&self.events, state.hub.published());
        for (reason, count) in state.hub.closed() {
            set_total(
                &self.sockets_closed.with_label_values(&[reason.as_str()]),
                count,
            );
        }
        if let (Some(gauge), Some(redis)) = (&self.redis, &state.redis) {
            gauge.set(redis.is_available().into());
        }
        encode(&self.registry)
    }
}

/// Sets a counter to a total that is counted elsewhere.
fn set_total(counter: &IntCounter, total: u64) {
    counter.inc_by(total.saturating_sub(counter.get()));
}
