//! The requests of a service by route, method and status, and their duration.
//!
//! The label `route` is the pattern of the path, never the path, so that its cardinality is
//! bounded. It is `none` if no route matches.

use std::time::Instant;

use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::middleware::Next;
use actix_web::web::Data;
use prometheus::{
    HistogramVec, IntCounterVec, Registry, register_histogram_vec_with_registry,
    register_int_counter_vec_with_registry,
};

use super::BUCKETS;

/// The route label if no route matches.
const NO_ROUTE: &str = "none";

/// The methods that have their own label.
const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/// The metrics; cheap to clone.
#[derive(Debug, Clone)]
pub struct RequestMetrics {
    total: IntCounterVec,
    duration: HistogramVec,
}

impl RequestMetrics {
    /// Registers the metrics, with the service's name as prefix.
    pub fn new(registry: &Registry, service: &str) -> Result<Self, prometheus::Error> {
        Ok(Self {
            total: register_int_counter_vec_with_registry!(
                format!("{service}_requests_total"),
                "Requests, by the status of the response",
                &["route", "method", "status"],
                registry
            )?,
            duration: register_histogram_vec_with_registry!(
                format!("{service}_request_duration_seconds"),
                "Time from the request head to the response head",
                &["route", "method"],
                BUCKETS.to_vec(),
                registry
            )?,
        })
    }
}

/// Middleware: counts each request in the app's `Data<RequestMetrics>`, if there is one. Use as
/// `.wrap(from_fn(count_requests))`, inside [`crate::telemetry::access_log`].
pub async fn count_requests<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let Some(requests) = request.app_data::<Data<RequestMetrics>>().cloned() else {
        return next.call(request).await;
    };
    let started = Instant::now();
    let method = method_label(request.method());
    let outcome = next.call(request).await;
    let (route, status) = match &outcome {
        Ok(response) => (response.request().match_pattern(), response.status()),
        // It failed before routing, or panicked.
        Err(error) => (None, error.as_response_error().status_code()),
    };
    let route = route.as_deref().unwrap_or(NO_ROUTE);
    let labels = [route, method, status.as_str()];
    requests.total.with_label_values(&labels).inc();
    let duration = requests.duration.with_label_values(&labels[..2]);
    duration.observe(started.elapsed().as_secs_f64());
    outcome
}

/// Unknown methods share one label: a client may send any number of them.
fn method_label(method: &Method) -> &'static str {
    let mut known = METHODS.into_iter();
    known
        .find(|name| *name == method.as_str())
        .unwrap_or("other")
}

#[cfg(test)]
mod tests {
    use actix_web::http::header;
    use actix_web::middleware::from_fn;
    use actix_web::test::{TestRequest, call_service, init_service};
    use actix_web::{App, HttpResponse, web};

    use super::*;

    #[actix_web::test]
    async fn requests_are_counted_by_route_and_unknown_methods_as_one() {
        let registry = Registry::new();
        let requests = RequestMetrics::new(&registry, "test").unwrap();
        let app = init_service(
            App::new()
                .app_data(Data::new(requests))
                .service(web::scope("/api").service(
                    web::resource("/habits/{id}").route(web::get().to(HttpResponse::NoContent)),
                ))
                .wrap(from_fn(count_requests)),
        )
        .await;
        for (method, uri) in [
            ("GET", "/api/habits/1"),
            ("GET", "/api/habits/2"),
            ("PUT", "/api/habits/1"),
            ("GET", "/api/nowhere"),
            ("GET", "/wp-login.php"),
            ("BREW", "/pot"),
            ("STEEP", "/pot"),
        ] {
            let method = Method::from_bytes(method.as_bytes()).unwrap();
            let request = TestRequest::with_uri(uri)
                .method(method)
                .insert_header((header::USER_AGENT, "test"));
            call_service(&app, request.to_request()).await;
        }
        let text = crate::metrics::encode(&registry).unwrap();
        let lines: Vec<_> = text
            .lines()
            .filter(|line| line.starts_with("test_requests_total"))
            .collect();
        assert_eq!(
            lines,
            [
                r#"test_requests_total{method="GET",route="/api/habits/{id}",status="204"} 2"#,
                r#"test_requests_total{method="GET",route="none",status="404"} 2"#,
                r#"test_requests_total{method="PUT",route="/api/habits/{id}",status="405"} 1"#,
                r#"test_requests_total{method="other",route="none",status="404"} 2"#,
            ],
            "{text}"
        );
    }
}
