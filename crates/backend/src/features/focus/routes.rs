//! `/api/focus`.

use actix_web::HttpResponse;
use actix_web::web::{self, Path, Query, ServiceConfig};

use super::dto::{
    CurrentFocus, FocusCorrection, FocusSession, FocusSessions, FocusStart, FocusStop,
};
use super::service;
use crate::domain::FocusSessionId;
use crate::error::AppError;
use crate::http::{DateRange, Json, ProblemBody};
use crate::session::UserRequest;

/// Mounts the routes.
pub fn configure(config: &mut ServiceConfig) {
    config.service(
        web::scope("/focus")
            .service(web::resource("").route(web::get().to(list)))
            .service(web::resource("/current").route(web::get().to(current)))
            .service(web::resource("/start").route(web::post().to(start)))
            .service(
                web::resource("/{id}")
                    .route(web::put().to(correct))
                    .route(web::delete().to(delete)),
            )
            .service(web::resource("/{id}/stop").route(web::post().to(stop))),
    );
}

/// Lists the focus sessions that began in a range of days.
#[utoipa::path(
    get, path = "/api/focus", tag = "focus", params(DateRange),
    responses((status = 200, body = FocusSessions)),
)]
pub(crate) async fn list(
    request: UserRequest,
    Query(range): Query<DateRange>,
) -> Result<HttpResponse, AppError> {
    let list = request.read(move |conn, user| service::list(conn, user, &range));
    Ok(HttpResponse::Ok().json(list.await?))
}

/// The running focus session.
#[utoipa::path(
    get, path = "/api/focus/current", tag = "focus",
    responses((status = 200, body = CurrentFocus)),
)]
pub(crate) async fn current(request: UserRequest) -> Result<HttpResponse, AppError> {
    let current = request.read(service::current);
    Ok(HttpResponse::Ok().json(current.await?))
}

/// Starts a focus session, or tells later of one that began without a network. One runs at a time.
#[utoipa::path(
    post, path = "/api/focus/start", tag = "focus", request_body = FocusStart,
    responses(
        (status = 201, body = FocusSession),
        (status = 409, description = "One is running, or was at that time, or the day has 100", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn start(
    request: UserRequest,
    Json(input): Json<FocusStart>,
) -> Result<HttpResponse, AppError> {
    let started =
        request.write(move |conn, user, events| service::start(conn, user, events, &input));
    Ok(HttpResponse::Created().json(started.await?))
}

/// Stops a focus session; its minutes are added to the entry or the task once, however often it is stopped.
#[utoipa::path(
    post, path = "/api/focus/{id}/stop", tag = "focus", params(("id" = FocusSessionId, Path)),
    request_body = FocusStop,
    responses((status = 200, body = FocusSession)),
)]
pub(crate) async fn stop(
    request: UserRequest,
    id: Path<FocusSessionId>,
    Json(input): Json<FocusStop>,
) -> Result<HttpResponse, AppError> {
    let stopped =
        request.write(move |conn, user, events| service::stop(conn, user, events, *id, &input));
    Ok(HttpResponse::Ok().json(stopped.await?))
}

/// Corrects a focus session that has ended; its minutes change with it.
#[utoipa::path(
    put, path = "/api/focus/{id}", tag = "focus", params(("id" = FocusSessionId, Path)),
    request_body = FocusCorrection,
    responses(
        (status = 200, body = FocusSession),
        (status = 409, description = "It is running, or another one was at that time", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn correct(
    request: UserRequest,
    id: Path<FocusSessionId>,
    Json(input): Json<FocusCorrection>,
) -> Result<HttpResponse, AppError> {
    let corrected =
        request.write(move |conn, user, events| service::correct(conn, user, events, *id, &input));
    Ok(HttpResponse::Ok().json(corrected.await?))
}

/// Deletes a focus session, running or not, and takes its minutes away from the entry or the task.
#[utoipa::path(
    delete, path = "/api/focus/{id}", tag = "focus", params(("id" = FocusSessionId, Path)),
    responses((status = 204)),
)]
pub(crate) async fn delete(
    request: UserRequest,
    id: Path<FocusSessionId>,
) -> Result<HttpResponse, AppError> {
    request
        .write(move |conn, user, events| service::delete(conn, user, events, *id))
        .await?;
    Ok(HttpResponse::NoContent().finish())
}
