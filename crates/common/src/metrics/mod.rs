//! Prometheus metrics: the server that exposes them, and the metrics of requests.
//!
//! Look a metric up once and keep it, where possible: counting then costs a few atomic additions.

mod requests;
mod server;

pub use requests::{RequestMetrics, count_requests};
pub use server::MetricsServer;

use prometheus::TextEncoder;
pub use prometheus::{
    Error, Histogram, IntCounter, IntCounterVec, IntGauge, Registry,
    register_histogram_vec_with_registry, register_histogram_with_registry,
    register_int_counter_vec_with_registry, register_int_counter_with_registry,
    register_int_gauge_with_registry,
};

/// Histogram buckets for durations, in seconds.
pub const BUCKETS: [f64; 12] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0,
];

/// The metrics in the text format.
pub fn encode(registry: &Registry) -> Result<String, Error> {
    TextEncoder::new().encode_to_string(&registry.gather())
}
