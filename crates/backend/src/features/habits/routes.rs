//! `/api/habits`.

use actix_web::web::{self, Data, Path, Query, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};

use super::dto::{Habit, HabitFilter, HabitHistory, HabitInput, HabitOrder, HabitStats, Habits};
use super::service;
use crate::error::AppError;
use crate::http::{CurrentUser, DateRange, Json, ProblemBody, cached};
use crate::ids::HabitId;
use crate::state::AppState;

/// Mounts the routes.
pub fn configure(config: &mut ServiceConfig) {
    config.service(
        web::scope("/habits")
            .service(
                web::resource("")
                    .route(web::get().to(list))
                    .route(web::post().to(create)),
            )
            .service(web::resource("/order").route(web::put().to(reorder)))
            .service(web::resource("/defaults").route(web::post().to(add_defaults)))
            .service(
                web::resource("/{id}")
                    .route(web::get().to(find))
                    .route(web::put().to(update))
                    .route(web::delete().to(delete)),
            )
            .service(web::resource("/{id}/archive").route(web::post().to(archive)))
            .service(web::resource("/{id}/restore").route(web::post().to(restore)))
            .service(web::resource("/{id}/history").route(web::get().to(history)))
            .service(web::resource("/{id}/stats").route(web::get().to(stats))),
    );
}

/// Lists habits in the user's order.
#[utoipa::path(
    get, path = "/api/habits", tag = "habits", params(HabitFilter),
    responses((status = 200, body = Habits)),
)]
pub(crate) async fn list(
    state: Data<AppState>,
    user: CurrentUser,
    Query(filter): Query<HabitFilter>,
) -> Result<HttpResponse, AppError> {
    Ok(HttpResponse::Ok().json(service::list(&state, user, filter).await?))
}

/// Adds a habit at the end of the list.
#[utoipa::path(
    post, path = "/api/habits", tag = "habits", request_body = HabitInput,
    responses((status = 201, body = Habit)),
)]
pub(crate) async fn create(
    state: Data<AppState>,
    user: CurrentUser,
    Json(input): Json<HabitInput>,
) -> Result<HttpResponse, AppError> {
    Ok(HttpResponse::Created().json(service::create(&state, user, input).await?))
}

/// One habit.
#[utoipa::path(
    get, path = "/api/habits/{id}", tag = "habits", params(("id" = HabitId, Path)),
    responses(
        (status = 200, body = Habit),
        (status = 404, description = "No such habit of yours", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn find(
    state: Data<AppState>,
    user: CurrentUser,
    id: Path<HabitId>,
) -> Result<HttpResponse, AppError> {
    Ok(HttpResponse::Ok().json(service::find(&state, user, *id).await?))
}

/// Replaces a habit; what scoring reads of it counts from `effectiveFrom`.
#[utoipa::path(
    put, path = "/api/habits/{id}", tag = "habits", params(("id" = HabitId, Path)),
    request_body = HabitInput,
    responses(
        (status = 200, body = Habit),
        (status = 404, description = "No such habit of yours", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn update(
    state: Data<AppState>,
    user: CurrentUser,
    id: Path<HabitId>,
    Json(input): Json<HabitInput>,
) -> Result<HttpResponse, AppError> {
    Ok(HttpResponse::Ok().json(service::update(&state, user, *id, input).await?))
}

/// Deletes a habit with its history; its days are scored again without it.
#[utoipa::path(
    delete, path = "/api/habits/{id}", tag = "habits", params(("id" = HabitId, Path)),
    responses(
        (status = 204),
        (status = 404, description = "No such habit of yours", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn delete(
    state: Data<AppState>,
    user: CurrentUser,
    id: Path<HabitId>,
) -> Result<HttpResponse, AppError> {
    service::delete(&state, user, *id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Takes a habit out of use from today on; its past stays.
#[utoipa::path(
    post, path = "/api/habits/{id}/archive", tag = "habits", params(("id" = HabitId, Path)),
    responses(
        (status = 200, body = Habit),
        (status = 404, description = "No such habit of yours", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn archive(
    state: Data<AppState>,
    user: CurrentUser,
    id: Path<HabitId>,
) -> Result<HttpResponse, AppError> {
    Ok(HttpResponse::Ok().json(service::set_active(&state, user, *id, false).await?))
}

/// Takes an archived habit into use again from today on.
#[utoipa::path(
    post, path = "/api/habits/{id}/restore", tag = "habits", params(("id" = HabitId, Path)),
    responses(
        (status = 200, body = Habit),
        (status = 404, description = "No such habit of yours", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn restore(
    state: Data<AppState>,
    user: CurrentUser,
    id: Path<HabitId>,
) -> Result<HttpResponse, AppError> {
    Ok(HttpResponse::Ok().json(service::set_active(&state, user, *id, true).await?))
}

/// Puts the habits in use into another order.
#[utoipa::path(
    put, path = "/api/habits/order", tag = "habits", request_body = HabitOrder,
    responses((status = 200, body = Habits)),
)]
pub(crate) async fn reorder(
    state: Data<AppState>,
    user: CurrentUser,
    Json(order): Json<HabitOrder>,
) -> Result<HttpResponse, AppError> {
    Ok(HttpResponse::Ok().json(service::reorder(&state, user, order).await?))
}

/// Adds those of the ten first habits that are missing; lists what was added.
#[utoipa::path(
    post, path = "/api/habits/defaults", tag = "habits",
    responses((status = 201, body = Habits)),
)]
pub(crate) async fn add_defaults(
    state: Data<AppState>,
    user: CurrentUser,
) -> Result<HttpResponse, AppError> {
    Ok(HttpResponse::Created().json(service::restore_defaults(&state, user).await?))
}

/// A habit's recorded days.
#[utoipa::path(
    get, path = "/api/habits/{id}/history", tag = "habits",
    params(("id" = HabitId, Path), DateRange),
    responses(
        (status = 200, body = HabitHistory),
        (status = 404, description = "No such habit of yours", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn history(
    state: Data<AppState>,
    user: CurrentUser,
    id: Path<HabitId>,
    Query(range): Query<DateRange>,
) -> Result<HttpResponse, AppError> {
    Ok(HttpResponse::Ok().json(service::history(&state, user, *id, range).await?))
}

/// A habit in figures.
#[utoipa::path(
    get, path = "/api/habits/{id}/stats", tag = "habits", params(("id" = HabitId, Path)),
    responses(
        (status = 200, body = HabitStats, headers(("ETag" = String), ("X-Cache" = String, description = "`hit` or `miss`"))),
        (status = 304, description = "As `If-None-Match` has it"),
        (status = 404, description = "No such habit of yours", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn stats(
    request: HttpRequest,
    state: Data<AppState>,
    user: CurrentUser,
    id: Path<HabitId>,
) -> Result<HttpResponse, AppError> {
    let id = *id;
    let stats = service::stats(&state, &user, id);
    cached(&request, &state, &user, format!("stats/{id}"), stats).await
}
