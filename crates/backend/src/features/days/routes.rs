//! `/api/days`.

use actix_web::http::header::ETag;
use actix_web::web::{self, Data, Path, Query, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};

use super::dto::{Day, DayUpdate, Days, ExceptionInput, TaskInput};
use super::service;
use crate::error::AppError;
use crate::http::{
    CurrentUser, DateParam, DateRange, IfMatch, Json, ProblemBody, entity_tag, tagged,
};
use crate::ids::TaskId;
use crate::state::AppState;

/// Mounts the routes.
pub fn configure(config: &mut ServiceConfig) {
    config.service(
        web::scope("/days")
            .service(web::resource("").route(web::get().to(list)))
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

/// Lists recorded days in short.
#[utoipa::path(
    get, path = "/api/days", tag = "days", params(DateRange),
    responses((status = 200, body = Days)),
)]
pub(crate) async fn list(
    state: Data<AppState>,
    user: CurrentUser,
    Query(range): Query<DateRange>,
) -> Result<HttpResponse, AppError> {
    Ok(HttpResponse::Ok().json(service::list(&state, user, range).await?))
}

/// One day, with its KPI explained; a day that is not recorded as an empty one.
#[utoipa::path(
    get, path = "/api/days/{date}", tag = "days",
    params(("date" = String, Path, description = "`YYYY-MM-DD`, or `today`", example = "today")),
    responses(
        (status = 200, body = Day, headers(("ETag" = String))),
        (status = 304, description = "As `If-None-Match` has it"),
    ),
)]
pub(crate) async fn find(
    request: HttpRequest,
    state: Data<AppState>,
    user: CurrentUser,
    date: Path<DateParam>,
) -> Result<HttpResponse, AppError> {
    let date = date.resolve(&user, &state.clock)?;
    let day = service::find(&state, user, date).await?;
    tagged(&request, &day)
}

/// Replaces what is entered for a day. `If-Match` guards against overwriting what one has not seen.
#[utoipa::path(
    put, path = "/api/days/{date}", tag = "days",
    params(
        ("date" = String, Path, description = "`YYYY-MM-DD`, or `today`", example = "today"),
        ("If-Match" = Option<String>, Header, description = "The ETag the change is based on"),
    ),
    request_body = DayUpdate,
    responses(
        (status = 200, body = Day, headers(("ETag" = String))),
        (status = 412, description = "The day has changed since", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn replace(
    state: Data<AppState>,
    user: CurrentUser,
    date: Path<DateParam>,
    condition: IfMatch,
    Json(update): Json<DayUpdate>,
) -> Result<HttpResponse, AppError> {
    let date = date.resolve(&user, &state.clock)?;
    saved(
        HttpResponse::Ok(),
        &service::replace(&state, user, date, update, condition).await?,
    )
}

/// Forgets a day.
#[utoipa::path(
    delete, path = "/api/days/{date}", tag = "days",
    params(("date" = String, Path, description = "`YYYY-MM-DD`, or `today`", example = "today")),
    responses(
        (status = 204),
        (status = 404, description = "Not recorded", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn delete(
    state: Data<AppState>,
    user: CurrentUser,
    date: Path<DateParam>,
) -> Result<HttpResponse, AppError> {
    let date = date.resolve(&user, &state.clock)?;
    service::delete(&state, user, date).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Marks a day as one that does not count.
#[utoipa::path(
    put, path = "/api/days/{date}/exception", tag = "days",
    params(("date" = String, Path, description = "`YYYY-MM-DD`, or `today`", example = "today")),
    request_body = ExceptionInput,
    responses((status = 200, body = Day, headers(("ETag" = String)))),
)]
pub(crate) async fn mark_exception(
    state: Data<AppState>,
    user: CurrentUser,
    date: Path<DateParam>,
    Json(exception): Json<ExceptionInput>,
) -> Result<HttpResponse, AppError> {
    let date = date.resolve(&user, &state.clock)?;
    saved(
        HttpResponse::Ok(),
        &service::mark_exception(&state, user, date, exception).await?,
    )
}

/// Lets a day count again.
#[utoipa::path(
    delete, path = "/api/days/{date}/exception", tag = "days",
    params(("date" = String, Path, description = "`YYYY-MM-DD`, or `today`", example = "today")),
    responses((status = 200, body = Day, headers(("ETag" = String)))),
)]
pub(crate) async fn clear_exception(
    state: Data<AppState>,
    user: CurrentUser,
    date: Path<DateParam>,
) -> Result<HttpResponse, AppError> {
    let date = date.resolve(&user, &state.clock)?;
    saved(
        HttpResponse::Ok(),
        &service::clear_exception(&state, user, date).await?,
    )
}

/// Adds a task to a day.
#[utoipa::path(
    post, path = "/api/days/{date}/tasks", tag = "days",
    params(("date" = String, Path, description = "`YYYY-MM-DD`, or `today`", example = "today")),
    request_body = TaskInput,
    responses((status = 201, body = Day, headers(("ETag" = String)))),
)]
pub(crate) async fn add_task(
    state: Data<AppState>,
    user: CurrentUser,
    date: Path<DateParam>,
    Json(task): Json<TaskInput>,
) -> Result<HttpResponse, AppError> {
    let date = date.resolve(&user, &state.clock)?;
    saved(
        HttpResponse::Created(),
        &service::add_task(&state, user, date, task).await?,
    )
}

/// Replaces a task.
#[utoipa::path(
    put, path = "/api/days/{date}/tasks/{task}", tag = "days",
    params(
        ("date" = String, Path, description = "`YYYY-MM-DD`, or `today`", example = "today"),
        ("task" = TaskId, Path),
    ),
    request_body = TaskInput,
    responses(
        (status = 200, body = Day, headers(("ETag" = String))),
        (status = 404, description = "No such task that day", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn replace_task(
    state: Data<AppState>,
    user: CurrentUser,
    path: Path<(DateParam, TaskId)>,
    Json(task): Json<TaskInput>,
) -> Result<HttpResponse, AppError> {
    let (date, id) = path.into_inner();
    let date = date.resolve(&user, &state.clock)?;
    saved(
        HttpResponse::Ok(),
        &service::replace_task(&state, user, date, id, task).await?,
    )
}

/// Removes a task.
#[utoipa::path(
    delete, path = "/api/days/{date}/tasks/{task}", tag = "days",
    params(
        ("date" = String, Path, description = "`YYYY-MM-DD`, or `today`", example = "today"),
        ("task" = TaskId, Path),
    ),
    responses(
        (status = 200, body = Day, headers(("ETag" = String))),
        (status = 404, description = "No such task that day", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn remove_task(
    state: Data<AppState>,
    user: CurrentUser,
    path: Path<(DateParam, TaskId)>,
) -> Result<HttpResponse, AppError> {
    let (date, id) = path.into_inner();
    let date = date.resolve(&user, &state.clock)?;
    saved(
        HttpResponse::Ok(),
        &service::remove_task(&state, user, date, id).await?,
    )
}

fn saved(mut response: HttpResponseBuilder, day: &Day) -> Result<HttpResponse, AppError> {
    Ok(response.insert_header(ETag(entity_tag(day)?)).json(day))
}
