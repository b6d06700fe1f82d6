//! What comes of the members' days: leaderboard, analytics and export.

use actix_web::HttpResponse;
use actix_web::web::Query;

use crate::domain::TeamId;
use crate::error::AppError;
use crate::features::teams::access::{AnyMember, LeaderOrDeputy, TeamMember};
use crate::features::teams::dto::{
    Leaderboard, LeaderboardQuery, TeamAnalytics, TeamExport, TeamExportFormat, TeamExportQuery,
};
use crate::features::teams::{analytics, export, leaderboard};
use crate::http::{DateRange, ProblemBody, csv};

/// The leaderboard of a period: by the mean KPI, or by the completion of the goals that run in it. Days away, days that
/// are not plausible, and days that are not over by the own calendar of their member do not count.
#[utoipa::path(
    get, path = "/api/teams/{id}/leaderboard", tag = "teams", params(("id" = TeamId, Path), LeaderboardQuery),
    responses(
        (status = 200, body = Leaderboard),
    ),
)]
pub(crate) async fn leaderboard(
    team: TeamMember<AnyMember>,
    Query(query): Query<LeaderboardQuery>,
) -> Result<HttpResponse, AppError> {
    let board = move |conn: &mut _, member: &_| leaderboard::leaderboard(conn, member, &query);
    let board = team.read(board).await?;
    Ok(HttpResponse::Ok().json(board))
}

/// How the team does over a range of dates, without the members who do not show their KPI.
#[utoipa::path(
    get, path = "/api/teams/{id}/analytics", tag = "teams", params(("id" = TeamId, Path), DateRange),
    responses(
        (status = 200, body = TeamAnalytics),
        (status = 403, description = "Neither a leader nor a deputy", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn analytics(
    team: TeamMember<LeaderOrDeputy>,
    Query(range): Query<DateRange>,
) -> Result<HttpResponse, AppError> {
    let dates = range.dates()?;
    let analytics = move |conn: &mut _, member: &_| analytics::analytics(conn, member, &dates);
    let analytics = team.read(analytics).await?;
    Ok(HttpResponse::Ok().json(analytics))
}

/// The members, their days and the goals of a range, as a file. Days are those that are over, of members who show
/// them.
#[utoipa::path(
    get, path = "/api/teams/{id}/export", tag = "teams", params(("id" = TeamId, Path), TeamExportQuery),
    responses(
        (status = 200, content((TeamExport = "application/json"), (String = "text/csv"))),
        (status = 403, description = "Neither a leader nor a deputy", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn export(
    team: TeamMember<LeaderOrDeputy>,
    Query(query): Query<TeamExportQuery>,
) -> Result<HttpResponse, AppError> {
    let dates = query.dates()?;
    let name = format!("team-{}-{}", dates.start(), dates.end());
    let export = move |conn: &mut _, member: &_| export::export(conn, member, &dates);
    let exported = team.read(export).await?;
    let format = query.format.unwrap_or(TeamExportFormat::Json);
    Ok(match format {
        TeamExportFormat::Json => HttpResponse::Ok()
            .insert_header(csv::attachment(format!("{name}.json")))
            .json(exported),
        TeamExportFormat::Csv => {
            csv::respond_csv(format!("{name}.csv"), export::to_csv(&exported)?)
        }
    })
}
