//! Queries of teams and their members.

use chrono::{DateTime, Utc};
use diesel::dsl::{count_star, exists};
use diesel::prelude::*;

use super::access::{AnyMember, Leader, Membership, Right};
use super::dto::{ModerationAction, TeamSettings, TeamSummary};
use super::moderation::Subject;
use crate::db::{
    DbConnection, DbEnum, DbTimestamp, team_activity, team_members, team_moderation_log, teams,
    users,
};
use crate::domain::{LookupCode, TeamId, UserId};
use crate::error::AppError;
use crate::identity::store::{AccountRow, SharingRow};
use crate::identity::{Account, TeamRole};
use crate::sharing::SharingSettings;

/// What a user is in a team.
#[derive(Debug, Clone, Copy, Queryable, Selectable)]
#[diesel(table_name = team_members)]
pub(super) struct MembershipRow {
    pub role: DbEnum<TeamRole>,
    pub joined_at: DbTimestamp,
    pub muted_until: Option<DbTimestamp>,
}

/// What the user is in the team, if a member. For [`Membership`] alone.
pub(super) fn membership(
    conn: &mut DbConnection,
    team: TeamId,
    user: UserId,
) -> Result<Option<MembershipRow>, AppError> {
    Ok(team_members::table
        .find((team, user))
        .select(MembershipRow::as_select())
        .first(conn)
        .optional()?)
}

/// The teams of a user, by name.
pub(super) fn teams_of(
    conn: &mut DbConnection,
    user: UserId,
) -> Result<Vec<TeamSummary>, AppError> {
    type Row = (
        TeamId,
        String,
        Option<String>,
        DbEnum<TeamRole>,
        Option<i64>,
    );
    let all = diesel::alias!(team_members as all_members);
    let members = all
        .filter(all.field(team_members::team_id).eq(teams::id))
        .select(count_star());
    let rows: Vec<Row> = team_members::table
        .inner_join(teams::table)
        .filter(team_members::user_id.eq(user))
        .order((teams::name, teams::id))
        .select((
            teams::id,
            teams::name,
            teams::description,
            team_members::role,
            members.single_value(),
        ))
        .load(conn)?;
    let teams = rows
        .into_iter()
        .map(|(id, name, description, role, members)| TeamSummary {
            id,
            name,
            description,
            role: role.0,
            members: members.unwrap_or(0),
        });
    Ok(teams.collect())
}

/// How many teams a user is in.
pub(super) fn count_teams(conn: &mut DbConnection, user: UserId) -> Result<i64, AppError> {
    Ok(team_members::table
        .filter(team_members::user_id.eq(user))
        .select(count_star())
        .first(conn)?)
}

pub(super) fn insert_team(
    conn: &mut DbConnection,
    id: TeamId,
    settings: &TeamSettings,
    code: &LookupCode,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    diesel::insert_into(teams::table)
        .values((
            teams::id.eq(id),
            teams::name.eq(settings.name.as_str()),
            teams::description.eq(settings.description.as_ref().map(|text| text.as_str())),
            teams::join_code.eq(code.as_str()),
            teams::created_at.eq(DbTimestamp::from(now)),
        ))
        .execute(conn)?;
    Ok(())
}

/// A team.
#[derive(Queryable, Selectable)]
#[diesel(table_name = teams)]
pub(super) struct TeamRow {
    pub name: String,
    pub description: Option<String>,
    pub join_code: Option<String>,
    pub created_at: DbTimestamp,
}

/// The team with the number of its members.
pub(super) fn team<R: Right>(
    conn: &mut DbConnection,
    member: &Membership<R>,
) -> Result<(TeamRow, i64), AppError> {
    let members = team_members::table
        .filter(team_members::team_id.eq(teams::id))
        .select(count_star());
    let (row, members): (TeamRow, Option<i64>) = teams::table
        .find(member.team())
        .select((TeamRow::as_select(), members.single_value()))
        .first(conn)?;
    Ok((row, members.unwrap_or(0)))
}

pub(super) fn update_team(
    conn: &mut DbConnection,
    leader: &Membership<Leader>,
    settings: &TeamSettings,
) -> Result<(), AppError> {
    diesel::update(teams::table.find(leader.team()))
        .set((
            teams::name.eq(settings.name.as_str()),
            teams::description.eq(settings.description.as_ref().map(|text| text.as_str())),
        ))
        .execute(conn)?;
    Ok(())
}

/// Stores a code, or none.
pub(super) fn set_join_code(
    conn: &mut DbConnection,
    leader: &Membership<Leader>,
    code: Option<&LookupCode>,
) -> Result<(), AppError> {
    diesel::update(teams::table.find(leader.team()))
        .set(teams::join_code.eq(code.map(LookupCode::as_str)))
        .execute(conn)?;
    Ok(())
}

/// Deletes the team; the foreign keys cascade to all that belongs to it.
pub(super) fn delete_team(
    conn: &mut DbConnection,
    leader: &Membership<Leader>,
) -> Result<(), AppError> {
    diesel::delete(teams::table.find(leader.team())).execute(conn)?;
    Ok(())
}

/// The team with this code, and its name.
pub(super) fn find_by_code(
    conn: &mut DbConnection,
    code: &LookupCode,
) -> Result<Option<(TeamId, String)>, AppError> {
    Ok(teams::table
        .filter(teams::join_code.eq(code.as_str()))
        .select((teams::id, teams::name))
        .first(conn)
        .optional()?)
}

/// Whether the user was once removed from the team.
pub(super) fn was_removed(
    conn: &mut DbConnection,
    team: TeamId,
    user: UserId,
) -> Result<bool, AppError> {
    let removals = team_moderation_log::table
        .filter(team_moderation_log::team_id.eq(team))
        .filter(team_moderation_log::subject_id.eq(user))
        .filter(team_moderation_log::action.eq(DbEnum(ModerationAction::Remove)));
    Ok(diesel::select(exists(removals)).get_result(conn)?)
}

/// The leaders and deputies of a team.
pub(super) fn leaders_and_deputies(
    conn: &mut DbConnection,
    team: TeamId,
) -> Result<Vec<UserId>, AppError> {
    Ok(team_members::table
        .filter(team_members::team_id.eq(team))
        .filter(team_members::role.ne(DbEnum(TeamRole::Member)))
        .select(team_members::user_id)
        .load(conn)?)
}

/// The positions that are taken in a team, in order.
pub(super) fn positions(conn: &mut DbConnection, team: TeamId) -> Result<Vec<i16>, AppError> {
    Ok(team_members::table
        .filter(team_members::team_id.eq(team))
        .order(team_members::position)
        .select(team_members::position)
        .load(conn)?)
}

pub(super) fn insert_member(
    conn: &mut DbConnection,
    team: TeamId,
    user: UserId,
    position: i16,
    role: TeamRole,
    muted_until: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    diesel::insert_into(team_members::table)
        .values((
            team_members::team_id.eq(team),
            team_members::user_id.eq(user),
            team_members::position.eq(position),
            team_members::role.eq(DbEnum(role)),
            team_members::joined_at.eq(DbTimestamp::from(now)),
            team_members::muted_until.eq(muted_until.map(DbTimestamp::from)),
        ))
        .execute(conn)?;
    Ok(())
}

/// A member of a team.
pub(super) struct MemberRow {
    pub account: Account,
    pub role: TeamRole,
    pub joined_at: DateTime<Utc>,
    pub muted_until: Option<DateTime<Utc>>,
    pub settings: SharingSettings,
}

/// The members of the team, by name.
pub(super) fn members<R: Right>(
    conn: &mut DbConnection,
    member: &Membership<R>,
) -> Result<Vec<MemberRow>, AppError> {
    let rows: Vec<(AccountRow, MembershipRow, SharingRow)> = team_members::table
        .inner_join(users::table)
        .filter(team_members::team_id.eq(member.team()))
        .select((
            AccountRow::as_select(),
            MembershipRow::as_select(),
            SharingRow::as_select(),
        ))
        .load(conn)?;
    let mut members = rows
        .into_iter()
        .map(|(account, row, shown)| {
            Ok(MemberRow {
                account: account.try_into()?,
                role: row.role.0,
                joined_at: row.joined_at.into(),
                muted_until: row.muted_until.map(Into::into),
                settings: shown.into(),
            })
        })
        .collect::<Result<Vec<_>, AppError>>()?;
    // Not by the database, whose order of texts depends on its locale.
    members.sort_by(
        |MemberRow { account: one, .. }, MemberRow { account: other, .. }| {
            (&one.name, one.id).cmp(&(&other.name, other.id))
        },
    );
    Ok(members)
}

/// The role of a member, if the user is one. The caller has locked the team.
pub(super) fn role<R: Right>(
    conn: &mut DbConnection,
    member: &Membership<R>,
    user: UserId,
) -> Result<Option<TeamRole>, AppError> {
    let role = membership(conn, member.team(), user)?;
    Ok(role.map(|row| row.role.0))
}

pub(super) fn set_role(
    conn: &mut DbConnection,
    leader: &Membership<Leader>,
    user: UserId,
    role: TeamRole,
) -> Result<(), AppError> {
    diesel::update(team_members::table.find((leader.team(), user)))
        .set(team_members::role.eq(DbEnum(role)))
        .execute(conn)?;
    Ok(())
}

/// Ends the member's own membership.
pub(super) fn leave(
    conn: &mut DbConnection,
    member: &Membership<AnyMember>,
) -> Result<(), AppError> {
    delete_member(conn, member.team(), member.id())
}

/// Ends the membership of somebody else.
pub(super) fn remove(conn: &mut DbConnection, subject: &Subject) -> Result<(), AppError> {
    delete_member(conn, subject.team(), subject.id())
}

/// Deletes a membership, with the member's progress to goals and all activity of the member.
fn delete_member(conn: &mut DbConnection, team: TeamId, user: UserId) -> Result<(), AppError> {
    diesel::delete(team_members::table.find((team, user))).execute(conn)?;
    diesel::delete(
        team_activity::table
            .filter(team_activity::team_id.eq(team))
            .filter(team_activity::user_id.eq(user)),
    )
    .execute(conn)?;
    Ok(())
}
