//! `/api/admin`, for administrators.

use actix_web::HttpResponse;
use actix_web::web::{self, Data, Path, Query, ServiceConfig};
use rand::RngExt as _;

use super::audit;
use super::dto::{
    AuditLog, AuditQuery, CreatedPerson, Disabling, InstallationStatus, NewPerson, NewResetLink,
    People, PeopleQuery, ResetLink, RoleChange,
};
use super::service::{self, Act};
use crate::domain::UserId;
use crate::error::AppError;
use crate::http::{Json, ProblemBody, csv};
use crate::identity::NewPassword;
use crate::session::Admin;
use crate::state::AppState;

/// Mounts the routes.
pub fn configure(config: &mut ServiceConfig) {
    config.service(
        web::scope("/admin")
            .service(
                web::resource("/people")
                    .route(web::get().to(people))
                    .route(web::post().to(create)),
            )
            .service(web::resource("/people/{id}").route(web::delete().to(delete)))
            .service(web::resource("/people/{id}/role").route(web::put().to(set_role)))
            .service(web::resource("/people/{id}/disabled").route(web::put().to(set_disabled)))
            .service(web::resource("/people/{id}/sign-out").route(web::post().to(sign_out)))
            .service(web::resource("/people/{id}/reset-link").route(web::post().to(reset_link)))
            .service(web::resource("/status").route(web::get().to(status)))
            .service(web::resource("/audit-log").route(web::get().to(audit_log)))
            .service(web::resource("/audit-log/export").route(web::get().to(export_audit_log))),
    );
}

/// The installation: its version, its database, and its last backup.
#[utoipa::path(
    get, path = "/api/admin/status", tag = "admin",
    security(("session" = []), ("cookie" = [])),
    responses(
        (status = 200, body = InstallationStatus),
        (status = 403, description = "Not an administrator", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn status(state: Data<AppState>, _: Admin) -> Result<HttpResponse, AppError> {
    let last_backup = state.db.query(service::last_backup).await?;
    Ok(HttpResponse::Ok().json(InstallationStatus::new(&state, last_backup)))
}

/// Runs an act of an administrator in one transaction.
async fn act<T: Send + 'static>(
    state: &AppState,
    admin: Admin,
    work: impl FnOnce(&mut Act<'_>) -> Result<T, AppError> + Send + 'static,
) -> Result<T, AppError> {
    let done = state.write(move |conn, events| {
        work(&mut Act {
            conn,
            events,
            administrator: &admin.account,
            now: admin.now,
        })
    });
    done.await
}

/// Lists the people of the installation.
#[utoipa::path(
    get, path = "/api/admin/people", tag = "admin", params(PeopleQuery),
    security(("session" = []), ("cookie" = [])),
    responses(
        (status = 200, body = People),
        (status = 403, description = "Not an administrator", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn people(
    state: Data<AppState>,
    _: Admin,
    Query(query): Query<PeopleQuery>,
) -> Result<HttpResponse, AppError> {
    let people = state
        .db
        .read(move |conn| service::people(conn, &query))
        .await?;
    Ok(HttpResponse::Ok().json(people))
}

/// Creates an account, whoever may sign up. Its owner chooses the password with the link.
#[utoipa::path(
    post, path = "/api/admin/people", tag = "admin",
    security(("session" = []), ("cookie" = [])),
    request_body = NewPerson,
    responses(
        (status = 201, body = CreatedPerson),
        (status = 403, description = "Not an administrator", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "The address is taken", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn create(
    state: Data<AppState>,
    admin: Admin,
    Json(new): Json<NewPerson>,
) -> Result<HttpResponse, AppError> {
    // Nobody knows it.
    let password = hex::encode(rand::rng().random::<[u8; 32]>());
    let password = NewPassword::try_from(password)
        .map_err(|invalid| AppError::Inconsistent(invalid.to_string()))?;
    let hash = state.passwords.hash(password).await?;
    let created = act(&state, admin, move |act| act.create(new, hash)).await?;
    Ok(HttpResponse::Created().json(created))
}

/// Gives an account another role. The last administrator stays one.
#[utoipa::path(
    put, path = "/api/admin/people/{id}/role", tag = "admin", params(("id" = UserId, Path)),
    security(("session" = []), ("cookie" = [])),
    request_body = RoleChange,
    responses(
        (status = 204),
        (status = 403, description = "Not an administrator", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "The last administrator", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn set_role(
    state: Data<AppState>,
    admin: Admin,
    id: Path<UserId>,
    Json(RoleChange { role }): Json<RoleChange>,
) -> Result<HttpResponse, AppError> {
    act(&state, admin, move |act| act.set_role(*id, role)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Disables an account, whose sessions end, or enables it again. The last administrator stays enabled.
#[utoipa::path(
    put, path = "/api/admin/people/{id}/disabled", tag = "admin", params(("id" = UserId, Path)),
    security(("session" = []), ("cookie" = [])),
    request_body = Disabling,
    responses(
        (status = 204),
        (status = 403, description = "Not an administrator", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "The last administrator", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn set_disabled(
    state: Data<AppState>,
    admin: Admin,
    id: Path<UserId>,
    Json(Disabling { disabled }): Json<Disabling>,
) -> Result<HttpResponse, AppError> {
    act(&state, admin, move |act| act.set_disabled(*id, disabled)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Ends all sessions of an account.
#[utoipa::path(
    post, path = "/api/admin/people/{id}/sign-out", tag = "admin", params(("id" = UserId, Path)),
    security(("session" = []), ("cookie" = [])),
    responses(
        (status = 204),
        (status = 403, description = "Not an administrator", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn sign_out(
    state: Data<AppState>,
    admin: Admin,
    id: Path<UserId>,
) -> Result<HttpResponse, AppError> {
    act(&state, admin, move |act| act.sign_out(*id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Makes a link with which the owner of an account chooses a new password, to copy or sent by mail.
#[utoipa::path(
    post, path = "/api/admin/people/{id}/reset-link", tag = "admin", params(("id" = UserId, Path)),
    security(("session" = []), ("cookie" = [])),
    request_body = NewResetLink,
    responses(
        (status = 201, body = ResetLink),
        (status = 403, description = "Not an administrator", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "Mail is off", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn reset_link(
    state: Data<AppState>,
    admin: Admin,
    id: Path<UserId>,
    Json(NewResetLink { delivery }): Json<NewResetLink>,
) -> Result<HttpResponse, AppError> {
    let outbox = state.outbox.clone();
    let make = move |act: &mut Act<'_>| act.reset_link(*id, delivery, &outbox);
    let (link, queued) = act(&state, admin, make).await?;
    if let Some(queued) = queued {
        state.outbox.wake(queued);
    }
    Ok(HttpResponse::Created().json(link))
}

/// Deletes an account with all its data. The last administrator stays.
#[utoipa::path(
    delete, path = "/api/admin/people/{id}", tag = "admin", params(("id" = UserId, Path)),
    security(("session" = []), ("cookie" = [])),
    responses(
        (status = 204),
        (status = 403, description = "Not an administrator", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "The last administrator", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn delete(
    state: Data<AppState>,
    admin: Admin,
    id: Path<UserId>,
) -> Result<HttpResponse, AppError> {
    act(&state, admin, move |act| act.delete(*id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Lists what administrators did.
#[utoipa::path(
    get, path = "/api/admin/audit-log", tag = "admin", params(AuditQuery),
    security(("session" = []), ("cookie" = [])),
    responses(
        (status = 200, body = AuditLog),
        (status = 403, description = "Not an administrator", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn audit_log(
    state: Data<AppState>,
    _: Admin,
    Query(query): Query<AuditQuery>,
) -> Result<HttpResponse, AppError> {
    let log = state
        .db
        .read(move |conn| audit::list(conn, query.before))
        .await?;
    Ok(HttpResponse::Ok().json(log))
}

/// The audit log as a CSV file, the latest entry first; at most 100,000.
#[utoipa::path(
    get, path = "/api/admin/audit-log/export", tag = "admin",
    security(("session" = []), ("cookie" = [])),
    responses(
        (status = 200, body = String, content_type = "text/csv"),
        (status = 403, description = "Not an administrator", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn export_audit_log(
    state: Data<AppState>,
    _: Admin,
) -> Result<HttpResponse, AppError> {
    let csv = state.db.query(audit::to_csv).await?;
    Ok(csv::respond_csv("audit-log.csv".to_owned(), csv))
}
