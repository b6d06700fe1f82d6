//! `/health` and below, and `/api/health`.

use actix_web::HttpResponse;
use actix_web::web::{self, Data, ServiceConfig};
use kpi_common::health::{Check, Report};

use super::checks::{self, Checks};
use crate::error::AppError;
use crate::http::ProblemBody;
use crate::state::AppState;

/// Mounts the routes.
pub fn configure(config: &mut ServiceConfig) {
    config
        .service(web::resource("/health").route(web::get().to(health)))
        .service(web::resource("/api/health").route(web::get().to(health)))
        .service(web::resource("/health/database").route(web::get().to(database)))
        .service(web::resource("/health/redis").route(web::get().to(redis)))
        .service(web::resource("/health/live").route(web::get().to(live)))
        .service(web::resource("/health/ready").route(web::get().to(ready)));
}

/// The health of the service and its dependencies: 200 if all checks pass, else 503.
#[utoipa::path(
    get, path = "/api/health", tag = "health", security(()),
    responses(
        (status = 200, description = "All is well", body = serde_json::Value),
        (status = 404, description = "Switched off", body = ProblemBody, content_type = "application/problem+json"),
        (status = 503, description = "Something is not", body = serde_json::Value),
    ),
)]
pub(crate) async fn health(
    state: Data<AppState>,
    checks: Data<Checks>,
) -> Result<HttpResponse, AppError> {
    require_enabled(&state)?;
    let checks = [
        ("database", checks.database(&state).await),
        ("redis", checks::redis(&state)),
        ("memory", checks.memory().await),
        ("disk", checks.disk(&state).await),
    ];
    Ok(report(&state, checks))
}

async fn database(state: Data<AppState>, checks: Data<Checks>) -> Result<HttpResponse, AppError> {
    require_enabled(&state)?;
    Ok(report(
        &state,
        [("database", checks.database(&state).await)],
    ))
}

async fn redis(state: Data<AppState>) -> Result<HttpResponse, AppError> {
    require_enabled(&state)?;
    Ok(report(&state, [("redis", checks::redis(&state))]))
}

async fn live(state: Data<AppState>) -> HttpResponse {
    report(&state, [])
}

async fn ready(state: Data<AppState>, checks: Data<Checks>) -> HttpResponse {
    let checks = [
        ("database", checks.database(&state).await),
        ("migrations", checks.migrations(&state).await),
    ];
    report(&state, checks)
}

fn require_enabled(state: &AppState) -> Result<(), AppError> {
    if state.config.health.enabled {
        Ok(())
    } else {
        Err(AppError::NotFound)
    }
}

fn report<const N: usize>(state: &AppState, checks: [(&'static str, Check); N]) -> HttpResponse {
    let report = Report::new(
        state.started,
        env!("CARGO_PKG_VERSION"),
        state.config.environment,
        checks,
    );
    HttpResponse::build(report.http_status()).json(report)
}
