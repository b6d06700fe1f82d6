//! What happened in a team, and messages of its members.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::dsl::not;
use diesel::prelude::*;

use super::access::{AnyMember, LeaderOrDeputy, Membership};
use super::dto::{
    ModerationAction, SentTeamMessage, TeamActivity, TeamActivityEntry, TeamActivityKind,
    TeamMessageText,
};
use super::goals::ReachedGoal;
use super::mates::{Mate, mates};
use super::{announce, moderation};
use crate::db::{
    DbConnection, DbEnum, DbTimestamp, PageSize, on_each, team_activity, team_goals, users,
};
use crate::domain::{TeamActivityId, TeamGoalId, TeamId, UserId};
use crate::error::AppError;
use crate::features::friends::Person;
use crate::identity::TeamRole;
use crate::realtime::Events;

/// Entries of one list.
const LISTED: PageSize = PageSize(50);
/// How many messages a user may write to one team in an hour, and to all teams in a day.
const LIMITS: [(i64, TimeDelta, Scope); 2] = [
    (10, TimeDelta::hours(1), Scope::OneTeam),
    (50, TimeDelta::days(1), Scope::AllTeams),
];

#[derive(Clone, Copy)]
enum Scope {
    OneTeam,
    AllTeams,
}

#[derive(Insertable)]
#[diesel(table_name = team_activity)]
#[diesel(treat_none_as_default_value = false)]
struct NewEntry<'a> {
    id: TeamActivityId,
    team_id: TeamId,
    at: DbTimestamp,
    kind: DbEnum<TeamActivityKind>,
    user_id: UserId,
    goal_id: Option<TeamGoalId>,
    role: Option<DbEnum<TeamRole>>,
    text: Option<&'a str>,
}

impl NewEntry<'_> {
    fn new(team: TeamId, user: UserId, kind: TeamActivityKind, now: DateTime<Utc>) -> Self {
        Self {
            id: TeamActivityId::new(),
            team_id: team,
            at: now.into(),
            kind: DbEnum(kind),
            user_id: user,
            goal_id: None,
            role: None,
            text: None,
        }
    }

    fn insert(self, conn: &mut DbConnection) -> Result<TeamActivityId, AppError> {
        let id = self.id;
        diesel::insert_into(team_activity::table)
            .values(self)
            .execute(conn)?;
        Ok(id)
    }
}

/// Records that somebody joined, left or was removed.
pub(super) fn record(
    conn: &mut DbConnection,
    team: TeamId,
    user: UserId,
    kind: TeamActivityKind,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    NewEntry::new(team, user, kind, now).insert(conn).map(drop)
}

/// Records that members have another role.
pub(super) fn record_roles(
    conn: &mut DbConnection,
    members: &[(TeamId, UserId)],
    role: TeamRole,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let entries: Vec<NewEntry> = members
        .iter()
        .map(|(team, user)| NewEntry {
            role: Some(DbEnum(role)),
            ..NewEntry::new(*team, *user, TeamActivityKind::RoleChanged, now)
        })
        .collect();
    if !entries.is_empty() {
        on_each!(conn, |conn| diesel::insert_into(team_activity::table)
            .values(&entries)
            .execute(conn))?;
    }
    Ok(())
}

/// Records that the member created a goal.
pub(super) fn record_new_goal(
    conn: &mut DbConnection,
    member: &Membership<LeaderOrDeputy>,
    goal: TeamGoalId,
) -> Result<(), AppError> {
    let kind = TeamActivityKind::GoalCreated;
    let entry = NewEntry {
        goal_id: Some(goal),
        ..NewEntry::new(member.team(), member.id(), kind, member.now())
    };
    entry.insert(conn).map(drop)
}

/// Records that members have reached goals, unless it was recorded before.
///
/// # Errors
/// When the database fails.
pub(crate) fn record_reached(
    conn: &mut DbConnection,
    reached: &[ReachedGoal],
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let entries: Vec<NewEntry> = reached
        .iter()
        .map(|&ReachedGoal { team, goal, member }| NewEntry {
            goal_id: Some(goal),
            ..NewEntry::new(team, member, TeamActivityKind::GoalReached, now)
        })
        .collect();
    if !entries.is_empty() {
        on_each!(conn, |conn| diesel::insert_into(team_activity::table)
            .values(&entries)
            .on_conflict_do_nothing()
            .execute(conn))?;
    }
    Ok(())
}

/// The latest entries, or those before one. Goals reached by members who do not show their KPI to the user are left
/// out, and so are messages of blocked people.
pub(super) fn list(
    conn: &mut DbConnection,
    member: &Membership<AnyMember>,
    before: Option<TeamActivityId>,
) -> Result<TeamActivity, AppError> {
    type Row = (
        TeamActivityId,
        DbTimestamp,
        DbEnum<TeamActivityKind>,
        (UserId, String),
        Option<String>,
        Option<DbEnum<TeamRole>>,
        Option<String>,
    );
    let mates = mates(conn, member)?;
    let ids = |filter: fn(&Mate) -> bool| -> Vec<UserId> {
        let others = mates.iter().filter(|mate| mate.id() != member.id());
        others.filter(|mate| filter(mate)).map(Mate::id).collect()
    };
    let (hidden, blocked) = (ids(|mate| !mate.is_shown()), ids(|mate| mate.blocked));
    let kind = |kind| team_activity::kind.eq(DbEnum(kind));
    let reached_by_hidden =
        kind(TeamActivityKind::GoalReached).and(team_activity::user_id.eq_any(hidden));
    let of_blocked = kind(TeamActivityKind::Message).and(team_activity::user_id.eq_any(blocked));
    let mut query = team_activity::table
        .inner_join(users::table.on(users::id.eq(team_activity::user_id)))
        .left_join(team_goals::table.on(team_goals::id.nullable().eq(team_activity::goal_id)))
        .filter(team_activity::team_id.eq(member.team()))
        .filter(not(reached_by_hidden))
        .filter(not(of_blocked))
        .order(team_activity::id.desc())
        .limit(LISTED.limit())
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
    let mut rows: Vec<Row> = query.load(conn)?;
    let more = LISTED.cut(&mut rows);
    let entries =
        rows.into_iter().map(
            |(id, at, kind, person, goal_title, role, text)| TeamActivityEntry {
                id,
                at: at.into(),
                kind: kind.0,
                person: Person::from(person),
                goal_title,
                role: role.map(|role| role.0),
                text,
            },
        );
    Ok(TeamActivity {
        entries: entries.collect(),
        more,
    })
}

/// Writes a message to the team.
///
/// # Errors
/// [`AppError::Muted`], [`AppError::TooManyAttempts`] when the member has written as many as are allowed.
pub(super) fn send(
    conn: &mut DbConnection,
    events: &mut Events,
    member: &Membership<AnyMember>,
    text: &TeamMessageText,
) -> Result<SentTeamMessage, AppError> {
    if let Some(until) = member.muted_until() {
        return Err(AppError::Muted(until));
    }
    for (limit, period, scope) in LIMITS {
        let mut sent = team_activity::table
            .filter(team_activity::user_id.eq(member.id()))
            .filter(team_activity::kind.eq(DbEnum(TeamActivityKind::Message)))
            .filter(team_activity::at.gt(DbTimestamp::from(member.now() - period)))
            .order(team_activity::at.desc())
            .offset(limit - 1)
            .select(team_activity::at)
            .into_boxed();
        if let Scope::OneTeam = scope {
            sent = sent.filter(team_activity::team_id.eq(member.team()));
        }
        // With as many in the period, the oldest of them has to leave it.
        if let Some(oldest) = sent.first::<DbTimestamp>(conn).optional()? {
            let next = DateTime::from(oldest) + period;
            return Err(AppError::too_early(next, member.now()));
        }
    }
    let kind = TeamActivityKind::Message;
    let entry = NewEntry {
        text: Some(text.as_str()),
        ..NewEntry::new(member.team(), member.id(), kind, member.now())
    };
    let id = entry.insert(conn)?;
    announce::messages_changed(conn, events, member.team(), member.id())?;
    Ok(SentTeamMessage {
        id,
        at: member.now(),
    })
}

/// Removes a message: its author may, and who may moderate the author, which is then logged.
pub(super) fn remove_message(
    conn: &mut DbConnection,
    events: &mut Events,
    member: &Membership<AnyMember>,
    message: TeamActivityId,
) -> Result<(), AppError> {
    let author: UserId = team_activity::table
        .find(message)
        .filter(team_activity::team_id.eq(member.team()))
        .filter(team_activity::kind.eq(DbEnum(TeamActivityKind::Message)))
        .select(team_activity::user_id)
        .first(conn)?;
    if author != member.id() {
        let moderator = member.with_right().ok_or(AppError::Forbidden)?;
        let subject = moderation::Subject::of(conn, &moderator, author)?;
        let action = ModerationAction::MessageRemoved;
        moderation::record(conn, &moderator, &subject, action, None)?;
    }
    diesel::delete(team_activity::table.find(message)).execute(conn)?;
    announce::messages_changed(conn, events, member.team(), author)
}
