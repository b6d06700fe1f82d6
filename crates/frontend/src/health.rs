//! `/health` (readiness) and `/health/live` (liveness).

use std::time::Instant;

use actix_web::{HttpResponse, web};
use kpi_common::config::Environment;
use kpi_common::health::{self, Check, Report};
use serde_json::json;

use crate::assets::Assets;

/// The data of a report.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Health {
    pub(crate) started: Instant,
    pub(crate) environment: Environment,
}

/// The health report of the app's files, memory and disk: 200, or 503 if one of them fails.
pub(crate) async fn report(health: web::Data<Health>, assets: web::Data<Assets>) -> HttpResponse {
    let disk = health::disk(assets.folder());
    let checks = [
        ("app", app(&assets)),
        ("memory", health::memory()),
        ("disk", disk),
    ];
    let version = env!("CARGO_PKG_VERSION");
    let report = Report::new(health.started, version, health.environment, checks);
    HttpResponse::build(report.http_status()).json(report)
}

fn app(assets: &Assets) -> Check {
    if assets.is_built() {
        Check::ok()
    } else {
        Check::error("the web app has not been built")
    }
}

/// Liveness.
pub(crate) async fn live() -> HttpResponse {
    HttpResponse::Ok().json(json!({ "status": "ok" }))
}
