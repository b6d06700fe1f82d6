//! `/health` and below, and `/api/health`.

use actix_web::HttpResponse;
use actix_web::guard::{self, Guard};
use actix_web::web::{self, Data, ServiceConfig};
use kpi_common::health::{self, Check, Report};

use super::checks;
use crate::state::AppState;

/// GET, and HEAD, which monitors like.
fn asks() -> impl Guard {
    guard::Any(guard::Get()).or(guard::Head())
}

/// Mounts the routes.
pub fn configure(config: &mut ServiceConfig) {
    config
        .service(web::resource("/health").route(web::route().guard(asks()).to(health)))
        .service(web::resource("/api/health").route(web::route().guard(asks()).to(health)))
        .service(web::resource("/health/database").route(web::route().guard(asks()).to(database)))
        .service(web::resource("/health/redis").route(web::route().guard(asks()).to(redis)))
        .service(web::resource("/health/live").route(web::route().guard(asks()).to(live)))
        .service(web::resource("/health/ready").route(web::route().guard(asks()).to(ready)));
}

/// The service and what it stands on: 200 while all is well, else 503.
#[utoipa::path(
    get, path = "/api/health", tag = "health", security(()),
    responses(
        (status = 200, description = "All is well", body = serde_json::Value),
        (status = 503, description = "Something is not", body = serde_json::Value),
    ),
)]
pub(crate) async fn health(state: Data<AppState>) -> HttpResponse {
    let database = checks::database(&state.db).await;
    report(
        &state,
        [
            ("database", database),
            ("redis", redis_check()),
            ("memory", health::memory()),
            ("disk", checks::disk(&state)),
        ],
    )
}

async fn database(state: Data<AppState>) -> HttpResponse {
    let check = checks::database(&state.db).await;
    report(&state, [("database", check)])
}

async fn redis(state: Data<AppState>) -> HttpResponse {
    report(&state, [("redis", redis_check())])
}

async fn live(state: Data<AppState>) -> HttpResponse {
    report(&state, [])
}

async fn ready(state: Data<AppState>) -> HttpResponse {
    let checks = [
        ("database", checks::database(&state.db).await),
        ("migrations", checks::migrations(&state.db).await),
    ];
    report(&state, checks)
}

/// Nothing here uses Redis so far.
fn redis_check() -> Check {
    Check::disabled()
}

fn report<const N: usize>(state: &AppState, checks: [(&'static str, Check); N]) -> HttpResponse {
    let report = Report::new(
        state.uptime,
        env!("CARGO_PKG_VERSION"),
        state.config.environment,
        checks,
    );
    HttpResponse::build(report.http_status()).json(report)
}
