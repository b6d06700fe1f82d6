//! `/gateway/health` (are both services reachable?) and `/gateway/health/live` (is the gateway?).

use std::sync::Arc;
use std::time::{Duration, Instant};

use actix_web::http::uri::PathAndQuery;
use actix_web::{HttpResponse, web};
use awc::error::SendRequestError;
use awc::{Client, Connector};
use futures_util::future::join;
use kpi_common::config::Environment;
use kpi_common::health::{self, Check, Report, Uptime};
use rustls::ClientConfig;
use serde_json::json;

use crate::upstream::Origin;

/// How long a service may take to show that it is there.
const PATIENCE: Duration = Duration::from_secs(2);

/// What a report needs; one for each worker.
pub(crate) struct Health {
    pub(crate) backend: Origin,
    pub(crate) frontend: Origin,
    /// Asks the services; their answers are short, and only the status is of interest.
    pub(crate) client: Client,
    pub(crate) uptime: Uptime,
    pub(crate) environment: Environment,
}

/// The client that asks services whether they are there.
pub(crate) fn client(tls: Arc<ClientConfig>) -> Client {
    Client::builder()
        .connector(Connector::new().rustls_0_23(tls).timeout(PATIENCE))
        .disable_redirects()
        .timeout(PATIENCE)
        .finish()
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
    let question = origin.uri(PathAndQuery::from_static("/health/live"));
    let check = match client.get(question).send().await {
        Ok(answer) if answer.status().is_server_error() => {
            Check::error(format!("answers {}", answer.status().as_u16()))
        }
        Ok(_) => Check::ok(),
        Err(SendRequestError::Timeout) => Check::error("no answer in time"),
        Err(error) => {
            tracing::debug!(%origin, %error, "an upstream is not reachable");
            Check::error("not reachable")
        }
    };
    check.took(started.elapsed())
}
