//! What a service counts of itself, for Prometheus: making meters, the page that tells them, and
//! the requests of a service.
//!
//! A meter is looked up once, where it can be: counting then costs a few atomic additions.

mod page;
mod requests;

pub use page::MetricsPage;
pub use requests::{Requests, count};

pub use prometheus::{Error, Histogram, IntCounter, IntCounterVec, IntGauge, Registry};
use prometheus::{HistogramOpts, HistogramVec, Opts, TextEncoder};

/// Upper bounds of durations, in seconds.
const BUCKETS: [f64; 12] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0,
];

/// The text that Prometheus reads.
pub fn text(registry: &Registry) -> Result<String, Error> {
    TextEncoder::new().encode_to_string(&registry.gather())
}

/// Something that only grows.
pub fn counter(registry: &Registry, name: &str, help: &str) -> Result<IntCounter, Error> {
    let counter = IntCounter::new(name, help)?;
    registry.register(Box::new(counter.clone()))?;
    Ok(counter)
}

/// As [`counter`], one for each combination of labels.
pub fn counters(
    registry: &Registry,
    name: &str,
    help: &str,
    labels: &[&str],
) -> Result<IntCounterVec, Error> {
    let counters = IntCounterVec::new(Opts::new(name, help), labels)?;
    registry.register(Box::new(counters.clone()))?;
    Ok(counters)
}

/// Something that grows and shrinks.
pub fn gauge(registry: &Registry, name: &str, help: &str) -> Result<IntGauge, Error> {
    let gauge = IntGauge::new(name, help)?;
    registry.register(Box::new(gauge.clone()))?;
    Ok(gauge)
}

/// Durations in seconds.
pub fn histogram(registry: &Registry, name: &str, help: &str) -> Result<Histogram, Error> {
    let histogram = Histogram::with_opts(durations(name, help))?;
    registry.register(Box::new(histogram.clone()))?;
    Ok(histogram)
}

/// As [`histogram`], one for each combination of labels.
pub fn histograms(
    registry: &Registry,
    name: &str,
    help: &str,
    labels: &[&str],
) -> Result<HistogramVec, Error> {
    let histograms = HistogramVec::new(durations(name, help), labels)?;
    registry.register(Box::new(histograms.clone()))?;
    Ok(histograms)
}

fn durations(name: &str, help: &str) -> HistogramOpts {
    HistogramOpts::new(name, help).buckets(BUCKETS.to_vec())
}
