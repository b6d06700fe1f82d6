//! `/api/analytics`.

use actix_web::HttpResponse;
use actix_web::web::{self, Query, ServiceConfig};
use serde::Serialize;

use super::dto::{Comparison, Consistency, Correlations, Patterns, Trends};
use super::period::{Period, ReadPeriod, TwoPeriods};
use super::{comparison, consistency, correlations, patterns, trends};
use crate::cache::CacheScope;
use crate::error::AppError;
use crate::session::{CurrentUser, UserRequest};

/// Mounts the routes.
pub fn configure(config: &mut ServiceConfig) {
    config.service(
        web::scope("/analytics")
            .service(web::resource("/trends").route(web::get().to(trends)))
            .service(web::resource("/patterns").route(web::get().to(patterns)))
            .service(web::resource("/consistency").route(web::get().to(consistency)))
            .service(web::resource("/correlations").route(web::get().to(correlations)))
            .service(web::resource("/comparison").route(web::get().to(comparison))),
    );
}

/// The KPI of each day with its moving means of seven and 28 days.
#[utoipa::path(
    get, path = "/api/analytics/trends", tag = "analytics", params(Period),
    responses((status = 200, body = Trends, headers(("ETag" = String)))),
)]
pub(crate) async fn trends(
    request: UserRequest,
    Query(period): Query<Period>,
) -> Result<HttpResponse, AppError> {
    respond(request, "trends", period, trends::trends).await
}

/// The mean KPI by day of the week and by month.
#[utoipa::path(
    get, path = "/api/analytics/patterns", tag = "analytics", params(Period),
    responses((status = 200, body = Patterns, headers(("ETag" = String)))),
)]
pub(crate) async fn patterns(
    request: UserRequest,
    Query(period): Query<Period>,
) -> Result<HttpResponse, AppError> {
    respond(request, "patterns", period, patterns::patterns).await
}

/// How regularly days are recorded and habits done.
#[utoipa::path(
    get, path = "/api/analytics/consistency", tag = "analytics", params(Period),
    responses((status = 200, body = Consistency, headers(("ETag" = String)))),
)]
pub(crate) async fn consistency(
    request: UserRequest,
    Query(period): Query<Period>,
) -> Result<HttpResponse, AppError> {
    respond(request, "consistency", period, consistency::consistency).await
}

/// Which habits go together, and which with the KPI.
#[utoipa::path(
    get, path = "/api/analytics/correlations", tag = "analytics", params(Period),
    responses((status = 200, body = Correlations, headers(("ETag" = String)))),
)]
pub(crate) async fn correlations(
    request: UserRequest,
    Query(period): Query<Period>,
) -> Result<HttpResponse, AppError> {
    respond(request, "correlations", period, correlations::correlations).await
}

/// Two periods compared: what moved the KPI.
#[utoipa::path(
    get, path = "/api/analytics/comparison", tag = "analytics", params(TwoPeriods),
    responses((status = 200, body = Comparison, headers(("ETag" = String)))),
)]
pub(crate) async fn comparison(
    request: UserRequest,
    Query(periods): Query<TwoPeriods>,
) -> Result<HttpResponse, AppError> {
    let path = format!("analytics/comparison/{}", periods.as_path());
    let comparison = move |conn: &mut _, user: &CurrentUser| {
        let (current, previous) = periods.days_over(user.today)?;
        comparison::comparison(conn, user.id, &current, &previous)
    };
    request
        .get_cached(CacheScope::Shared, path, comparison)
        .await
}

/// Responds with what is read of a period.
async fn respond<T: Serialize + 'static>(
    request: UserRequest,
    name: &str,
    period: Period,
    read: ReadPeriod<T>,
) -> Result<HttpResponse, AppError> {
    let path = format!("analytics/{name}/{}", period.as_path());
    let read =
        move |conn: &mut _, user: &CurrentUser| read(conn, user.id, &period.days_over(user.today)?);
    request.get_cached(CacheScope::Shared, path, read).await
}
