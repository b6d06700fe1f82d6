//! `/api/exceptions`.

use actix_web::HttpResponse;
use actix_web::web::{self, Query, ServiceConfig};

use super::dto::{ExceptionStatistics, ExceptionTypes, Exceptions, StatisticsQuery};
use super::service;
use crate::cache::CacheScope;
use crate::error::AppError;
use crate::http::DateRange;
use crate::session::{CurrentUser, LanguageQuery, UserRequest};

/// Mounts the routes.
pub fn configure(config: &mut ServiceConfig) {
    config.service(
        web::scope("/exceptions")
            .service(web::resource("").route(web::get().to(list)))
            .service(web::resource("/types").route(web::get().to(types)))
            .service(web::resource("/statistics").route(web::get().to(statistics))),
    );
}

/// Lists the exceptions of a range, one for consecutive days of the same kind and note.
#[utoipa::path(
    get, path = "/api/exceptions", tag = "exceptions", params(DateRange),
    responses((status = 200, body = Exceptions, headers(("ETag" = String)))),
)]
pub(crate) async fn list(
    request: UserRequest,
    Query(range): Query<DateRange>,
) -> Result<HttpResponse, AppError> {
    let path = format!("exceptions/{}", range.as_path());
    let list = move |conn: &mut _, user: &_| service::list(conn, user, &range);
    request.get_cached(CacheScope::Local, path, list).await
}

/// Lists the kinds of exceptions with their names.
#[utoipa::path(
    get, path = "/api/exceptions/types", tag = "exceptions", params(LanguageQuery),
    responses((status = 200, body = ExceptionTypes)),
)]
pub(crate) async fn types(user: CurrentUser, Query(query): Query<LanguageQuery>) -> HttpResponse {
    HttpResponse::Ok().json(ExceptionTypes::in_language(query.language_for(&user)))
}

/// How many days of a year and of its months are exceptions.
#[utoipa::path(
    get, path = "/api/exceptions/statistics", tag = "exceptions", params(StatisticsQuery),
    responses((status = 200, body = ExceptionStatistics, headers(("ETag" = String)))),
)]
pub(crate) async fn statistics(
    request: UserRequest,
    Query(query): Query<StatisticsQuery>,
) -> Result<HttpResponse, AppError> {
    let path = format!("exception-statistics/{}", query.year);
    let statistics = move |conn: &mut _, user: &_| service::statistics(conn, user, query.year);
    request
        .get_cached(CacheScope::Local, path, statistics)
        .await
}
