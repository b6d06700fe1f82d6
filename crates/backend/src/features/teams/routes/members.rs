//! Members and their roles.

use actix_web::HttpResponse;
use actix_web::web::Path;

use crate::domain::{TeamId, UserId};
use crate::error::AppError;
use crate::features::progress::Progress;
use crate::features::teams::access::{AnyMember, Leader, TeamMember};
use crate::features::teams::dto::{TeamMembers, TeamRoleChange};
use crate::features::teams::service;
use crate::http::{Json, ProblemBody};

/// Lists the members of a team, also those who show nothing.
#[utoipa::path(
    get, path = "/api/teams/{id}/members", tag = "teams", params(("id" = TeamId, Path)),
    responses(
        (status = 200, body = TeamMembers),
    ),
)]
pub(crate) async fn list_members(team: TeamMember<AnyMember>) -> Result<HttpResponse, AppError> {
    let members = team.read(service::members).await?;
    Ok(HttpResponse::Ok().json(members))
}

/// Gives a member a role. The last leader stays one.
#[utoipa::path(
    put, path = "/api/teams/{id}/members/{user}/role", tag = "teams", params(("id" = TeamId, Path), ("user" = UserId, Path)),
    request_body = TeamRoleChange,
    responses(
        (status = 204),
        (status = 403, description = "Not a leader", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "The last leader", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn set_role(
    team: TeamMember<Leader>,
    path: Path<(TeamId, UserId)>,
    Json(TeamRoleChange { role }): Json<TeamRoleChange>,
) -> Result<HttpResponse, AppError> {
    let (_, user) = path.into_inner();
    let set_role = move |conn: &mut _, events: &mut _, leader: &_| {
        service::set_role(conn, events, leader, user, role)
    };
    team.write(set_role).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Leaves a team. What the user has entered and written there is deleted. The last leader cannot.
#[utoipa::path(
    post, path = "/api/teams/{id}/leave", tag = "teams", params(("id" = TeamId, Path)),
    responses(
        (status = 204),
        (status = 409, description = "The last leader", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn leave(team: TeamMember<AnyMember>) -> Result<HttpResponse, AppError> {
    team.write(service::leave).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The last 30 days of a member: the user's own, or, for leaders and deputies, as far as the member shows them.
#[utoipa::path(
    get, path = "/api/teams/{id}/members/{user}/progress", tag = "teams", params(("id" = TeamId, Path), ("user" = UserId, Path)),
    responses(
        (status = 200, body = Progress),
        (status = 403, description = "Somebody else's, for a member without a role", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn progress(
    team: TeamMember<AnyMember>,
    path: Path<(TeamId, UserId)>,
) -> Result<HttpResponse, AppError> {
    let (_, user) = path.into_inner();
    let progress = move |conn: &mut _, member: &_| service::progress(conn, member, user);
    let progress = team.read(progress).await?;
    Ok(HttpResponse::Ok().json(progress))
}
