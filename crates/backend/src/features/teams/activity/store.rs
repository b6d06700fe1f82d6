//! Queries of what happened in teams.

use diesel::dsl::not;
use diesel::prelude::*;

use crate::db::{
    DbConnection, DbEnum, DbTimestamp, PageSize, on_each, team_activity, team_goals, users,
};
use crate::domain::{TeamActivityId, TeamGoalId, TeamId, UserId};
use crate::error::AppError;
use crate::features::teams::access::{AnyMember, Membership};
use crate::features::teams::dto::{TeamActivityEntry, TeamActivityKind};
use crate::identity::TeamRole;

/// An entry to insert.
#[derive(Insertable)]
#[diesel(table_name = team_activity)]
#[diesel(treat_none_as_default_value = false)]
pub(super) struct NewEntry<'a> {
    pub id: TeamActivityId,
    pub team_id: TeamId,
    pub at: DbTimestamp,
    pub kind: DbEnum<TeamActivityKind>,
    pub user_id: UserId,
    pub goal_id: Option<TeamGoalId>,
    pub role: Option<DbEnum<TeamRole>>,
    pub text: Option<&'a str>,
}

/// Inserts entries. That a member has reached a goal is inserted once.
pub(super) fn insert(conn: &mut DbConnection, entries: &[NewEntry<'_>]) -> Result<(), AppError> {
    if !entries.is_empty() {
        on_each!(conn, |conn| diesel::insert_into(team_activity::table)
            .values(entries)
            .on_conflict_do_nothing()
            .execute(conn))?;
    }
    Ok(())
}

/// Whose entries a list leaves out.
pub(super) struct LeftOut {
    /// The goals that they have reached.
    pub goals_of: Vec<UserId>,
    /// Their messages.
    pub messages_of: Vec<UserId>,
}

/// The latest entries, or those before one.
pub(super) fn list(
    conn: &mut DbConnection,
    member: &Membership<AnyMember>,
    left_out: LeftOut,
    before: Option<TeamActivityId>,
    size: PageSize,
) -> Result<Vec<TeamActivityEntry>, AppError> {
    type Row = (
        TeamActivityId,
        DbTimestamp,
        DbEnum<TeamActivityKind>,
        (UserId, String),
        Option<String>,
        Option<DbEnum<TeamRole>>,
        Option<String>,
    );
    let kind = |kind| team_activity::kind.eq(DbEnum(kind));
    let of = |people: Vec<UserId>| team_activity::user_id.eq_any(people);
    let mut query = team_activity::table
        .inner_join(users::table.on(users::id.eq(team_activity::user_id)))
        .left_join(team_goals::table.on(team_goals::id.nullable().eq(team_activity::goal_id)))
        .filter(team_activity::team_id.eq(member.team()))
        .filter(not(
            kind(TeamActivityKind::GoalReached).and(of(left_out.goals_of))
        ))
        .filter(not(
            kind(TeamActivityKind::Message).and(of(left_out.messages_of))
        ))
        .order(team_activity::id.desc())
        .limit(size.limit())
        .select((
            team_activity::id,
            team_activity::at,
            team_activity::kind,
            (users::id, users::name),
            team_goals::title.nullable(),
            team_activity::role,
            team_activity::text,
        ))
        .into_boxed();
    if let Some(before) = before {
        query = query.filter(team_activity::id.lt(before));
    }
    let rows: Vec<Row> = query.load(conn)?;
    let entries =
        rows.into_iter().map(
            |(id, at, kind, person, goal_title, role, text)| TeamActivityEntry {
                id,
                at: at.into(),
                kind: kind.0,
                person: person.into(),
                goal_title,
                role: role.map(|role| role.0),
                text,
            },
        );
    Ok(entries.collect())
}

/// Who has written a message to the member's team.
pub(super) fn author(
    conn: &mut DbConnection,
    member: &Membership<AnyMember>,
    message: TeamActivityId,
) -> Result<UserId, AppError> {
    Ok(team_activity::table
        .find(message)
        .filter(team_activity::team_id.eq(member.team()))
        .filter(team_activity::kind.eq(DbEnum(TeamActivityKind::Message)))
        .select(team_activity::user_id)
        .first(conn)?)
}

/// Deletes a message of the member's team.
pub(super) fn delete(
    conn: &mut DbConnection,
    member: &Membership<AnyMember>,
    message: TeamActivityId,
) -> Result<(), AppError> {
    let of_team = team_activity::table
        .find(message)
        .filter(team_activity::team_id.eq(member.team()));
    diesel::delete(of_team).execute(conn)?;
    Ok(())
}
