//! What the gateway counts of itself, for Prometheus. Every counter is looked up once, at the
//! start: counting a request costs a few atomic additions.

use std::time::Duration;

use actix_web::http::StatusCode;
use kpi_common::metrics::{
    BUCKETS, Error, Histogram, IntCounter, IntCounterVec, IntGauge, Registry,
    register_histogram_vec_with_registry, register_histogram_with_registry,
    register_int_counter_vec_with_registry, register_int_counter_with_registry,
    encode, register_int_gauge_with_registry,
};

use crate::area::Area;

const AREAS: [Area; 5] = [Area::Api, Area::Health, Area::App, Area::Own, Area::Nowhere];

/// Responses of the gateway's own in place of a service's, and why there was none.
const FAILURES: [(StatusCode, &str); 3] = [
    (StatusCode::BAD_GATEWAY, "refused"),
    (StatusCode::SERVICE_UNAVAILABLE, "none healthy"),
    (StatusCode::GATEWAY_TIMEOUT, "late"),
];

const STATUS_CLASSES: [&str; 5] = ["1xx", "2xx", "3xx", "4xx", "5xx"];

/// The counters.
pub(crate) struct Metrics {
    registry: Registry,
    areas: [AreaMetrics; AREAS.len()],
    in_flight: IntGauge,
    upstream_duration: Histogram,
    upstream_failures: IntCounterVec,
    retries: IntCounter,
    unread: IntCounterVec,
    refusals: IntCounterVec,
    connections: IntGauge,
    connections_refused: IntCounter,
    tunnels: IntGauge,
}

struct AreaMetrics {
    requests: [IntCounter; STATUS_CLASSES.len()],
    duration: Histogram,
}

impl Metrics {
    /// Everything at nought.
    pub(crate) fn new() -> Result<Self, Error> {
        let registry = Registry::new();
        let requests = register_int_counter_vec_with_registry!(
            "gateway_requests_total",
            "Answered requests",
            &["area", "status"],
            registry
        )?;
        let durations = register_histogram_vec_with_registry!(
            "gateway_request_duration_seconds",
            "From the head of a request to the last byte of its answer",
            &["area"],
            BUCKETS.to_vec(),
            registry
        )?;
        let upstream_duration = register_histogram_with_registry!(
            "gateway_upstream_duration_seconds",
            "From the sending of a request to the beginning of the service's answer",
            BUCKETS.to_vec(),
            registry
        )?;
        let upstream_failures = register_int_counter_vec_with_registry!(
            "gateway_upstream_failures_total",
            "Requests that no service answered",
            &["reason"],
            registry
        )?;
        let refusals = register_int_counter_vec_with_registry!(
            "gateway_limit_refusals_total",
            "Requests beyond a limit",
            &["rule"],
            registry
        )?;
        let unread = register_int_counter_vec_with_registry!(
            "gateway_malformed_total",
            "What was sent and is no request",
            &["status"],
            registry
        )?;
        let area = |area: Area| AreaMetrics {
            requests: STATUS_CLASSES
                .map(|class| requests.with_label_values(&[area.into_str(), class])),
            duration: durations.with_label_values(&[area.into_str()]),
        };
        // What has not happened yet is told, too.
        for (counters, labels) in [
            (&upstream_failures, &FAILURES.map(|(_, reason)| reason)[..]),
            (&refusals, &["address", "user", "sign-in"]),
            (&unread, &["400", "408", "414", "431"]),
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
                "Requests that were sent to a service once more",
                registry
            )?,
            unread,
            refusals,
            in_flight: register_int_gauge_with_registry!(
                "gateway_requests_in_flight",
                "Requests whose answer has not ended",
                registry
            )?,
            connections: register_int_gauge_with_registry!(
                "gateway_connections",
                "Open connections",
                registry
            )?,
            connections_refused: register_int_counter_with_registry!(
                "gateway_connections_refused_total",
                "Connections beyond the limit of their address",
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

    /// A request has come.
    pub(crate) fn began(&self) {
        self.in_flight.inc();
    }

    /// The answer to a request has ended.
    pub(crate) fn ended(
        &self,
        area: Area,
        status: StatusCode,
        took: Duration,
        upstream: Option<Duration>,
    ) {
        self.in_flight.dec();
        let class = usize::from(status.as_u16() / 100).clamp(1, STATUS_CLASSES.len()) - 1;
        let of_area = &self.areas[area as usize];
        of_area.requests[class].inc();
        of_area.duration.observe(took.as_secs_f64());
        match upstream {
            Some(upstream) => self.upstream_duration.observe(upstream.as_secs_f64()),
            // The report of the gateway's own health is 503, too.
            None if area == Area::Own => {}
            None => {
                let failure = FAILURES.iter().find(|(known, _)| *known == status);
                if let Some((_, reason)) = failure {
                    self.upstream_failures.with_label_values(&[reason]).inc();
                }
            }
        }
    }

    /// A request was sent to a service once more.
    pub(crate) fn retried(&self) {
        self.retries.inc();
    }

    /// Something came that is no request, and was answered with this status.
    pub(crate) fn refused_unread(&self, status: StatusCode) {
        self.unread.with_label_values(&[status.as_str()]).inc();
    }

    /// A rule has refused a request.
    pub(crate) fn refused_by(&self, rule: &'static str) {
        self.refusals.with_label_values(&[rule]).inc();
    }

    /// A connection stands.
    pub(crate) fn connection_opened(&self) {
        self.connections.inc();
    }

    /// A connection is closed.
    pub(crate) fn connection_closed(&self) {
        self.connections.dec();
    }

    /// A connection was one too many.
    pub(crate) fn connection_refused(&self) {
        self.connections_refused.inc();
    }

    /// A tunnel stands.
    pub(crate) fn tunnel_opened(&self) {
        self.tunnels.inc();
    }

    /// A tunnel is closed.
    pub(crate) fn tunnel_closed(&self) {
        self.tunnels.dec();
    }

    /// The text that Prometheus reads.
    pub(crate) fn tell(&self) -> Result<String, Error> {
        encode(&self.registry)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_area_is_counted_as_itself() {
        for (at, area) in AREAS.into_iter().enumerate() {
            assert_eq!(area as usize, at);
        }
    }

    #[test]
    fn requests_are_told_by_area_and_status() {
        let metrics = Metrics::new().unwrap();
        let took = Duration::from_millis(3);
        metrics.began();
        metrics.ended(Area::Api, StatusCode::OK, took, Some(took));
        metrics.began();
        metrics.ended(Area::App, StatusCode::BAD_GATEWAY, took, None);
        metrics.refused_by("sign-in");
        metrics.refused_unread(StatusCode::REQUEST_TIMEOUT);
        metrics.retried();
        let told = metrics.tell().unwrap();
        for line in [
            r#"gateway_requests_total{area="api",status="2xx"} 1"#,
            r#"gateway_requests_total{area="app",status="5xx"} 1"#,
            r#"gateway_request_duration_seconds_bucket{area="api",le="0.005"} 1"#,
            r#"gateway_upstream_failures_total{reason="refused"} 1"#,
            r#"gateway_limit_refusals_total{rule="sign-in"} 1"#,
            r#"gateway_malformed_total{status="408"} 1"#,
            "gateway_upstream_retries_total 1",
            "gateway_requests_in_flight 0",
        ] {
            assert!(told.contains(line), "{line}\n{told}");
        }
    }
}
