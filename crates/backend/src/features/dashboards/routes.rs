//! `/api/dashboards`.

use actix_web::HttpResponse;
use actix_web::web::{self, Data, Path, ServiceConfig};

use super::dto::{MonthDashboard, YearDashboard};
use super::{month, year};
use crate::http::{AppError, CurrentUser, ProblemBody};
use crate::state::AppState;

/// Mounts the routes.
pub fn configure(config: &mut ServiceConfig) {
    config.service(
        web::scope("/dashboards")
            .service(web::resource("/year/{year}").route(web::get().to(year_dashboard)))
            .service(web::resource("/month/{year}/{month}").route(web::get().to(month_dashboard))),
    );
}

/// A year at a glance.
#[utoipa::path(
    get, path = "/api/dashboards/year/{year}", tag = "dashboards",
    params(("year" = i32, Path, minimum = 2000, maximum = 2200, example = 2026)),
    responses(
        (status = 200, body = YearDashboard),
        (status = 404, description = "No such year", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn year_dashboard(
    state: Data<AppState>,
    user: CurrentUser,
    year: Path<i32>,
) -> Result<HttpResponse, AppError> {
    let today = user.today(&state.clock);
    let dashboard = state
        .db
        .read(move |conn| year::dashboard(conn, user.id, *year, today))
        .await?;
    Ok(HttpResponse::Ok().json(dashboard))
}

/// A month at a glance.
#[utoipa::path(
    get, path = "/api/dashboards/month/{year}/{month}", tag = "dashboards",
    params(
        ("year" = i32, Path, minimum = 2000, maximum = 2200, example = 2026),
        ("month" = u32, Path, minimum = 1, maximum = 12, example = 11),
    ),
    responses(
        (status = 200, body = MonthDashboard),
        (status = 404, description = "No such month", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn month_dashboard(
    state: Data<AppState>,
    user: CurrentUser,
    month: Path<(i32, u32)>,
) -> Result<HttpResponse, AppError> {
    let (year, month) = month.into_inner();
    let today = user.today(&state.clock);
    let dashboard = state
        .db
        .read(move |conn| month::dashboard(conn, user.id, year, month, today))
        .await?;
    Ok(HttpResponse::Ok().json(dashboard))
}
