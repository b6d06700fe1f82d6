//! `/gateway/health` (are both services reachable?) and `/gateway/health/live` (is the gateway?).

use std::time::{Duration, Instant};

use actix_web::{HttpResponse, web};
use awc::Client;
use futures_util::future::join;
use kpi_common::config::Environment;
use kpi_common::health::{self, Check, Report, Uptime};
use serde_json::json;

use crate::upstream::Origin;

/// How long a service may take to show that it is there.
const PATIENCE: Duration = Duration::from_secs(2);

/// What a report needs; one for each worker.
pub(crate) struct Health {
    pub(crate) client: Client,
    pub(crate) backend: Origin,
    pub(crate) frontend: Origin,
    pub(crate) uptime: Uptime,
    pub(crate) environment: Environment,
}

/// Reports on both services and the gateway's memory: 200, or 503 when one of them fails.
pub(crate) async fn report(health: web::Data<Health>) -> HttpResponse {
    let (backend, frontend) = join(
        reach(&health.client, &health.backend),
        reach(&health.client, &health.frontend),
    )
    .await;
    let checks = [
        ("backend", backend),
        ("frontend", frontend),
        ("memory", health::memory()),
    ];
    let version = env!("CARGO_PKG_VERSION");
    let report = Report::new(health.uptime, version, health.environment, checks);
    HttpResponse::build(report.http_status()).json(report)
}

/// Says that the process is alive.
pub(crate) async fn live() -> HttpResponse {
    HttpResponse::Ok().json(json!({ "status": "ok" }))
}

/// Whether a service answers at all. Which status it gives is no matter of reachability, as long
/// as it is not its own kind of "I cannot": a web app on a CDN knows no `/health/live`.
async fn reach(client: &Client, origin: &Origin) -> Check {
    let started = Instant::now();
    let path = actix_web::http::uri::PathAndQuery::from_static("/health/live");
    let check = match client.get(origin.uri(path)).timeout(PATIENCE).send().await {
        Ok(response) if response.status().is_server_error() => {
            Check::error(format!("answers {}", response.status().as_u16()))
        }
        Ok(_) => Check::ok(),
        Err(error) => {
            tracing::debug!(%origin, %error, "an upstream is not reachable");
            Check::error("not reachable")
        }
    };
    check.took(started.elapsed())
}
