//! Goals of a team.

use actix_web::HttpResponse;
use actix_web::web::Path;

use crate::domain::{TeamGoalId, TeamId};
use crate::error::AppError;
use crate::features::teams::access::{AnyMember, Leader, LeaderOrDeputy, TeamMember};
use crate::features::teams::dto::{
    CreatedTeamGoal, GoalHabit, GoalProgressEntry, NewTeamGoal, TeamGoalChange, TeamGoalDetails,
    TeamGoals,
};
use crate::features::teams::goals;
use crate::http::{DateParam, Json, ProblemBody};

/// Lists the goals of a team, with the team's and the user's own progress.
#[utoipa::path(
    get, path = "/api/teams/{id}/goals", tag = "teams", params(("id" = TeamId, Path)),
    responses(
        (status = 200, body = TeamGoals),
    ),
)]
pub(crate) async fn list_goals(team: TeamMember<AnyMember>) -> Result<HttpResponse, AppError> {
    let goals = team.read(goals::list).await?;
    Ok(HttpResponse::Ok().json(goals))
}

/// Creates a goal. A team can have 50.
#[utoipa::path(
    post, path = "/api/teams/{id}/goals", tag = "teams", params(("id" = TeamId, Path)),
    request_body = NewTeamGoal,
    responses(
        (status = 201, body = CreatedTeamGoal),
        (status = 403, description = "Neither a leader nor a deputy", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "Too many goals", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn create_goal(
    team: TeamMember<LeaderOrDeputy>,
    Json(new): Json<NewTeamGoal>,
) -> Result<HttpResponse, AppError> {
    let create =
        move |conn: &mut _, events: &mut _, member: &_| goals::create(conn, events, member, &new);
    let created = team.write(create).await?;
    Ok(HttpResponse::Created().json(created))
}

/// A goal with what the user has entered, and, for leaders and deputies, the progress of the members.
#[utoipa::path(
    get, path = "/api/teams/{id}/goals/{goal}", tag = "teams", params(("id" = TeamId, Path), ("goal" = TeamGoalId, Path)),
    responses(
        (status = 200, body = TeamGoalDetails),
    ),
)]
pub(crate) async fn find_goal(
    team: TeamMember<AnyMember>,
    path: Path<(TeamId, TeamGoalId)>,
) -> Result<HttpResponse, AppError> {
    let (_, goal) = path.into_inner();
    let find = move |conn: &mut _, member: &_| goals::find(conn, member, goal);
    let found = team.read(find).await?;
    Ok(HttpResponse::Ok().json(found))
}

/// Changes a goal. What was entered outside its dates does not count, and is kept.
#[utoipa::path(
    put, path = "/api/teams/{id}/goals/{goal}", tag = "teams", params(("id" = TeamId, Path), ("goal" = TeamGoalId, Path)),
    request_body = TeamGoalChange,
    responses(
        (status = 204),
        (status = 403, description = "Neither a leader nor a deputy", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn update_goal(
    team: TeamMember<LeaderOrDeputy>,
    path: Path<(TeamId, TeamGoalId)>,
    Json(change): Json<TeamGoalChange>,
) -> Result<HttpResponse, AppError> {
    let (_, goal) = path.into_inner();
    let update = move |conn: &mut _, events: &mut _, member: &_| {
        goals::update(conn, events, member, goal, &change)
    };
    team.write(update).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Deletes a goal, with the progress to it.
#[utoipa::path(
    delete, path = "/api/teams/{id}/goals/{goal}", tag = "teams", params(("id" = TeamId, Path), ("goal" = TeamGoalId, Path)),
    responses(
        (status = 204),
        (status = 403, description = "Not a leader", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn delete_goal(
    team: TeamMember<Leader>,
    path: Path<(TeamId, TeamGoalId)>,
) -> Result<HttpResponse, AppError> {
    let (_, goal) = path.into_inner();
    let delete =
        move |conn: &mut _, events: &mut _, leader: &_| goals::delete(conn, events, leader, goal);
    team.write(delete).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Enters the user's progress of a date, in place of what was entered for it before. For goals that no habits feed.
#[utoipa::path(
    put, path = "/api/teams/{id}/goals/{goal}/progress/{date}", tag = "teams", params(("id" = TeamId, Path), ("goal" = TeamGoalId, Path), ("date" = DateParam, Path)),
    request_body = GoalProgressEntry,
    responses(
        (status = 204),
    ),
)]
pub(crate) async fn enter_progress(
    team: TeamMember<AnyMember>,
    path: Path<(TeamId, TeamGoalId, DateParam)>,
    Json(entry): Json<GoalProgressEntry>,
) -> Result<HttpResponse, AppError> {
    let (_, goal, date) = path.into_inner();
    let amount = entry.amount.get();
    let enter = move |conn: &mut _, events: &mut _, member: &_| {
        goals::enter(conn, events, member, goal, &date, amount)
    };
    team.write(enter).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Lets one of the user's habits feed the user's progress, from the goal's first date on. It has to be measured in the
/// goal's unit: minutes for `min`, or a count in the same unit.
#[utoipa::path(
    put, path = "/api/teams/{id}/goals/{goal}/habit", tag = "teams", params(("id" = TeamId, Path), ("goal" = TeamGoalId, Path)),
    request_body = GoalHabit,
    responses(
        (status = 204),
    ),
)]
pub(crate) async fn set_goal_habit(
    team: TeamMember<AnyMember>,
    path: Path<(TeamId, TeamGoalId)>,
    Json(GoalHabit { habit_id }): Json<GoalHabit>,
) -> Result<HttpResponse, AppError> {
    let (_, goal) = path.into_inner();
    let set = move |conn: &mut _, events: &mut _, member: &_| {
        goals::set_habit(conn, events, member, goal, habit_id)
    };
    team.write(set).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The user's habit feeds the goal no more.
#[utoipa::path(
    delete, path = "/api/teams/{id}/goals/{goal}/habit", tag = "teams", params(("id" = TeamId, Path), ("goal" = TeamGoalId, Path)),
    responses(
        (status = 204),
    ),
)]
pub(crate) async fn unset_goal_habit(
    team: TeamMember<AnyMember>,
    path: Path<(TeamId, TeamGoalId)>,
) -> Result<HttpResponse, AppError> {
    let (_, goal) = path.into_inner();
    let unset = move |conn: &mut _, events: &mut _, member: &_| {
        goals::unset_habit(conn, events, member, goal)
    };
    team.write(unset).await?;
    Ok(HttpResponse::NoContent().finish())
}
