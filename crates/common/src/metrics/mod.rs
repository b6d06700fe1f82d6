//! What a service counts of itself, for Prometheus: making meters, the page that tells them, and
//! the requests of a service.
//!
//! A meter is looked up once, where it can be: counting then costs a few atomic additions.

mod page;
mod requests;

pub use page::MetricsPage;
pub use requests::{Requests, count};

use prometheus::TextEncoder;
pub use prometheus::{
    Error, Histogram, IntCounter, IntCounterVec, IntGauge, Registry,
    register_histogram_vec_with_registry, register_histogram_with_registry,
    register_int_counter_vec_with_registry, register_int_counter_with_registry,
    register_int_gauge_with_registry,
};

/// Upper bounds of durations, in seconds.
pub const BUCKETS: [f64; 12] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0,
];

/// The text that Prometheus reads.
pub fn text(registry: &Registry) -> Result<String, Error> {
    TextEncoder::new().encode_to_string(&registry.gather())
}
