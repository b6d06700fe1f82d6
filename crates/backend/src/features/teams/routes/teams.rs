//! Teams, and the code to join one.

use actix_web::HttpResponse;
use actix_web::web::Data;

use crate::domain::TeamId;
use crate::error::AppError;
use crate::features::auth::ClientInfo;
use crate::features::teams::access::{AnyMember, Leader, TeamMember};
use crate::features::teams::dto::{JoinCode, JoinedTeam, Team, TeamJoin, TeamSettings, Teams};
use crate::features::teams::service;
use crate::http::{Json, ProblemBody};
use crate::session::{CurrentUser, UserRequest};
use crate::state::AppState;

/// Lists the user's teams.
#[utoipa::path(
    get, path = "/api/teams", tag = "teams",
    responses((status = 200, body = Teams)),
)]
pub(crate) async fn list(request: UserRequest) -> Result<HttpResponse, AppError> {
    let teams = request.read(|conn, user| service::list(conn, user.id));
    Ok(HttpResponse::Ok().json(teams.await?))
}

/// Creates a team, which the user leads. A person can be in 50 teams.
#[utoipa::path(
    post, path = "/api/teams", tag = "teams",
    request_body = TeamSettings,
    responses(
        (status = 201, body = JoinedTeam),
        (status = 409, description = "Too many teams", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn create(
    request: UserRequest,
    Json(settings): Json<TeamSettings>,
) -> Result<HttpResponse, AppError> {
    let created = request
        .write_others(move |conn, user, events| service::create(conn, events, user, &settings));
    Ok(HttpResponse::Created().json(created.await?))
}

/// Joins the team with a code; joining it again changes nothing. Who was removed from a team does not join it by the
/// code. After ten codes each further one has to wait longer.
#[utoipa::path(
    post, path = "/api/teams/join", tag = "teams",
    request_body = TeamJoin,
    responses(
        (status = 200, body = JoinedTeam),
        (status = 404, description = "No team has this code", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "The team is full, or the user is in too many teams", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn join(
    state: Data<AppState>,
    user: CurrentUser,
    client: ClientInfo,
    Json(TeamJoin { code }): Json<TeamJoin>,
) -> Result<HttpResponse, AppError> {
    let joined = service::join(&state, user, &client, code).await?;
    Ok(HttpResponse::Ok().json(joined))
}

/// A team, as the user sees it.
#[utoipa::path(
    get, path = "/api/teams/{id}", tag = "teams", params(("id" = TeamId, Path)),
    responses(
        (status = 200, body = Team),
    ),
)]
pub(crate) async fn find(team: TeamMember<AnyMember>) -> Result<HttpResponse, AppError> {
    let found = team.read(service::find).await?;
    Ok(HttpResponse::Ok().json(found))
}

/// Changes the name and the description of a team.
#[utoipa::path(
    put, path = "/api/teams/{id}", tag = "teams", params(("id" = TeamId, Path)),
    request_body = TeamSettings,
    responses(
        (status = 204),
        (status = 403, description = "Not a leader", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn update(
    team: TeamMember<Leader>,
    Json(settings): Json<TeamSettings>,
) -> Result<HttpResponse, AppError> {
    let update = move |conn: &mut _, events: &mut _, leader: &_| {
        service::update(conn, events, leader, &settings)
    };
    team.write(update).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Dissolves a team, with all that belongs to it.
#[utoipa::path(
    delete, path = "/api/teams/{id}", tag = "teams", params(("id" = TeamId, Path)),
    responses(
        (status = 204),
        (status = 403, description = "Not a leader", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn dissolve(team: TeamMember<Leader>) -> Result<HttpResponse, AppError> {
    team.write(service::dissolve).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Draws a new code to join the team, also after it was switched off; the old one is valid no more.
#[utoipa::path(
    post, path = "/api/teams/{id}/code", tag = "teams", params(("id" = TeamId, Path)),
    responses(
        (status = 201, body = JoinCode),
        (status = 403, description = "Not a leader", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn renew_code(team: TeamMember<Leader>) -> Result<HttpResponse, AppError> {
    let code = team
        .write(|conn, _, leader| service::renew_code(conn, leader))
        .await?;
    Ok(HttpResponse::Created().json(code))
}

/// Switches joining by a code off.
#[utoipa::path(
    delete, path = "/api/teams/{id}/code", tag = "teams", params(("id" = TeamId, Path)),
    responses(
        (status = 204),
        (status = 403, description = "Not a leader", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn switch_code_off(team: TeamMember<Leader>) -> Result<HttpResponse, AppError> {
    team.write(|conn, _, leader| service::switch_code_off(conn, leader))
        .await?;
    Ok(HttpResponse::NoContent().finish())
}
