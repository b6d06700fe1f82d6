//! `/api/habits`.

use actix_web::HttpResponse;
use actix_web::web::{self, Path, Query, ServiceConfig};

use super::dto::{Habit, HabitFilter, HabitHistory, HabitInput, HabitOrder, HabitStats, Habits};
use super::service;
use crate::cache::CacheScope;
use crate::domain::HabitId;
use crate::error::AppError;
use crate::http::{ConditionHeaders, DateRange, Json, Preconditions, tagged_json};
use crate::session::UserRequest;

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
    responses((status = 200, body = Habits, headers(("ETag" = String)))),
)]
pub(crate) async fn list(
    request: UserRequest,
    Query(filter): Query<HabitFilter>,
) -> Result<HttpResponse, AppError> {
    let path = format!("habits/{filter:?}");
    let list = move |conn: &mut _, user: &_| service::list(conn, user, &filter);
    request.get_cached(CacheScope::Local, path, list).await
}

/// Adds a habit at the end of the list.
#[utoipa::path(
    post, path = "/api/habits", tag = "habits", params(ConditionHeaders),
    request_body = HabitInput,
    responses((status = 201, body = Habit, headers(("ETag" = String)))),
)]
pub(crate) async fn create(
    request: UserRequest,
    conditions: Preconditions,
    Json(input): Json<HabitInput>,
) -> Result<HttpResponse, AppError> {
    let habit = request
        .write(move |conn, user, events| service::create(conn, user, events, &input, &conditions))
        .await?;
    tagged_json(HttpResponse::Created(), &habit)
}

/// A habit.
#[utoipa::path(
    get, path = "/api/habits/{id}", tag = "habits", params(("id" = HabitId, Path)),
    responses((status = 200, body = Habit, headers(("ETag" = String)))),
)]
pub(crate) async fn find(
    request: UserRequest,
    id: Path<HabitId>,
) -> Result<HttpResponse, AppError> {
    let id = *id;
    let find = move |conn: &mut _, user: &_| service::find(conn, user, id);
    request
        .get_cached(CacheScope::Local, format!("habit/{id}"), find)
        .await
}

/// Replaces a habit; attributes that scoring needs are effective from `effectiveFrom`, in place of what was set for
/// later dates.
#[utoipa::path(
    put, path = "/api/habits/{id}", tag = "habits",
    params(("id" = HabitId, Path), ConditionHeaders),
    request_body = HabitInput,
    responses((status = 200, body = Habit, headers(("ETag" = String)))),
)]
pub(crate) async fn update(
    request: UserRequest,
    id: Path<HabitId>,
    conditions: Preconditions,
    Json(input): Json<HabitInput>,
) -> Result<HttpResponse, AppError> {
    let habit = request
        .write(move |conn, user, events| {
            service::update(conn, user, events, *id, &input, &conditions)
        })
        .await?;
    tagged_json(HttpResponse::Ok(), &habit)
}

/// Deletes a habit with its history; its days are rescored without it.
#[utoipa::path(
    delete, path = "/api/habits/{id}", tag = "habits", params(("id" = HabitId, Path), ConditionHeaders),
    responses((status = 204)),
)]
pub(crate) async fn delete(
    request: UserRequest,
    id: Path<HabitId>,
    conditions: Preconditions,
) -> Result<HttpResponse, AppError> {
    request
        .write(move |conn, user, events| service::delete(conn, user, events, *id, &conditions))
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Archives a habit from today; its history stays.
#[utoipa::path(
    post, path = "/api/habits/{id}/archive", tag = "habits", params(("id" = HabitId, Path), ConditionHeaders),
    responses((status = 200, body = Habit, headers(("ETag" = String)))),
)]
pub(crate) async fn archive(
    request: UserRequest,
    id: Path<HabitId>,
    conditions: Preconditions,
) -> Result<HttpResponse, AppError> {
    let habit = request
        .write(move |conn, user, events| {
            service::set_active(conn, user, events, *id, false, &conditions)
        })
        .await?;
    tagged_json(HttpResponse::Ok(), &habit)
}

/// Restores an archived habit from today.
#[utoipa::path(
    post, path = "/api/habits/{id}/restore", tag = "habits", params(("id" = HabitId, Path), ConditionHeaders),
    responses((status = 200, body = Habit, headers(("ETag" = String)))),
)]
pub(crate) async fn restore(
    request: UserRequest,
    id: Path<HabitId>,
    conditions: Preconditions,
) -> Result<HttpResponse, AppError> {
    let habit = request
        .write(move |conn, user, events| {
            service::set_active(conn, user, events, *id, true, &conditions)
        })
        .await?;
    tagged_json(HttpResponse::Ok(), &habit)
}

/// Reorders the habits.
#[utoipa::path(
    put, path = "/api/habits/order", tag = "habits", params(ConditionHeaders),
    request_body = HabitOrder,
    responses((status = 200, body = Habits, headers(("ETag" = String)))),
)]
pub(crate) async fn reorder(
    request: UserRequest,
    conditions: Preconditions,
    Json(order): Json<HabitOrder>,
) -> Result<HttpResponse, AppError> {
    let habits = request
        .write(move |conn, user, events| service::reorder(conn, user, events, &order, &conditions))
        .await?;
    tagged_json(HttpResponse::Ok(), &habits)
}

/// Adds the missing ones of the ten default habits, and lists them.
#[utoipa::path(
    post, path = "/api/habits/defaults", tag = "habits", params(ConditionHeaders),
    responses((status = 201, body = Habits)),
)]
pub(crate) async fn add_defaults(
    request: UserRequest,
    conditions: Preconditions,
) -> Result<HttpResponse, AppError> {
    let added = request
        .write(move |conn, user, events| service::restore_defaults(conn, user, events, &conditions))
        .await?;
    Ok(HttpResponse::Created().json(added))
}

/// The history of a habit.
#[utoipa::path(
    get, path = "/api/habits/{id}/history", tag = "habits",
    params(("id" = HabitId, Path), DateRange),
    responses((status = 200, body = HabitHistory, headers(("ETag" = String)))),
)]
pub(crate) async fn history(
    request: UserRequest,
    id: Path<HabitId>,
    Query(range): Query<DateRange>,
) -> Result<HttpResponse, AppError> {
    let path = format!("history/{id}/{}", range.as_path());
    let history = move |conn: &mut _, user: &_| service::history(conn, user, *id, &range);
    request.get_cached(CacheScope::Local, path, history).await
}

/// Statistics of a habit.
#[utoipa::path(
    get, path = "/api/habits/{id}/stats", tag = "habits", params(("id" = HabitId, Path)),
    responses((status = 200, body = HabitStats, headers(("ETag" = String)))),
)]
pub(crate) async fn stats(
    request: UserRequest,
    id: Path<HabitId>,
) -> Result<HttpResponse, AppError> {
    let id = *id;
    let stats = move |conn: &mut _, user: &_| service::stats(conn, user, id);
    request
        .get_cached(CacheScope::Shared, format!("stats/{id}"), stats)
        .await
}
