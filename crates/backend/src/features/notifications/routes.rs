//! `/api/notifications`.

use actix_web::HttpResponse;
use actix_web::web::{self, Data, Query, ServiceConfig};

use super::dto::{
    NotificationPreferences, Notifications, NotificationsQuery, ReadNotifications,
    UnreadNotifications,
};
use super::service;
use crate::error::AppError;
use crate::http::Json;
use crate::session::{CurrentUser, UserRequest};
use crate::state::AppState;

/// Mounts the routes.
pub fn configure(config: &mut ServiceConfig) {
    config.service(
        web::scope("/notifications")
            .service(web::resource("").route(web::get().to(list)))
            .service(web::resource("/read").route(web::post().to(read)))
            .service(
                web::resource("/preferences")
                    .route(web::get().to(preferences))
                    .route(web::put().to(set_preferences)),
            ),
    );
}

/// Lists the user's notifications, the latest first. The latest 500 are kept.
#[utoipa::path(
    get, path = "/api/notifications", tag = "notifications", params(NotificationsQuery),
    responses((status = 200, body = Notifications)),
)]
pub(crate) async fn list(
    request: UserRequest,
    Query(query): Query<NotificationsQuery>,
) -> Result<HttpResponse, AppError> {
    let notifications = request
        .read(move |conn, user| service::list(conn, user.id, query.before))
        .await?;
    Ok(HttpResponse::Ok().json(notifications))
}

/// Marks notifications as read.
#[utoipa::path(
    post, path = "/api/notifications/read", tag = "notifications",
    request_body = ReadNotifications,
    responses((status = 200, body = UnreadNotifications)),
)]
pub(crate) async fn read(
    state: Data<AppState>,
    user: CurrentUser,
    Json(read): Json<ReadNotifications>,
) -> Result<HttpResponse, AppError> {
    let mark_read = move |conn: &mut _| service::mark_read(conn, user.id, &read, user.now);
    let unread = state.db.write(mark_read).await?;
    Ok(HttpResponse::Ok().json(unread))
}

/// Which kinds of notifications the user wants; all, unless chosen otherwise.
#[utoipa::path(
    get, path = "/api/notifications/preferences", tag = "notifications",
    responses((status = 200, body = NotificationPreferences)),
)]
pub(crate) async fn preferences(request: UserRequest) -> Result<HttpResponse, AppError> {
    let preferences = request
        .read(|conn, user| service::preferences(conn, user.id))
        .await?;
    Ok(HttpResponse::Ok().json(preferences))
}

/// Chooses which kinds of notifications the user wants.
#[utoipa::path(
    put, path = "/api/notifications/preferences", tag = "notifications",
    request_body = NotificationPreferences,
    responses((status = 200, body = NotificationPreferences)),
)]
pub(crate) async fn set_preferences(
    state: Data<AppState>,
    user: CurrentUser,
    Json(chosen): Json<NotificationPreferences>,
) -> Result<HttpResponse, AppError> {
    let set = move |conn: &mut _| service::set_preferences(conn, user.id, &chosen);
    let preferences = state.db.write(set).await?;
    Ok(HttpResponse::Ok().json(preferences))
}
