//! `/api/kpi`.

use actix_web::HttpResponse;
use actix_web::web::{self, Query, ServiceConfig};

use super::dto::{Laws, Preview, Recalculation, RecomputeRange, RecomputeResult};
use super::service;
use crate::error::AppError;
use crate::features::days::{self, Explanation};
use crate::http::{Json, check_recordable};
use crate::scoring;
use crate::session::{CurrentUser, LanguageQuery, UserRequest};

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

/// Previews the KPI of a day without saving it.
#[utoipa::path(
    post, path = "/api/kpi/preview", tag = "kpi", request_body = Preview,
    responses((status = 200, body = Explanation)),
)]
pub(crate) async fn preview(
    request: UserRequest,
    Json(preview): Json<Preview>,
) -> Result<HttpResponse, AppError> {
    let preview = request.read(move |conn, user| {
        let date = check_recordable(preview.date.0, user.today, "/date")?;
        days::preview(conn, user, date, preview.into())
    });
    Ok(HttpResponse::Ok().json(preview.await?))
}

/// Lists the laws with their rules and sources.
#[utoipa::path(
    get, path = "/api/kpi/laws", tag = "kpi", params(LanguageQuery),
    responses((status = 200, body = Laws)),
)]
pub(crate) async fn laws(user: CurrentUser, Query(query): Query<LanguageQuery>) -> HttpResponse {
    HttpResponse::Ok().json(Laws::in_language(query.language_for(&user)))
}

/// The progress of a recomputation in the background.
#[utoipa::path(
    get, path = "/api/kpi/recompute", tag = "kpi",
    responses((status = 200, body = Recalculation)),
)]
pub(crate) async fn recalculation(request: UserRequest) -> Result<HttpResponse, AppError> {
    let progress = request.read(|conn, user| scoring::progress(conn, user.id));
    Ok(HttpResponse::Ok().json(Recalculation::from(progress.await?)))
}

/// Recomputes recorded days; long ranges continue in the background.
#[utoipa::path(
    post, path = "/api/kpi/recompute", tag = "kpi", request_body = RecomputeRange,
    responses((status = 200, body = RecomputeResult)),
)]
pub(crate) async fn recompute(
    request: UserRequest,
    Json(range): Json<RecomputeRange>,
) -> Result<HttpResponse, AppError> {
    let recomputed =
        request.write(move |conn, user, events| service::recompute(conn, user, events, &range));
    Ok(HttpResponse::Ok().json(recomputed.await?))
}
