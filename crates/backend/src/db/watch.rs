//! Watches what the database is asked: how often, how long requests wait for a connection, and
//! which statements are slow. Watching a statement costs two looks at the clock.

use std::sync::Arc;
use std::time::{Duration, Instant};

use diesel::connection::{DebugQuery, Instrumentation, InstrumentationEvent};
use kpi_common::metrics::{
    BUCKETS, Error, Histogram, IntCounter, IntGauge, Registry, register_histogram_with_registry,
    register_int_counter_with_registry, register_int_gauge_with_registry,
};

use super::PoolState;
use super::fingerprint::Fingerprint;

/// What is told of statements, and the meters.
#[derive(Debug, Clone)]
pub struct Watch(Arc<Watched>);

#[derive(Debug)]
struct Watched {
    slow_from: Option<Duration>,
    tells_each: bool,
    meters: Meters,
}

#[derive(Debug)]
struct Meters {
    statements: IntCounter,
    slow: IntCounter,
    waiting: IntGauge,
    wait: Histogram,
    open: IntGauge,
    in_use: IntGauge,
    limit: IntGauge,
}

impl Watch {
    /// Tells of statements that take as long as `slow_from` or longer, and of each one at the
    /// level `debug` if `tells_each`.
    ///
    /// # Errors
    /// When the registry has meters of these names already.
    pub fn new(
        registry: &Registry,
        slow_from: Option<Duration>,
        tells_each: bool,
    ) -> Result<Self, Error> {
        let named = |name: &str| format!("backend_database_{name}");
        let meters = Meters {
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
        Ok(Self(Arc::new(Watched {
            slow_from,
            tells_each,
            meters,
        })))
    }

    /// Brings the meters of the pool up to date.
    pub fn look_at(&self, pool: PoolState) {
        let meters = &self.0.meters;
        meters.open.set(pool.open.into());
        meters
            .in_use
            .set(pool.open.saturating_sub(pool.idle).into());
        meters.limit.set(pool.limit.into());
    }

    /// Somebody waits for a connection until this is dropped.
    pub(super) fn waiting(&self) -> Waiting {
        self.0.meters.waiting.inc();
        Waiting {
            watched: Arc::clone(&self.0),
            since: Instant::now(),
        }
    }

    /// What watches one connection.
    pub(super) fn of_connection(&self) -> impl Instrumentation + use<> {
        Statements {
            watched: Arc::clone(&self.0),
            began: None,
        }
    }
}

impl Watched {
    fn statement_ended(&self, statement: &dyn DebugQuery, took: Duration) {
        self.meters.statements.inc();
        if self.slow_from.is_some_and(|slow_from| took >= slow_from) {
            self.meters.slow.inc();
            let Fingerprint { id, sql } = Fingerprint::of(&statement.to_string());
            let duration_ms = millis(took);
            tracing::warn!(fingerprint = id, statement = sql, duration_ms, "Slow query");
        } else if self.tells_each && tracing::enabled!(tracing::Level::DEBUG) {
            let Fingerprint { sql, .. } = Fingerprint::of(&statement.to_string());
            tracing::debug!(statement = sql, duration_ms = millis(took), "query");
        }
    }
}

fn millis(span: Duration) -> f64 {
    span.as_micros() as f64 / 1000.0
}

/// Somebody who waits for a connection.
pub(super) struct Waiting {
    watched: Arc<Watched>,
    since: Instant,
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let meters = &self.watched.meters;
        meters.waiting.dec();
        meters.wait.observe(self.since.elapsed().as_secs_f64());
    }
}

/// Watches the statements of one connection.
struct Statements {
    watched: Arc<Watched>,
    began: Option<Instant>,
}

impl Instrumentation for Statements {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        match event {
            InstrumentationEvent::StartQuery { .. } => self.began = Some(Instant::now()),
            InstrumentationEvent::FinishQuery { query, .. } => {
                if let Some(began) = self.began.take() {
                    self.watched.statement_ended(query, began.elapsed());
                }
            }
            _ => {}
        }
    }
}
