//! `/api/auth/tokens`.

use actix_web::HttpResponse;
use actix_web::web::{self, Data, Path, ServiceConfig};

use super::dto::{AccessTokenList, IssuedAccessToken, NewAccessToken};
use super::service;
use crate::domain::AccessTokenId;
use crate::error::AppError;
use crate::http::{Json, ProblemBody};
use crate::session::SessionUser;
use crate::state::AppState;

/// Mounts the routes.
pub(crate) fn configure(config: &mut ServiceConfig) {
    config
        .service(
            web::resource("/tokens")
                .route(web::get().to(list_tokens))
                .route(web::post().to(create_token)),
        )
        .service(web::resource("/tokens/{id}").route(web::delete().to(revoke_token)));
}

/// Lists the user's access tokens, without the tokens themselves.
#[utoipa::path(
    get, path = "/api/auth/tokens", tag = "auth",
    security(("session" = []), ("cookie" = [])),
    responses((status = 200, body = AccessTokenList)),
)]
pub(crate) async fn list_tokens(
    state: Data<AppState>,
    user: SessionUser,
) -> Result<HttpResponse, AppError> {
    let list = service::list(&state, &user).await?;
    Ok(HttpResponse::Ok().json(list))
}

/// Makes an access token, with which a program acts as the user. It may read (`read`), or read and write (`write`), but
/// never manage access tokens, sessions, passwords and addresses, the account itself or the installation, nor open
/// WebSockets. A person can have 20. The token is shown once. A changed or reset password, a sign-out everywhere and a
/// disabled account end it.
#[utoipa::path(
    post, path = "/api/auth/tokens", tag = "auth",
    security(("session" = []), ("cookie" = [])),
    request_body = NewAccessToken,
    responses(
        (status = 201, body = IssuedAccessToken),
        (status = 409, description = "The user has 20 access tokens", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn create_token(
    state: Data<AppState>,
    user: SessionUser,
    Json(new): Json<NewAccessToken>,
) -> Result<HttpResponse, AppError> {
    let issued = service::create(&state, user, new).await?;
    Ok(HttpResponse::Created().json(issued))
}

/// Revokes an access token at once.
#[utoipa::path(
    delete, path = "/api/auth/tokens/{id}", tag = "auth",
    security(("session" = []), ("cookie" = [])),
    params(("id" = uuid::Uuid, Path, description = "The access token's id")),
    responses((status = 204)),
)]
pub(crate) async fn revoke_token(
    state: Data<AppState>,
    user: SessionUser,
    id: Path<AccessTokenId>,
) -> Result<HttpResponse, AppError> {
    service::revoke(&state, &user, id.into_inner()).await?;
    Ok(HttpResponse::NoContent().finish())
}
