//! `/api/kpi`.

use actix_web::HttpResponse;
use actix_web::web::{self, Data, ServiceConfig};

use super::dto::{LawRule, Laws, Preview, RecomputeRange, RecomputeResult};
use super::service;
use crate::error::AppError;
use crate::features::days::{self, Explanation};
use crate::http::{CurrentUser, Json, within_reach};
use crate::kpi::LAWS;
use crate::state::AppState;

/// Mounts the routes.
pub fn configure(config: &mut ServiceConfig) {
    config.service(
        web::scope("/kpi")
            .service(web::resource("/preview").route(web::post().to(preview)))
            .service(web::resource("/laws").route(web::get().to(laws)))
            .service(web::resource("/recompute").route(web::post().to(recompute))),
    );
}

/// What a day would be worth; nothing is saved.
#[utoipa::path(
    post, path = "/api/kpi/preview", tag = "kpi", request_body = Preview,
    responses((status = 200, body = Explanation)),
)]
pub(crate) async fn preview(
    state: Data<AppState>,
    user: CurrentUser,
    Json(preview): Json<Preview>,
) -> Result<HttpResponse, AppError> {
    let date = within_reach(preview.date.0, user.today(&state.clock), "/date")?;
    Ok(HttpResponse::Ok().json(days::preview(&state, user, date, preview.into()).await?))
}

/// The laws in words.
#[utoipa::path(
    get, path = "/api/kpi/laws", tag = "kpi",
    responses((status = 200, body = Laws)),
)]
pub(crate) async fn laws(_: CurrentUser) -> HttpResponse {
    HttpResponse::Ok().json(Laws {
        laws: LAWS.iter().map(LawRule::from).collect(),
    })
}

/// Scores recorded days again.
#[utoipa::path(
    post, path = "/api/kpi/recompute", tag = "kpi", request_body = RecomputeRange,
    responses((status = 200, body = RecomputeResult)),
)]
pub(crate) async fn recompute(
    state: Data<AppState>,
    user: CurrentUser,
    Json(range): Json<RecomputeRange>,
) -> Result<HttpResponse, AppError> {
    Ok(HttpResponse::Ok().json(service::recompute(&state, user, range).await?))
}
