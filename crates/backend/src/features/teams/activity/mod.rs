//! What happened in a team, and messages of its members.

mod store;

use chrono::{DateTime, TimeDelta, Utc};

use self::store::{LeftOut, NewEntry};
use super::access::{AnyMember, LeaderOrDeputy, Membership};
use super::dto::{
    ModerationAction, SentTeamMessage, TeamActivity, TeamActivityKind, TeamMessageText,
};
use super::goals::ReachedGoal;
use super::mates::{Mate, mates};
use super::{announce, moderation};
use crate::db::{DbConnection, DbEnum, PageSize};
use crate::domain::{TeamActivityId, TeamGoalId, TeamId, UserId};
use crate::error::AppError;
use crate::identity::TeamRole;
use crate::quota::{Quota, QuotaKind};
use crate::realtime::Events;

/// Entries of one list.
const LISTED: PageSize = PageSize(50);
/// Messages of a user to one team.
const TO_ONE_TEAM: Quota = Quota {
    kind: QuotaKind::TeamMessage,
    limit: 10,
    period: TimeDelta::hours(1),
};
/// Messages of a user to all teams.
const TO_ALL_TEAMS: Quota = Quota {
    kind: QuotaKind::TeamMessage,
    limit: 50,
    period: TimeDelta::days(1),
};

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
}

/// Records that somebody joined, left or was removed.
pub(super) fn record(
    conn: &mut DbConnection,
    team: TeamId,
    user: UserId,
    kind: TeamActivityKind,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    store::insert(conn, &[NewEntry::new(team, user, kind, now)])
}

/// Records that members have another role.
pub(super) fn record_roles(
    conn: &mut DbConnection,
    members: &[(TeamId, UserId)],
    role: TeamRole,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let entries = members.iter().map(|(team, user)| NewEntry {
        role: Some(DbEnum(role)),
        ..NewEntry::new(*team, *user, TeamActivityKind::RoleChanged, now)
    });
    store::insert(conn, &entries.collect::<Vec<_>>())
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
    store::insert(conn, &[entry])
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
    let entries = reached
        .iter()
        .map(|&ReachedGoal { team, goal, member }| NewEntry {
            goal_id: Some(goal),
            ..NewEntry::new(team, member, TeamActivityKind::GoalReached, now)
        });
    store::insert(conn, &entries.collect::<Vec<_>>())
}

/// The latest entries, or those before one. Goals reached by members who do not show their KPI to the user are left
/// out, and so are messages of blocked people.
pub(super) fn list(
    conn: &mut DbConnection,
    member: &Membership<AnyMember>,
    before: Option<TeamActivityId>,
) -> Result<TeamActivity, AppError> {
    let mates = mates(conn, member)?;
    let ids = |filter: fn(&Mate) -> bool| -> Vec<UserId> {
        let others = mates.iter().filter(|mate| mate.id() != member.id());
        others.filter(|mate| filter(mate)).map(Mate::id).collect()
    };
    let left_out = LeftOut {
        goals_of: ids(|mate| !mate.is_shown()),
        messages_of: ids(|mate| mate.blocked),
    };
    let mut entries = store::list(conn, member, left_out, before, LISTED)?;
    let more = LISTED.cut(&mut entries);
    Ok(TeamActivity { entries, more })
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
    let (user, team, now) = (member.id(), member.team().into(), member.now());
    TO_ONE_TEAM.check(conn, user, Some(team), now)?;
    TO_ALL_TEAMS.check(conn, user, None, now)?;
    TO_ALL_TEAMS.record(conn, user, team, now)?;
    let kind = TeamActivityKind::Message;
    let entry = NewEntry {
        text: Some(text.as_str()),
        ..NewEntry::new(member.team(), member.id(), kind, member.now())
    };
    let id = entry.id;
    store::insert(conn, &[entry])?;
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
    let author = store::author(conn, member, message)?;
    if author != member.id() {
        let moderator = member.with_right().ok_or(AppError::Forbidden)?;
        let subject = moderation::Subject::of(conn, &moderator, author)?;
        let action = ModerationAction::MessageRemoved;
        moderation::record(conn, &moderator, &subject, action, None)?;
    }
    store::delete(conn, member, message)?;
    announce::messages_changed(conn, events, member.team(), author)
}
