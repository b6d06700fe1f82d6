//! Queries of members across teams, for those who are told of them.

use diesel::prelude::*;

use crate::db::{DbConnection, team_goal_habits, team_members, users};
use crate::domain::{TeamGoalId, TeamId, UserId};
use crate::error::AppError;
use crate::identity::store::SharingRow;
use crate::sharing::SharingSettings;

type MembershipRow = (TeamId, UserId, SharingRow);

/// A member, with what the member shows.
pub(super) struct ShowingMember {
    pub team: TeamId,
    pub user: UserId,
    pub settings: SharingSettings,
}

impl From<MembershipRow> for ShowingMember {
    fn from((team, user, shown): MembershipRow) -> Self {
        Self {
            team,
            user,
            settings: shown.into(),
        }
    }
}

/// The memberships of these people.
pub(super) fn memberships_of(
    conn: &mut DbConnection,
    people: &[UserId],
) -> Result<Vec<ShowingMember>, AppError> {
    let rows: Vec<MembershipRow> = team_members::table
        .inner_join(users::table)
        .filter(team_members::user_id.eq_any(people))
        .select((
            team_members::team_id,
            team_members::user_id,
            SharingRow::as_select(),
        ))
        .load(conn)?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// The members of these teams.
pub(super) fn members_of(
    conn: &mut DbConnection,
    teams: &[TeamId],
) -> Result<Vec<ShowingMember>, AppError> {
    let rows: Vec<MembershipRow> = team_members::table
        .inner_join(users::table)
        .filter(team_members::team_id.eq_any(teams))
        .select((
            team_members::team_id,
            team_members::user_id,
            SharingRow::as_select(),
        ))
        .load(conn)?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// The ids of the members of these teams.
pub(super) fn member_ids(
    conn: &mut DbConnection,
    teams: &[TeamId],
) -> Result<Vec<(TeamId, UserId)>, AppError> {
    Ok(team_members::table
        .filter(team_members::team_id.eq_any(teams))
        .select((team_members::team_id, team_members::user_id))
        .load(conn)?)
}

/// The goals of these teams that habits of these people feed.
pub(super) fn fed_goals(
    conn: &mut DbConnection,
    teams: &[TeamId],
    people: &[UserId],
) -> Result<Vec<(TeamId, TeamGoalId, UserId)>, AppError> {
    Ok(team_goal_habits::table
        .filter(team_goal_habits::team_id.eq_any(teams))
        .filter(team_goal_habits::user_id.eq_any(people))
        .select((
            team_goal_habits::team_id,
            team_goal_habits::goal_id,
            team_goal_habits::user_id,
        ))
        .load(conn)?)
}
