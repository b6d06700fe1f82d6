//! `/api/days`.

use actix_web::HttpResponse;
use actix_web::web::{self, Path, Query, ServiceConfig};

use super::dto::{
    Day, DayUpdate, Days, DaysQuery, ExceptionDates, ExceptionInput, ExceptionRangeInput, TaskInput,
};
use super::search::DaySelection;
use super::service;
use crate::cache::CacheScope;
use crate::domain::TaskId;
use crate::error::AppError;
use crate::http::{ConditionHeaders, DateParam, Json, Preconditions, tagged_json};
use crate::session::UserRequest;

/// Mounts the routes.
pub fn configure(config: &mut ServiceConfig) {
    config.service(
        web::scope("/days")
            .service(web::resource("").route(web::get().to(list)))
            .service(
                web::resource("/exceptions")
                    .route(web::put().to(mark_exceptions))
                    .route(web::delete().to(clear_exceptions)),
            )
            .service(
                web::resource("/{date}")
                    .route(web::get().to(find))
                    .route(web::put().to(replace))
                    .route(web::delete().to(delete)),
            )
            .service(
                web::resource("/{date}/exception")
                    .route(web::put().to(mark_exception))
                    .route(web::delete().to(clear_exception)),
            )
            .service(web::resource("/{date}/tasks").route(web::post().to(add_task)))
            .service(
                web::resource("/{date}/tasks/{task}")
                    .route(web::put().to(replace_task))
                    .route(web::delete().to(remove_task)),
            ),
    );
}

/// Lists summaries of the recorded days of a range, or with `q` of the days with this text in their note.
#[utoipa::path(
    get, path = "/api/days", tag = "days", params(DaysQuery),
    responses((status = 200, body = Days, headers(("ETag" = String)))),
)]
pub(crate) async fn list(
    request: UserRequest,
    Query(query): Query<DaysQuery>,
) -> Result<HttpResponse, AppError> {
    let selection = DaySelection::try_from(query)?;
    let path = format!("days/{}", selection.as_path());
    let list = move |conn: &mut _, user: &_| service::list(conn, user, &selection);
    request.get_cached(CacheScope::Local, path, list).await
}

/// Marks the days of a range as exceptions, all or none. Those that are exceptions already become these.
#[utoipa::path(
    put, path = "/api/days/exceptions", tag = "days", params(ConditionHeaders),
    request_body = ExceptionRangeInput,
    responses((status = 200, body = Days, headers(("ETag" = String)))),
)]
pub(crate) async fn mark_exceptions(
    request: UserRequest,
    conditions: Preconditions,
    Json(input): Json<ExceptionRangeInput>,
) -> Result<HttpResponse, AppError> {
    let days = request
        .write(move |conn, user, events| {
            service::mark_exceptions(conn, user, events, input, &conditions)
        })
        .await?;
    tagged_json(HttpResponse::Ok(), &days)
}

/// Removes the exceptions of a range. Days without data are then not recorded.
#[utoipa::path(
    delete, path = "/api/days/exceptions", tag = "days", params(ExceptionDates, ConditionHeaders),
    responses((status = 200, body = Days, headers(("ETag" = String)))),
)]
pub(crate) async fn clear_exceptions(
    request: UserRequest,
    Query(dates): Query<ExceptionDates>,
    conditions: Preconditions,
) -> Result<HttpResponse, AppError> {
    let days = request
        .write(move |conn, user, events| {
            service::clear_exceptions(conn, user, events, &dates, &conditions)
        })
        .await?;
    tagged_json(HttpResponse::Ok(), &days)
}

/// A day with the explanation of its KPI; an empty day if it is not recorded.
#[utoipa::path(
    get, path = "/api/days/{date}", tag = "days",
    params(("date" = DateParam, Path, example = "today")),
    responses((status = 200, body = Day, headers(("ETag" = String)))),
)]
pub(crate) async fn find(
    request: UserRequest,
    date: Path<DateParam>,
) -> Result<HttpResponse, AppError> {
    let path = format!("day/{}", date.as_str());
    let find = move |conn: &mut _, user: &_| service::find(conn, user, &date);
    request.get_cached(CacheScope::Local, path, find).await
}

/// Replaces the data of a day. A day without entries, tasks and exception is not recorded, but keeps its note.
#[utoipa::path(
    put, path = "/api/days/{date}", tag = "days",
    params(("date" = DateParam, Path, example = "today"), ConditionHeaders),
    request_body = DayUpdate,
    responses((status = 200, body = Day, headers(("ETag" = String)))),
)]
pub(crate) async fn replace(
    request: UserRequest,
    date: Path<DateParam>,
    conditions: Preconditions,
    Json(update): Json<DayUpdate>,
) -> Result<HttpResponse, AppError> {
    let day = request
        .write(move |conn, user, events| {
            service::replace(conn, user, events, &date, update, &conditions)
        })
        .await?;
    tagged_json(HttpResponse::Ok(), &day)
}

/// Deletes a day, with its note.
#[utoipa::path(
    delete, path = "/api/days/{date}", tag = "days",
    params(("date" = DateParam, Path, example = "today"), ConditionHeaders),
    responses((status = 204)),
)]
pub(crate) async fn delete(
    request: UserRequest,
    date: Path<DateParam>,
    conditions: Preconditions,
) -> Result<HttpResponse, AppError> {
    request
        .write(move |conn, user, events| service::delete(conn, user, events, &date, &conditions))
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Marks a day as an exception.
#[utoipa::path(
    put, path = "/api/days/{date}/exception", tag = "days",
    params(("date" = DateParam, Path, example = "today"), ConditionHeaders),
    request_body = ExceptionInput,
    responses((status = 200, body = Day, headers(("ETag" = String)))),
)]
pub(crate) async fn mark_exception(
    request: UserRequest,
    date: Path<DateParam>,
    conditions: Preconditions,
    Json(exception): Json<ExceptionInput>,
) -> Result<HttpResponse, AppError> {
    let day = request
        .write(move |conn, user, events| {
            service::mark_exception(conn, user, events, &date, exception, &conditions)
        })
        .await?;
    tagged_json(HttpResponse::Ok(), &day)
}

/// Removes the exception of a day, which is then not recorded if it has no data.
#[utoipa::path(
    delete, path = "/api/days/{date}/exception", tag = "days",
    params(("date" = DateParam, Path, example = "today"), ConditionHeaders),
    responses((status = 200, body = Day, headers(("ETag" = String)))),
)]
pub(crate) async fn clear_exception(
    request: UserRequest,
    date: Path<DateParam>,
    conditions: Preconditions,
) -> Result<HttpResponse, AppError> {
    let day = request
        .write(move |conn, user, events| {
            service::clear_exception(conn, user, events, &date, &conditions)
        })
        .await?;
    tagged_json(HttpResponse::Ok(), &day)
}

/// Adds a task to a day.
#[utoipa::path(
    post, path = "/api/days/{date}/tasks", tag = "days",
    params(("date" = DateParam, Path, example = "today"), ConditionHeaders),
    request_body = TaskInput,
    responses((status = 201, body = Day, headers(("ETag" = String)))),
)]
pub(crate) async fn add_task(
    request: UserRequest,
    date: Path<DateParam>,
    conditions: Preconditions,
    Json(task): Json<TaskInput>,
) -> Result<HttpResponse, AppError> {
    let day = request
        .write(move |conn, user, events| {
            service::add_task(conn, user, events, &date, task, &conditions)
        })
        .await?;
    tagged_json(HttpResponse::Created(), &day)
}

/// Replaces a task.
#[utoipa::path(
    put, path = "/api/days/{date}/tasks/{task}", tag = "days",
    params(
        ("date" = DateParam, Path, example = "today"),
        ("task" = TaskId, Path),
        ConditionHeaders,
    ),
    request_body = TaskInput,
    responses((status = 200, body = Day, headers(("ETag" = String)))),
)]
pub(crate) async fn replace_task(
    request: UserRequest,
    path: Path<(DateParam, TaskId)>,
    conditions: Preconditions,
    Json(task): Json<TaskInput>,
) -> Result<HttpResponse, AppError> {
    let (date, id) = path.into_inner();
    let day = request
        .write(move |conn, user, events| {
            service::replace_task(conn, user, events, &date, id, task, &conditions)
        })
        .await?;
    tagged_json(HttpResponse::Ok(), &day)
}

/// Removes a task.
#[utoipa::path(
    delete, path = "/api/days/{date}/tasks/{task}", tag = "days",
    params(
        ("date" = DateParam, Path, example = "today"),
        ("task" = TaskId, Path),
        ConditionHeaders,
    ),
    responses((status = 200, body = Day, headers(("ETag" = String)))),
)]
pub(crate) async fn remove_task(
    request: UserRequest,
    path: Path<(DateParam, TaskId)>,
    conditions: Preconditions,
) -> Result<HttpResponse, AppError> {
    let (date, id) = path.into_inner();
    let day = request
        .write(move |conn, user, events| {
            service::remove_task(conn, user, events, &date, id, &conditions)
        })
        .await?;
    tagged_json(HttpResponse::Ok(), &day)
}
