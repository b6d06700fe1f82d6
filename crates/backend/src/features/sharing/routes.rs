//! `/api/sharing`.

use actix_web::HttpResponse;
use actix_web::web::{self, Data, ServiceConfig};

use super::{service, store};
use crate::error::AppError;
use crate::http::Json;
use crate::session::{CurrentUser, UserRequest};
use crate::sharing::SharingSettings;
use crate::state::AppState;

/// Mounts the routes.
pub fn configure(config: &mut ServiceConfig) {
    config.service(
        web::resource("/sharing")
            .route(web::get().to(settings))
            .route(web::put().to(set)),
    );
}

/// What the user shows to others.
#[utoipa::path(
    get, path = "/api/sharing", tag = "sharing",
    responses((status = 200, body = SharingSettings)),
)]
pub(crate) async fn settings(request: UserRequest) -> Result<HttpResponse, AppError> {
    let settings = request
        .read(|conn, user| store::settings(conn, user.id))
        .await?;
    Ok(HttpResponse::Ok().json(settings))
}

/// Sets what the user shows to others.
#[utoipa::path(
    put, path = "/api/sharing", tag = "sharing",
    request_body = SharingSettings,
    responses((status = 200, body = SharingSettings)),
)]
pub(crate) async fn set(
    state: Data<AppState>,
    user: CurrentUser,
    Json(settings): Json<SharingSettings>,
) -> Result<HttpResponse, AppError> {
    let set = move |conn: &mut _, events: &mut _| service::set(conn, events, user.id, settings);
    state.write(set).await?;
    Ok(HttpResponse::Ok().json(settings))
}
