//! `/api/dashboards`.

use actix_web::HttpResponse;
use actix_web::web::{self, Path, ServiceConfig};

use super::dto::{MonthDashboard, YearDashboard};
use super::{month, year};
use crate::cache::CacheScope;
use crate::error::AppError;
use crate::session::{CurrentUser, UserRequest};

/// Mounts the routes.
pub fn configure(config: &mut ServiceConfig) {
    config.service(
        web::scope("/dashboards")
            .service(web::resource("/year/{year}").route(web::get().to(year_dashboard)))
            .service(web::resource("/month/{year}/{month}").route(web::get().to(month_dashboard))),
    );
}

/// The year dashboard.
#[utoipa::path(
    get, path = "/api/dashboards/year/{year}", tag = "dashboards",
    params(("year" = i32, Path, minimum = 2000, maximum = 2200, example = 2026)),
    responses((status = 200, body = YearDashboard, headers(("ETag" = String)))),
)]
pub(crate) async fn year_dashboard(
    request: UserRequest,
    year: Path<i32>,
) -> Result<HttpResponse, AppError> {
    let path = format!("year/{year}");
    let dashboard =
        move |conn: &mut _, user: &CurrentUser| year::dashboard(conn, user.id, *year, user.today);
    request
        .get_cached(CacheScope::Shared, path, dashboard)
        .await
}

/// The month dashboard.
#[utoipa::path(
    get, path = "/api/dashboards/month/{year}/{month}", tag = "dashboards",
    params(
        ("year" = i32, Path, minimum = 2000, maximum = 2200, example = 2026),
        ("month" = u32, Path, minimum = 1, maximum = 12, example = 11),
    ),
    responses((status = 200, body = MonthDashboard, headers(("ETag" = String)))),
)]
pub(crate) async fn month_dashboard(
    request: UserRequest,
    month: Path<(i32, u32)>,
) -> Result<HttpResponse, AppError> {
    let (year, month) = month.into_inner();
    let path = format!("month/{year}/{month}");
    let dashboard = move |conn: &mut _, user: &CurrentUser| {
        month::dashboard(conn, user.id, year, month, user.today)
    };
    request
        .get_cached(CacheScope::Shared, path, dashboard)
        .await
}
