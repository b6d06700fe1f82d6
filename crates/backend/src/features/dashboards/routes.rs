//! `/api/dashboards`.

use actix_web::web::{self, Data, Path, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};

use super::dto::{MonthDashboard, YearDashboard};
use super::{month, year};
use crate::error::AppError;
use crate::http::{CurrentUser, ProblemBody, cached};
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
        (status = 200, body = YearDashboard, headers(("ETag" = String), ("X-Cache" = String, description = "`hit` or `miss`"))),
        (status = 304, description = "As `If-None-Match` has it"),
        (status = 404, description = "No such year", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn year_dashboard(
    request: HttpRequest,
    state: Data<AppState>,
    user: CurrentUser,
    year: Path<i32>,
) -> Result<HttpResponse, AppError> {
    let (id, year, today) = (user.id, *year, user.today(&state.clock));
    let dashboard = state
        .db
        .read(move |conn| year::dashboard(conn, id, year, today));
    cached(&request, &state, &user, format!("year/{year}"), dashboard).await
}

/// A month at a glance.
#[utoipa::path(
    get, path = "/api/dashboards/month/{year}/{month}", tag = "dashboards",
    params(
        ("year" = i32, Path, minimum = 2000, maximum = 2200, example = 2026),
        ("month" = u32, Path, minimum = 1, maximum = 12, example = 11),
    ),
    responses(
        (status = 200, body = MonthDashboard, headers(("ETag" = String), ("X-Cache" = String, description = "`hit` or `miss`"))),
        (status = 304, description = "As `If-None-Match` has it"),
        (status = 404, description = "No such month", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn month_dashboard(
    request: HttpRequest,
    state: Data<AppState>,
    user: CurrentUser,
    month: Path<(i32, u32)>,
) -> Result<HttpResponse, AppError> {
    let (year, month) = month.into_inner();
    let (id, today) = (user.id, user.today(&state.clock));
    let path = format!("month/{year}/{month}");
    let dashboard = state
        .db
        .read(move |conn| month::dashboard(conn, id, year, month, today));
    cached(&request, &state, &user, path, dashboard).await
}
