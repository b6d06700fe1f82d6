//! `/api/auth/password/forgot`, `/api/auth/password/reset` and `/api/auth/email`.

use actix_web::HttpResponse;
use actix_web::web::{self, Data, ServiceConfig};

use super::dto::{EmailVerification, ForgottenPassword, PasswordReset};
use super::service;
use crate::error::AppError;
use crate::features::auth::client_info::ClientInfo;
use crate::http::{Json, ProblemBody};
use crate::session::SessionUser;
use crate::state::AppState;

/// Mounts the routes.
pub(crate) fn configure(config: &mut ServiceConfig) {
    config
        .service(web::resource("/password/forgot").route(web::post().to(forgot_password)))
        .service(web::resource("/password/reset").route(web::post().to(reset_password)))
        .service(web::resource("/email/verify").route(web::post().to(verify_email)))
        .service(web::resource("/email/verify/resend").route(web::post().to(verify_email_again)));
}

/// Requests an email with a link to reset the password. The response is the same whether an account
/// with the address exists or not.
#[utoipa::path(
    post, path = "/api/auth/password/forgot", tag = "auth", security(()),
    request_body = ForgottenPassword,
    responses(
        (status = 202, description = "If there is such an account, a mail is on its way"),
        (status = 409, description = "Mail is off", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn forgot_password(
    state: Data<AppState>,
    client: ClientInfo,
    Json(request): Json<ForgottenPassword>,
) -> Result<HttpResponse, AppError> {
    service::request_password_reset(state, request.email, client).await?;
    Ok(HttpResponse::Accepted().finish())
}

/// Resets the password with a token from an email; all sessions and access tokens end.
#[utoipa::path(
    post, path = "/api/auth/password/reset", tag = "auth", security(()),
    request_body = PasswordReset,
    responses((status = 204)),
)]
pub(crate) async fn reset_password(
    state: Data<AppState>,
    client: ClientInfo,
    Json(reset): Json<PasswordReset>,
) -> Result<HttpResponse, AppError> {
    service::reset_password(&state, reset, client).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Verifies the email address with a token from an email.
#[utoipa::path(
    post, path = "/api/auth/email/verify", tag = "auth", security(()),
    request_body = EmailVerification,
    responses((status = 204)),
)]
pub(crate) async fn verify_email(
    state: Data<AppState>,
    Json(verification): Json<EmailVerification>,
) -> Result<HttpResponse, AppError> {
    service::verify_email(&state, verification.token).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Sends the email to verify the address again.
#[utoipa::path(
    post, path = "/api/auth/email/verify/resend", tag = "auth",
    security(("session" = []), ("cookie" = [])),
    responses(
        (status = 202, description = "A mail is on its way, unless the address is verified"),
        (status = 409, description = "Mail is off", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn verify_email_again(
    state: Data<AppState>,
    user: SessionUser,
    client: ClientInfo,
) -> Result<HttpResponse, AppError> {
    service::resend_verification(&state, user, client).await?;
    Ok(HttpResponse::Accepted().finish())
}
