//! The Prometheus metrics of the gateway. Every metric is looked up once, at the start, so that
//! counting a request costs a few atomic additions.

use std::time::Duration;

use actix_web::http::StatusCode;
use kpi_common::metrics::{
    BUCKETS, Error, Histogram, IntCounter, IntCounterVec, IntGauge, Registry, encode,
    register_histogram_vec_with_registry, register_histogram_with_registry,
    register_int_counter_vec_with_registry, register_int_counter_with_registry,
    register_int_gauge_with_registry,
};

use crate::area::Area::{self, Ambiguous, Api, App, Gateway, Health};

const AREAS: [Area; 5] = [Api, Health, App, Gateway, Ambiguous];

/// The gateway's responses in place of an upstream's, with the reason.
const FAILURES: [(StatusCode, &str); 3] = [
    (StatusCode::BAD_GATEWAY, "bad_gateway"),
    (StatusCode::SERVICE_UNAVAILABLE, "no_healthy_instance"),
    (StatusCode::GATEWAY_TIMEOUT, "timeout"),
];

const STATUS_CLASSES: [&str; 5] = ["1xx", "2xx", "3xx", "4xx", "5xx"];

/// The metrics.
pub(crate) struct Metrics {
    registry: Registry,
    areas: [AreaMetrics; AREAS.len()],
    in_flight: IntGauge,
    upstream_duration: Histogram,
    upstream_failures: IntCounterVec,
    retries: IntCounter,
    malformed: IntCounterVec,
    rate_limited: IntCounterVec,
    connections: IntGauge,
    connections_refused: IntCounter,
    tunnels: IntGauge,
}

struct AreaMetrics {
    requests: [IntCounter; STATUS_CLASSES.len()],
    duration: Histogram,
}

impl Metrics {
    /// Registers the metrics.
    pub(crate) fn new() -> Result<Self, Error> {
        let registry = Registry::new();
        let requests = register_int_counter_vec_with_registry!(
            "gateway_requests_total",
            "Requests, by the status of the response",
            &["area", "status"],
            registry
        )?;
        let durations = register_histogram_vec_with_registry!(
            "gateway_request_duration_seconds",
            "Time from the request head to the end of the response",
            &["area"],
            BUCKETS.to_vec(),
            registry
        )?;
        let upstream_duration = register_histogram_with_registry!(
            "gateway_upstream_duration_seconds",
            "Time from sending a request to the upstream's response head",
            BUCKETS.to_vec(),
            registry
        )?;
        let upstream_failures = register_int_counter_vec_with_registry!(
            "gateway_upstream_failures_total",
            "Requests without a response of an upstream",
            &["reason"],
            registry
        )?;
        let rate_limited = register_int_counter_vec_with_registry!(
            "gateway_rate_limited_total",
            "Requests that exceeded a rate limit",
            &["rule"],
            registry
        )?;
        let malformed = register_int_counter_vec_with_registry!(
            "gateway_malformed_requests_total",
            "Malformed requests",
            &["status"],
            registry
        )?;
        let area = |area: Area| AreaMetrics {
            requests: STATUS_CLASSES
                .map(|class| requests.with_label_values(&[area.into_str(), class])),
            duration: durations.with_label_values(&[area.into_str()]),
        };
        // Exported from the start, with 0.
        for (counters, labels) in [
            (&upstream_failures, &FAILURES.map(|(_, reason)| reason)[..]),
            (&rate_limited, &["address", "user", "sign-in"]),
            (&malformed, &["400", "408", "414", "431"]),
        ] {
            for label in labels {
                counters.with_label_values(&[label]);
            }
        }
        Ok(Self {
            areas: AREAS.map(area),
            upstream_duration,
            upstream_failures,
            retries: register_int_counter_with_registry!(
                "gateway_upstream_retries_total",
                "Retries of requests to upstreams",
                registry
            )?,
            malformed,
            rate_limited,
            in_flight: register_int_gauge_with_registry!(
                "gateway_requests_in_flight",
                "Requests in flight",
                registry
            )?,
            connections: register_int_gauge_with_registry!(
                "gateway_connections",
                "Open connections",
                registry
            )?,
            connections_refused: register_int_counter_with_registry!(
                "gateway_connections_rejected_total",
                "Connections that exceeded the limit of their address",
                registry
            )?,
            tunnels: register_int_gauge_with_registry!(
                "gateway_tunnels",
                "Open WebSocket tunnels",
                registry
            )?,
            registry,
        })
    }

    /// A request has started.
    pub(crate) fn request_started(&self) {
        self.in_flight.inc();
    }

    /// A response has ended.
    pub(crate) fn request_ended(
        &self,
        area: Area,
        status: StatusCode,
        duration: Duration,
        upstream: Option<Duration>,
    ) {
        self.in_flight.dec();
        let class = usize::from(status.as_u16() / 100).clamp(1, STATUS_CLASSES.len()) - 1;
        let metrics = &self.areas[area as usize];
        metrics.requests[class].inc();
        metrics.duration.observe(duration.as_secs_f64());
        match upstream {
            Some(upstream) => self.upstream_duration.observe(upstream.as_secs_f64()),
            // The gateway's own health report may be 503, too.
            None if area == Gateway => {}
            None => {
                let failure = FAILURES.iter().find(|(known, _)| *known == status);
                if let Some((_, reason)) = failure {
                    self.upstream_failures.with_label_values(&[reason]).inc();
                }
            }
        }
    }

    /// A request is retried.
    pub(crate) fn request_retried(&self) {
        self.retries.inc();
    }

    /// A malformed request was rejected with this status.
    pub(crate) fn request_malformed(&self, status: StatusCode) {
        self.malformed.with_label_values(&[status.as_str()]).inc();
    }

    /// A request exceeded this rule.
    pub(crate) fn rate_limited(&self, rule: &'static str) {
        self.rate_limited.with_label_values(&[rule]).inc();
    }

    /// A connection was opened.
    pub(crate) fn connection_opened(&self) {
        self.connections.inc();
    }

    /// A connection was closed.
    pub(crate) fn connection_closed(&self) {
        self.connections.dec();
    }

    /// A connection exceeded the limit.
    pub(crate) fn connection_refused(&self) {
        self.connections_refused.inc();
    }

    /// A tunnel was opened.
    pub(crate) fn tunnel_opened(&self) {
        self.tunnels.inc();
    }

    /// A tunnel was closed.
    pub(crate) fn tunnel_closed(&self) {
        self.tunnels.dec();
    }

    /// The metrics in the text format.
    pub(crate) fn render(&self) -> Result<String, Error> {
        encode(&self.registry)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_are_indexed_by_their_discriminant() {
        for (at, area) in AREAS.into_iter().enumerate() {
            assert_eq!(area as usize, at);
        }
    }

    #[test]
    fn requests_are_counted_by_area_and_status() {
        let metrics = Metrics::new().unwrap();
        let duration = Duration::from_millis(3);
        metrics.request_started();
        metrics.request_ended(Area::Api, StatusCode::OK, duration, Some(duration));
        metrics.request_started();
        metrics.request_ended(Area::App, StatusCode::BAD_GATEWAY, duration, None);
        metrics.rate_limited("sign-in");
        metrics.request_malformed(StatusCode::REQUEST_TIMEOUT);
        metrics.request_retried();
        let text = metrics.render().unwrap();
        for line in [
            r#"gateway_requests_total{area="api",status="2xx"} 1"#,
            r#"gateway_requests_total{area="app",status="5xx"} 1"#,
            r#"gateway_request_duration_seconds_bucket{area="api",le="0.005"} 1"#,
            r#"gateway_upstream_failures_total{reason="bad_gateway"} 1"#,
            r#"gateway_rate_limited_total{rule="sign-in"} 1"#,
            r#"gateway_malformed_requests_total{status="408"} 1"#,
            "gateway_upstream_retries_total 1",
            "gateway_requests_in_flight 0",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
    }
}
