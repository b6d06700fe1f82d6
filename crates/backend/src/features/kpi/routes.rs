//! `/api/kpi`.

use actix_web::HttpResponse;
use actix_web::web::{self, ServiceConfig};

use super::dto::{LawRule, Laws, Preview, Recalculation, RecomputeRange, RecomputeResult};
use super::service;
use crate::error::AppError;
use crate::features::days::{self, Explanation};
use crate::http::{Json, within_reach};
use crate::kpi::LAWS;
use crate::scoring;
use crate::session::{CurrentUser, UserRequest};

/// Mounts the routes.
pub fn configure(config: &mut ServiceConfig) {
    config.service(
        web::scope("/kpi")
            .service(web::resource("/preview").route(web::post().to(preview)))
            .service(web::resource("/laws").route(web::get().to(laws)))
            .service(
                web::resource("/recompute")
                    .route(web::get().to(recalculation))
                    .route(web::post().to(recompute)),
            ),
    );
}

/// What a day would be worth; nothing is saved.
#[utoipa::path(
    post, path = "/api/kpi/preview", tag = "kpi", request_body = Preview,
    responses((status = 200, body = Explanation)),
)]
pub(crate) async fn preview(
    request: UserRequest,
    Json(preview): Json<Preview>,
) -> Result<HttpResponse, AppError> {
    let preview = request.read(move |conn, user| {
        let date = within_reach(preview.date.0, user.today, "/date")?;
        days::preview(conn, user, date, preview.into())
    });
    Ok(HttpResponse::Ok().json(preview.await?))
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

/// Whether days are being scored again since something that they depend on was changed, and how far
/// that has come.
#[utoipa::path(
    get, path = "/api/kpi/recompute", tag = "kpi",
    responses((status = 200, body = Recalculation)),
)]
pub(crate) async fn recalculation(request: UserRequest) -> Result<HttpResponse, AppError> {
    let progress = request.read(|conn, user| scoring::progress(conn, user.id));
    Ok(HttpResponse::Ok().json(Recalculation::from(progress.await?)))
}

/// Scores recorded days again; of many, those that are left are scored in the background.
#[utoipa::path(
    post, path = "/api/kpi/recompute", tag = "kpi", request_body = RecomputeRange,
    responses((status = 200, body = RecomputeResult)),
)]
pub(crate) async fn recompute(
    request: UserRequest,
    Json(range): Json<RecomputeRange>,
) -> Result<HttpResponse, AppError> {
    let recomputed = request.write(move |conn, user| service::recompute(conn, user, &range));
    Ok(HttpResponse::Ok().json(recomputed.await?))
}
