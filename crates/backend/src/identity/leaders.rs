//! The rule that each team has a leader.

use chrono::{DateTime, Utc};
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use crate::db::{DbConnection, DbEnum, DbTimestamp, MultiBackend, team_members, teams, users};
use crate::domain::{TeamId, UserId, string_enum};
use crate::error::AppError;

string_enum! {
    /// The role of a member of a team.
    TeamRole {
        /// May do everything.
        Leader = "leader",
        /// Invites, makes goals, sees the progress of members and moderates those without a role.
        Deputy = "deputy",
        /// Takes part.
        Member = "member",
    }
}

/// A team of somebody whose account goes.
struct Led {
    team: TeamId,
    /// Whether they lead it.
    leads: bool,
    /// Who leads when they are gone; `None` if nobody is left.
    successor: Option<UserId>,
    /// Whether that one leads already.
    is_led: bool,
    /// Whether that one's account is disabled too.
    is_disabled: bool,
}

/// Locks a team until the transaction ends.
///
/// # Errors
/// [`AppError::NotFound`].
pub(crate) fn lock_team(conn: &mut DbConnection, team: TeamId) -> Result<(), AppError> {
    let row = teams::table.find(team).select(teams::id);
    match conn {
        DbConnection::Postgres(conn) => row.for_no_key_update().first::<TeamId>(conn)?,
        // A write transaction on SQLite locks the whole database.
        DbConnection::Sqlite(conn) => row.first::<TeamId>(conn)?,
    };
    Ok(())
}

/// Checks that the team has a leader without this member: one whose account is not disabled. The caller has locked
/// the team.
///
/// # Errors
/// [`AppError::LastLeader`].
pub(crate) fn check_stays(
    conn: &mut DbConnection,
    team: TeamId,
    leaving: UserId,
) -> Result<(), AppError> {
    let leaders: Vec<(UserId, Option<DbTimestamp>)> = team_members::table
        .inner_join(users::table)
        .filter(team_members::team_id.eq(team))
        .filter(team_members::role.eq(DbEnum(TeamRole::Leader)))
        .select((team_members::user_id, users::disabled_at))
        .load(conn)?;
    let leads = leaders.iter().any(|(leader, _)| *leader == leaving);
    let mut others = leaders.iter().filter(|(leader, _)| *leader != leaving);
    if leads && !others.any(|(_, disabled)| disabled.is_none()) {
        return Err(AppError::LastLeader);
    }
    Ok(())
}

/// Whether somebody leads the team whose account is not disabled.
///
/// # Errors
/// When the database fails.
pub(crate) fn is_led(conn: &mut DbConnection, team: TeamId) -> Result<bool, AppError> {
    let leaders = team_members::table
        .inner_join(users::table)
        .filter(team_members::team_id.eq(team))
        .filter(team_members::role.eq(DbEnum(TeamRole::Leader)))
        .filter(users::disabled_at.is_null());
    Ok(diesel::select(exists(leaders)).get_result(conn)?)
}

/// Makes the user, whose account is enabled again, a leader of those of the user's teams that nobody leads whose account
/// is not disabled. Returns the new roles.
///
/// # Errors
/// When the database fails.
pub(crate) fn lead_orphaned(
    conn: &mut DbConnection,
    user: UserId,
) -> Result<Vec<(TeamId, UserId)>, AppError> {
    let teams = lock_teams_of(conn, user)?;
    let orphaned = |team: &&Led| !team.leads && (!team.is_led || team.is_disabled);
    let promoted: Vec<(TeamId, UserId)> = teams
        .iter()
        .filter(orphaned)
        .map(|team| (team.team, user))
        .collect();
    set_leaders(conn, &promoted)?;
    Ok(promoted)
}

/// Prepares the deletion of an account by its owner: teams without anybody else are dissolved.
///
/// # Errors
/// [`AppError::LastLeader`] when the user alone leads a team that others are in.
pub(crate) fn leave_all(conn: &mut DbConnection, user: UserId) -> Result<(), AppError> {
    let teams = lock_teams_of(conn, user)?;
    if teams
        .iter()
        .any(|team| team.leads && team.successor.is_some() && !team.is_led)
    {
        return Err(AppError::LastLeader);
    }
    dissolve_empty(conn, &teams)
}

/// Prepares the deletion of an account by an administrator: in teams that nobody else leads, the longest-serving
/// deputy becomes the leader, else the longest-serving member; teams without anybody else are dissolved. Returns
/// the new leaders.
///
/// # Errors
/// When the database fails.
pub(crate) fn hand_over_all(
    conn: &mut DbConnection,
    user: UserId,
) -> Result<Vec<(TeamId, UserId)>, AppError> {
    let teams = lock_teams_of(conn, user)?;
    dissolve_empty(conn, &teams)?;
    promote(conn, teams.iter().filter(|team| !team.is_led))
}

/// Prepares that an account is disabled: in teams that nobody else leads, who would follow becomes a leader too. Returns the
/// new leaders.
///
/// # Errors
/// When the database fails.
pub(crate) fn stand_in_for(
    conn: &mut DbConnection,
    user: UserId,
) -> Result<Vec<(TeamId, UserId)>, AppError> {
    let teams = lock_teams_of(conn, user)?;
    let without = |team: &&Led| team.leads && !team.is_led && !team.is_disabled;
    promote(conn, teams.iter().filter(without))
}

fn promote<'a>(
    conn: &mut DbConnection,
    teams: impl Iterator<Item = &'a Led>,
) -> Result<Vec<(TeamId, UserId)>, AppError> {
    let promoted: Vec<(TeamId, UserId)> = teams
        .filter_map(|team| Some((team.team, team.successor?)))
        .collect();
    set_leaders(conn, &promoted)?;
    Ok(promoted)
}

fn set_leaders(conn: &mut DbConnection, members: &[(TeamId, UserId)]) -> Result<(), AppError> {
    if members.is_empty() {
        return Ok(());
    }
    type Condition = Box<dyn BoxableExpression<team_members::table, MultiBackend, SqlType = Bool>>;
    let nobody: Condition = Box::new(team_members::position.eq(0));
    let condition = members.iter().fold(nobody, |others, (team, user)| {
        let one = team_members::team_id
            .eq(*team)
            .and(team_members::user_id.eq(*user));
        Box::new(others.or(one))
    });
    diesel::update(team_members::table.filter(condition))
        .set(team_members::role.eq(DbEnum(TeamRole::Leader)))
        .execute(conn)?;
    Ok(())
}

/// Locks the teams of the user in the order of their ids, and finds who leads those that the user leads.
fn lock_teams_of(conn: &mut DbConnection, user: UserId) -> Result<Vec<Led>, AppError> {
    let of_user = team_members::table
        .filter(team_members::user_id.eq(user))
        .select(team_members::team_id);
    let all = teams::table
        .filter(teams::id.eq_any(of_user))
        .order(teams::id)
        .select(teams::id);
    let ids: Vec<TeamId> = match conn {
        DbConnection::Postgres(conn) => all.for_no_key_update().load(conn)?,
        // A write transaction on SQLite locks the whole database.
        DbConnection::Sqlite(conn) => all.load(conn)?,
    };
    type Member = (
        TeamId,
        UserId,
        DbEnum<TeamRole>,
        DbTimestamp,
        Option<DbTimestamp>,
    );
    let members: Vec<Member> = team_members::table
        .inner_join(users::table)
        .filter(team_members::team_id.eq_any(ids))
        .order((team_members::team_id, team_members::position))
        .select((
            team_members::team_id,
            team_members::user_id,
            team_members::role,
            team_members::joined_at,
            users::disabled_at,
        ))
        .load(conn)?;
    let teams = members.chunk_by(|one, other| one.0 == other.0);
    Ok(teams
        .map(|members| {
            let others = members.iter().filter(|member| member.1 != user);
            let next = others.min_by_key(|(_, user, role, joined_at, disabled_at)| {
                let since = DateTime::<Utc>::from(*joined_at);
                (disabled_at.is_some(), role.0, since, *user)
            });
            Led {
                team: members[0].0,
                leads: members
                    .iter()
                    .any(|member| (member.1, member.2.0) == (user, TeamRole::Leader)),
                successor: next.map(|member| member.1),
                is_led: next.is_some_and(|member| member.2.0 == TeamRole::Leader),
                is_disabled: next.is_some_and(|member| member.4.is_some()),
            }
        })
        .collect())
}

fn dissolve_empty(conn: &mut DbConnection, teams: &[Led]) -> Result<(), AppError> {
    let empty = teams.iter().filter(|team| team.successor.is_none());
    let empty: Vec<TeamId> = empty.map(|team| team.team).collect();
    if !empty.is_empty() {
        diesel::delete(teams::table.filter(teams::id.eq_any(empty))).execute(conn)?;
    }
    Ok(())
}
