//! The activity of a team, and messages.

use actix_web::HttpResponse;
use actix_web::web::{Path, Query};

use crate::domain::{TeamActivityId, TeamId};
use crate::error::AppError;
use crate::features::teams::access::{AnyMember, TeamMember};
use crate::features::teams::activity;
use crate::features::teams::dto::{
    NewTeamMessage, SentTeamMessage, TeamActivity, TeamActivityQuery,
};
use crate::http::{Json, ProblemBody};

/// Lists what happened in a team, with the messages of members.
#[utoipa::path(
    get, path = "/api/teams/{id}/activity", tag = "teams", params(("id" = TeamId, Path), TeamActivityQuery),
    responses(
        (status = 200, body = TeamActivity),
    ),
)]
pub(crate) async fn list_activity(
    team: TeamMember<AnyMember>,
    Query(query): Query<TeamActivityQuery>,
) -> Result<HttpResponse, AppError> {
    let list = move |conn: &mut _, member: &_| activity::list(conn, member, query.before);
    let entries = team.read(list).await?;
    Ok(HttpResponse::Ok().json(entries))
}

/// Writes a message to the team: at most 10 an hour to each, and 50 a day.
#[utoipa::path(
    post, path = "/api/teams/{id}/messages", tag = "teams", params(("id" = TeamId, Path)),
    request_body = NewTeamMessage,
    responses(
        (status = 201, body = SentTeamMessage),
        (status = 403, description = "Muted", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn send_message(
    team: TeamMember<AnyMember>,
    Json(message): Json<NewTeamMessage>,
) -> Result<HttpResponse, AppError> {
    let send = move |conn: &mut _, events: &mut _, member: &_| {
        activity::send(conn, events, member, &message.text)
    };
    let sent = team.write(send).await?;
    Ok(HttpResponse::Created().json(sent))
}

/// Removes a message: the user's own, or one of somebody whom the user may moderate.
#[utoipa::path(
    delete, path = "/api/teams/{id}/messages/{message}", tag = "teams", params(("id" = TeamId, Path), ("message" = TeamActivityId, Path)),
    responses(
        (status = 204),
        (status = 403, description = "May not moderate its author", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn remove_message(
    team: TeamMember<AnyMember>,
    path: Path<(TeamId, TeamActivityId)>,
) -> Result<HttpResponse, AppError> {
    let (_, message) = path.into_inner();
    let remove = move |conn: &mut _, events: &mut _, member: &_| {
        activity::remove_message(conn, events, member, message)
    };
    team.write(remove).await?;
    Ok(HttpResponse::NoContent().finish())
}
