//! `/api/auth/sessions`.

use actix_web::web::{self, Data, Path, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};

use super::dto::SessionList;
use super::service;
use crate::domain::SessionId;
use crate::error::AppError;
use crate::session::{SessionUser, cookie};
use crate::state::AppState;

/// Mounts the routes.
pub(crate) fn configure(config: &mut ServiceConfig) {
    config
        .service(web::resource("/sessions").route(web::get().to(list_sessions)))
        .service(web::resource("/sessions/{id}").route(web::delete().to(end_session)));
}

/// Lists the user's active sessions.
#[utoipa::path(
    get, path = "/api/auth/sessions", tag = "auth",
    security(("session" = []), ("cookie" = [])),
    responses((status = 200, body = SessionList)),
)]
pub(crate) async fn list_sessions(
    state: Data<AppState>,
    user: SessionUser,
) -> Result<HttpResponse, AppError> {
    let sessions = service::list(&state, &user).await?;
    Ok(HttpResponse::Ok().json(SessionList { sessions }))
}

/// Ends one of the user's sessions.
#[utoipa::path(
    delete, path = "/api/auth/sessions/{id}", tag = "auth",
    security(("session" = []), ("cookie" = [])),
    params(("id" = uuid::Uuid, Path, description = "The session's id")),
    responses((status = 204)),
)]
pub(crate) async fn end_session(
    state: Data<AppState>,
    request: HttpRequest,
    user: SessionUser,
    id: Path<SessionId>,
) -> Result<HttpResponse, AppError> {
    let id = id.into_inner();
    service::end(&state, &user, id).await?;
    if id == user.session {
        cookie::remove(&request)?;
    }
    Ok(HttpResponse::NoContent().finish())
}
