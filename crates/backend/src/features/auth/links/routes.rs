//! `/api/auth/password/forgot`, `/api/auth/password/reset` and `/api/auth/email`.

use actix_web::HttpResponse;
use actix_web::web::{self, Data, ServiceConfig};

use super::dto::{EmailVerification, ForgottenPassword, PasswordReset};
use super::service;
use crate::error::AppError;
use crate::features::auth::caller::Caller;
use crate::http::{Json, ProblemBody};
use crate::session::CurrentUser;
use crate::state::AppState;

/// Mounts the routes.
pub(crate) fn configure(config: &mut ServiceConfig) {
    config
        .service(web::resource("/password/forgot").route(web::post().to(forgot_password)))
        .service(web::resource("/password/reset").route(web::post().to(reset_password)))
        .service(web::resource("/email/verify").route(web::post().to(verify_email)))
        .service(web::resource("/email/verify/resend").route(web::post().to(verify_email_again)));
}

/// Asks for a mail with a link to choose a new password. The answer is the same whether there is
/// an account with the address or not.
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
    caller: Caller,
    Json(forgotten): Json<ForgottenPassword>,
) -> Result<HttpResponse, AppError> {
    service::forgotten(state, forgotten.email, caller).await?;
    Ok(HttpResponse::Accepted().finish())
}

/// Chooses a new password by a link from a mail; every session ends.
#[utoipa::path(
    post, path = "/api/auth/password/reset", tag = "auth", security(()),
    request_body = PasswordReset,
    responses((status = 204)),
)]
pub(crate) async fn reset_password(
    state: Data<AppState>,
    caller: Caller,
    Json(reset): Json<PasswordReset>,
) -> Result<HttpResponse, AppError> {
    service::reset(&state, reset, caller).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Shows by a link from a mail that the address is one's own.
#[utoipa::path(
    post, path = "/api/auth/email/verify", tag = "auth", security(()),
    request_body = EmailVerification,
    responses((status = 204)),
)]
pub(crate) async fn verify_email(
    state: Data<AppState>,
    Json(verification): Json<EmailVerification>,
) -> Result<HttpResponse, AppError> {
    service::verify(&state, verification.token).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Sends the link that shows that the address is one's own once more.
#[utoipa::path(
    post, path = "/api/auth/email/verify/resend", tag = "auth",
    responses(
        (status = 202, description = "A mail is on its way, unless the address is verified"),
        (status = 409, description = "Mail is off", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn verify_email_again(
    state: Data<AppState>,
    user: CurrentUser,
    caller: Caller,
) -> Result<HttpResponse, AppError> {
    service::verify_again(&state, user, caller).await?;
    Ok(HttpResponse::Accepted().finish())
}
