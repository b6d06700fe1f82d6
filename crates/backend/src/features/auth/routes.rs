//! `/api/auth`.

use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};

use super::access_tokens;
use super::client_info::ClientInfo;
use super::dto::{
    AccountDeletion, Credentials, PasswordChange, ProfileUpdate, Registration, RegistrationStatus,
    User,
};
use super::email_tokens;
use super::service;
use super::sessions::{self, Session};
use crate::error::AppError;
use crate::http::{Json, ProblemBody};
use crate::session::{CurrentUser, SessionUser, cookie};
use crate::state::AppState;

/// Mounts the routes.
pub fn configure(config: &mut ServiceConfig) {
    config.service(
        web::scope("/auth")
            .service(web::resource("/registration").route(web::get().to(registration_status)))
            .service(web::resource("/register").route(web::post().to(register)))
            .service(web::resource("/login").route(web::post().to(login)))
            .service(web::resource("/logout").route(web::post().to(logout)))
            .service(web::resource("/logout-all").route(web::post().to(logout_all)))
            .configure(sessions::configure)
            .configure(access_tokens::configure)
            .configure(email_tokens::routes::configure)
            .service(web::resource("/password").route(web::put().to(change_password)))
            .service(
                web::resource("/me")
                    .route(web::get().to(me))
                    .route(web::put().to(update_me))
                    .route(web::delete().to(delete_me)),
            ),
    );
}

/// Who may sign up.
#[utoipa::path(
    get, path = "/api/auth/registration", tag = "auth", security(()),
    responses((status = 200, body = RegistrationStatus)),
)]
pub(crate) async fn registration_status(state: Data<AppState>) -> HttpResponse {
    HttpResponse::Ok().json(RegistrationStatus::from(&state.config.registration))
}

/// Registers an account with the ten default habits, and signs in.
#[utoipa::path(
    post, path = "/api/auth/register", tag = "auth", security(()),
    request_body = Registration,
    responses(
        (status = 201, body = Session),
        (status = 403, description = "Registration is closed", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "The address is taken", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn register(
    state: Data<AppState>,
    request: HttpRequest,
    client: ClientInfo,
    Json(registration): Json<Registration>,
) -> Result<HttpResponse, AppError> {
    let transport = registration.session.accept(&request)?;
    let session = service::sign_up(&state, registration, client).await?;
    Ok(HttpResponse::Created().json(session.send(&request, transport)?))
}

/// Signs in.
#[utoipa::path(
    post, path = "/api/auth/login", tag = "auth", security(()),
    request_body = Credentials,
    responses(
        (status = 200, body = Session),
        (status = 403, description = "The account is disabled", body = ProblemBody, content_type = "application/problem+json"),
        (status = 401, description = "Wrong address or password", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn login(
    state: Data<AppState>,
    request: HttpRequest,
    client: ClientInfo,
    Json(credentials): Json<Credentials>,
) -> Result<HttpResponse, AppError> {
    let transport = credentials.session.accept(&request)?;
    let session = service::sign_in(&state, credentials, client).await?;
    Ok(HttpResponse::Ok().json(session.send(&request, transport)?))
}

/// Ends this session.
#[utoipa::path(
    post, path = "/api/auth/logout", tag = "auth",
    security(("session" = []), ("cookie" = [])),
    responses((status = 204)),
)]
pub(crate) async fn logout(
    state: Data<AppState>,
    request: HttpRequest,
    user: SessionUser,
) -> Result<HttpResponse, AppError> {
    service::sign_out(&state, user).await?;
    cookie::remove(&request)?;
    Ok(HttpResponse::NoContent().finish())
}

/// Ends all of the user's sessions and access tokens.
#[utoipa::path(
    post, path = "/api/auth/logout-all", tag = "auth",
    security(("session" = []), ("cookie" = [])),
    responses((status = 204)),
)]
pub(crate) async fn logout_all(
    state: Data<AppState>,
    request: HttpRequest,
    user: SessionUser,
) -> Result<HttpResponse, AppError> {
    service::sign_out_everywhere(&state, user).await?;
    cookie::remove(&request)?;
    Ok(HttpResponse::NoContent().finish())
}

/// The signed-in user.
#[utoipa::path(
    get, path = "/api/auth/me", tag = "auth",
    responses((status = 200, body = User)),
)]
pub(crate) async fn me(state: Data<AppState>, user: CurrentUser) -> HttpResponse {
    HttpResponse::Ok().json(User::of(user.account, &state))
}

/// Replaces the profile.
#[utoipa::path(
    put, path = "/api/auth/me", tag = "auth",
    request_body = ProfileUpdate,
    responses((status = 200, body = User)),
)]
pub(crate) async fn update_me(
    state: Data<AppState>,
    user: CurrentUser,
    Json(profile): Json<ProfileUpdate>,
) -> Result<HttpResponse, AppError> {
    let user = service::update_profile(&state, user, profile).await?;
    Ok(HttpResponse::Ok().json(user))
}

/// Deletes the account with all its data. The last administrator stays, and so does the last leader of a team with
/// other members.
#[utoipa::path(
    delete, path = "/api/auth/me", tag = "auth",
    security(("session" = []), ("cookie" = [])),
    request_body = AccountDeletion,
    responses(
        (status = 204),
        (status = 409, description = "The last administrator, or the last leader of a team", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Wrong password", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn delete_me(
    state: Data<AppState>,
    request: HttpRequest,
    user: SessionUser,
    client: ClientInfo,
    Json(deletion): Json<AccountDeletion>,
) -> Result<HttpResponse, AppError> {
    service::delete_account(&state, user, deletion, client).await?;
    cookie::remove(&request)?;
    Ok(HttpResponse::NoContent().finish())
}

/// Changes the password; all sessions and access tokens end, and the response has a new one.
#[utoipa::path(
    put, path = "/api/auth/password", tag = "auth",
    security(("session" = []), ("cookie" = [])),
    request_body = PasswordChange,
    responses(
        (status = 200, body = Session),
        (status = 403, description = "Wrong password", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn change_password(
    state: Data<AppState>,
    request: HttpRequest,
    client: ClientInfo,
    user: SessionUser,
    Json(change): Json<PasswordChange>,
) -> Result<HttpResponse, AppError> {
    let transport = change.session.accept(&request)?;
    let session = service::change_password(&state, user, change, client).await?;
    cookie::remove(&request)?;
    Ok(HttpResponse::Ok().json(session.send(&request, transport)?))
}
