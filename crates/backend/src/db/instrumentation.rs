//! Instrumentation of the database: the number of statements, the time that requests wait for a
//! connection, and slow statements. It reads the clock twice per statement.

use std::sync::Arc;
use std::time::{Duration, Instant};

use diesel::connection::{DebugQuery, Instrumentation, InstrumentationEvent};
use kpi_common::metrics::{
    BUCKETS, Error, Histogram, IntCounter, IntGauge, Registry, register_histogram_with_registry,
    register_int_counter_with_registry, register_int_gauge_with_registry,
};

use super::PoolState;
use super::fingerprint::Fingerprint;

/// Logs statements and updates the metrics.
#[derive(Debug, Clone)]
pub struct QueryInstrumentation(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    slow_threshold: Option<Duration>,
    log_all: bool,
    metrics: Metrics,
}

#[derive(Debug)]
struct Metrics {
    statements: IntCounter,
    slow: IntCounter,
    waiting: IntGauge,
    wait: Histogram,
    open: IntGauge,
    in_use: IntGauge,
    limit: IntGauge,
}

impl QueryInstrumentation {
    /// Logs statements that take `slow_threshold` or longer, and all statements at level `debug` if
    /// `log_all`.
    ///
    /// # Errors
    /// When the registry has metrics of these names already.
    pub fn new(
        registry: &Registry,
        slow_threshold: Option<Duration>,
        log_all: bool,
    ) -> Result<Self, Error> {
        let named = |name: &str| format!("backend_database_{name}");
        let metrics = Metrics {
            statements: register_int_counter_with_registry!(
                named("statements_total"),
                "Statements",
                registry
            )?,
            slow: register_int_counter_with_registry!(
                named("slow_statements_total"),
                "Statements that took as long as SLOW_QUERY_MS or longer",
                registry
            )?,
            waiting: register_int_gauge_with_registry!(
                named("pool_waiting"),
                "Requests that wait for a connection",
                registry
            )?,
            wait: register_histogram_with_registry!(
                named("pool_wait_seconds"),
                "How long requests waited for a connection",
                BUCKETS.to_vec(),
                registry
            )?,
            open: register_int_gauge_with_registry!(
                named("pool_open"),
                "Open connections",
                registry
            )?,
            in_use: register_int_gauge_with_registry!(
                named("pool_in_use"),
                "Connections at work",
                registry
            )?,
            limit: register_int_gauge_with_registry!(
                named("pool_limit"),
                "Most connections",
                registry
            )?,
        };
        Ok(Self(Arc::new(Shared {
            slow_threshold,
            log_all,
            metrics,
        })))
    }

    /// Updates the metrics of the pool.
    pub fn set_pool_state(&self, pool: PoolState) {
        let metrics = &self.0.metrics;
        metrics.open.set(pool.open.into());
        metrics
            .in_use
            .set(pool.open.saturating_sub(pool.idle).into());
        metrics.limit.set(pool.limit.into());
    }

    /// Counts a request as waiting for a connection until the guard is dropped.
    pub(super) fn start_waiting(&self) -> WaitGuard {
        self.0.metrics.waiting.inc();
        WaitGuard {
            shared: Arc::clone(&self.0),
            started: Instant::now(),
        }
    }

    /// The instrumentation of one connection.
    pub(super) fn for_connection(&self) -> impl Instrumentation + use<> {
        ConnectionInstrumentation {
            shared: Arc::clone(&self.0),
            started: None,
        }
    }
}

impl Shared {
    fn record_statement(&self, statement: &dyn DebugQuery, duration: Duration) {
        self.metrics.statements.inc();
        if self
            .slow_threshold
            .is_some_and(|slow_threshold| duration >= slow_threshold)
        {
            self.metrics.slow.inc();
            let Fingerprint { id, sql } = Fingerprint::of(&statement.to_string());
            let duration_ms = millis(duration);
            tracing::warn!(fingerprint = id, statement = sql, duration_ms, "Slow query");
        } else if self.log_all && tracing::enabled!(tracing::Level::DEBUG) {
            let Fingerprint { sql, .. } = Fingerprint::of(&statement.to_string());
            tracing::debug!(statement = sql, duration_ms = millis(duration), "query");
        }
    }
}

fn millis(span: Duration) -> f64 {
    span.as_micros() as f64 / 1000.0
}

/// Guard of a request that waits for a connection.
pub(super) struct WaitGuard {
    shared: Arc<Shared>,
    started: Instant,
}

impl Drop for WaitGuard {
    fn drop(&mut self) {
        let metrics = &self.shared.metrics;
        metrics.waiting.dec();
        metrics.wait.observe(self.started.elapsed().as_secs_f64());
    }
}

/// Instruments the statements of one connection.
struct ConnectionInstrumentation {
    shared: Arc<Shared>,
    started: Option<Instant>,
}

impl Instrumentation for ConnectionInstrumentation {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        match event {
            InstrumentationEvent::StartQuery { .. } => self.started = Some(Instant::now()),
            InstrumentationEvent::FinishQuery { query, .. } => {
                if let Some(started) = self.started.take() {
                    self.shared.record_statement(query, started.elapsed());
                }
            }
            _ => {}
        }
    }
}
