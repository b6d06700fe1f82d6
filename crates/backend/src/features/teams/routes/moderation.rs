//! Moderation of members: leaders moderate all others, deputies members without a role.

use actix_web::HttpResponse;
use actix_web::web::{Path, Query};

use crate::domain::{TeamId, UserId};
use crate::error::AppError;
use crate::features::teams::access::{LeaderOrDeputy, TeamMember};
use crate::features::teams::dto::{
    MemberRemoval, ModerationLog, ModerationLogQuery, NewTeamMute, NewTeamWarning,
};
use crate::features::teams::moderation;
use crate::http::{Json, ProblemBody};

/// Warns a member, who sees the warning.
#[utoipa::path(
    post, path = "/api/teams/{id}/members/{user}/warnings", tag = "teams", params(("id" = TeamId, Path), ("user" = UserId, Path)),
    request_body = NewTeamWarning,
    responses(
        (status = 204),
        (status = 403, description = "May not moderate this member", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn warn(
    team: TeamMember<LeaderOrDeputy>,
    path: Path<(TeamId, UserId)>,
    Json(warning): Json<NewTeamWarning>,
) -> Result<HttpResponse, AppError> {
    let (_, user) = path.into_inner();
    let warn = move |conn: &mut _, events: &mut _, moderator: &_| {
        moderation::warn(conn, events, moderator, user, &warning.reason)
    };
    team.write(warn).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Mutes a member, who may not write messages until then.
#[utoipa::path(
    put, path = "/api/teams/{id}/members/{user}/muting", tag = "teams", params(("id" = TeamId, Path), ("user" = UserId, Path)),
    request_body = NewTeamMute,
    responses(
        (status = 204),
        (status = 403, description = "May not moderate this member", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn mute(
    team: TeamMember<LeaderOrDeputy>,
    path: Path<(TeamId, UserId)>,
    Json(mute): Json<NewTeamMute>,
) -> Result<HttpResponse, AppError> {
    let (_, user) = path.into_inner();
    let mute = move |conn: &mut _, events: &mut _, moderator: &_| {
        moderation::mute(conn, events, moderator, user, &mute)
    };
    team.write(mute).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Lets a member write messages again.
#[utoipa::path(
    delete, path = "/api/teams/{id}/members/{user}/muting", tag = "teams", params(("id" = TeamId, Path), ("user" = UserId, Path)),
    responses(
        (status = 204),
        (status = 403, description = "May not moderate this member", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn unmute(
    team: TeamMember<LeaderOrDeputy>,
    path: Path<(TeamId, UserId)>,
) -> Result<HttpResponse, AppError> {
    let (_, user) = path.into_inner();
    let unmute = move |conn: &mut _, events: &mut _, moderator: &_| {
        moderation::unmute(conn, events, moderator, user)
    };
    team.write(unmute).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Removes a member from the team, with all that the member has entered and written there. The code to join does not
/// let them in again.
#[utoipa::path(
    post, path = "/api/teams/{id}/members/{user}/remove", tag = "teams", params(("id" = TeamId, Path), ("user" = UserId, Path)),
    request_body = MemberRemoval,
    responses(
        (status = 204),
        (status = 403, description = "May not moderate this member", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn remove_member(
    team: TeamMember<LeaderOrDeputy>,
    path: Path<(TeamId, UserId)>,
    Json(removal): Json<MemberRemoval>,
) -> Result<HttpResponse, AppError> {
    let (_, user) = path.into_inner();
    let remove = move |conn: &mut _, events: &mut _, moderator: &_| {
        moderation::remove(conn, events, moderator, user, &removal.reason)
    };
    team.write(remove).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Lists what leaders and deputies did about members.
#[utoipa::path(
    get, path = "/api/teams/{id}/moderation-log", tag = "teams", params(("id" = TeamId, Path), ModerationLogQuery),
    responses(
        (status = 200, body = ModerationLog),
        (status = 403, description = "Neither a leader nor a deputy", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn moderation_log(
    team: TeamMember<LeaderOrDeputy>,
    Query(query): Query<ModerationLogQuery>,
) -> Result<HttpResponse, AppError> {
    let log = move |conn: &mut _, moderator: &_| moderation::log(conn, moderator, query.before);
    let log = team.read(log).await?;
    Ok(HttpResponse::Ok().json(log))
}
