//! `/api/email`.

use actix_web::HttpResponse;
use actix_web::web::{self, Data, ServiceConfig};

use super::dto::{EmailStatus, EmailTest};
use super::service;
use crate::error::AppError;
use crate::http::ProblemBody;
use crate::session::Admin;
use crate::state::AppState;

/// Mounts the routes.
pub fn configure(config: &mut ServiceConfig) {
    config.service(
        web::scope("/email")
            .service(web::resource("/status").route(web::get().to(status)))
            .service(web::resource("/test").route(web::post().to(send_test))),
    );
}

/// The status of email delivery, for administrators.
#[utoipa::path(
    get, path = "/api/email/status", tag = "email",
    security(("session" = []), ("cookie" = [])),
    responses(
        (status = 200, body = EmailStatus),
        (status = 403, description = "Not an administrator", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn status(state: Data<AppState>, _: Admin) -> Result<HttpResponse, AppError> {
    Ok(HttpResponse::Ok().json(service::status(&state).await?))
}

/// Enqueues a test email to the administrator.
#[utoipa::path(
    post, path = "/api/email/test", tag = "email",
    security(("session" = []), ("cookie" = [])),
    responses(
        (status = 202, body = EmailTest),
        (status = 403, description = "Not an administrator", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "Mail is off", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn send_test(
    state: Data<AppState>,
    admin: Admin,
) -> Result<HttpResponse, AppError> {
    Ok(HttpResponse::Accepted().json(service::send_test(&state, &admin).await?))
}
