//! The rules of teams and their members.

use chrono::{DateTime, Utc};

use super::access::{self, AnyMember, Leader, LeaderOrDeputy, Membership};
use super::dto::{
    JoinCode, JoinedTeam, OwnMembership, Team, TeamActivityKind, TeamMate, TeamMembers,
    TeamSettings, Teams,
};
use super::mates::mates;
use super::{activity, announce, moderation, store};
use crate::db::DbConnection;
use crate::domain::{LookupCode, TeamId, UserId};
use crate::error::AppError;
use crate::features::auth::{Attempt, ClientInfo, TEAM_CODE};
use crate::features::progress::{self, Progress};
use crate::identity::{TeamRole, leaders, store as accounts};
use crate::realtime::Events;
use crate::session::CurrentUser;
use crate::sharing::Relation;
use crate::state::AppState;

/// In how many teams a user can be.
const MAX_TEAMS: i64 = 50;
/// How many members a team can have; the database has the same limit.
const MAX_MEMBERS: i16 = 99;

pub(super) fn list(conn: &mut DbConnection, user: UserId) -> Result<Teams, AppError> {
    let teams = store::teams_of(conn, user)?;
    Ok(Teams { teams })
}

/// Creates a team, which the user leads.
pub(super) fn create(
    conn: &mut DbConnection,
    events: &mut Events,
    user: &CurrentUser,
    settings: &TeamSettings,
) -> Result<JoinedTeam, AppError> {
    let id = TeamId::new();
    store::insert_team(conn, id, settings, &LookupCode::random(), user.now)?;
    add_member(conn, events, id, user.id, TeamRole::Leader, user.now)?;
    Ok(JoinedTeam {
        id,
        name: settings.name.as_str().to_owned(),
    })
}

/// Joins the team with this code. Each attempt counts, and a successful one is refunded, so that codes are not guessed.
///
/// # Errors
/// [`AppError::NotFound`] without such a team, and for somebody who was removed from it;
/// [`AppError::TooManyAttempts`]; as [`add_member`].
pub(super) async fn join(
    state: &AppState,
    user: CurrentUser,
    client: &ClientInfo,
    code: LookupCode,
) -> Result<JoinedTeam, AppError> {
    let attempt = Attempt::begin(state, &TEAM_CODE, &user.email, client).await?;
    let joined = state.write(move |conn, events| {
        let (id, name) = store::find_by_code(conn, &code)?.ok_or(AppError::NotFound)?;
        // A team whose leaders are disabled has nobody who lets people in.
        if store::was_removed(conn, id, user.id)? || !leaders::is_led(conn, id)? {
            return Err(AppError::NotFound);
        }
        add_member(conn, events, id, user.id, TeamRole::Member, user.now)?;
        attempt.succeed(conn, user.now)?;
        Ok(JoinedTeam { id, name })
    });
    joined.await
}

/// Checks that the user may invite people to the team now: leaders and deputies may.
///
/// # Errors
/// `AppError::NotFound` for somebody who is no member, `AppError::Forbidden` for a member without the right.
pub(crate) fn check_may_invite(
    conn: &mut DbConnection,
    team: TeamId,
    user: UserId,
) -> Result<(), AppError> {
    access::membership_with::<LeaderOrDeputy>(conn, team, user).map(drop)
}

/// Adds a member. Must run in a write transaction, which has not locked a team before: it locks the user, then the
/// team. False if the user is a member already, who then keeps the role.
///
/// # Errors
/// `AppError::NotFound` without the team, `AppError::TeamFull`, `AppError::TooManyTeams`.
pub(crate) fn add_member(
    conn: &mut DbConnection,
    events: &mut Events,
    team: TeamId,
    user: UserId,
    role: TeamRole,
    now: DateTime<Utc>,
) -> Result<bool, AppError> {
    accounts::lock(conn, user)?;
    let teams = store::count_teams(conn, user)?;
    leaders::lock_team(conn, team)?;
    if store::membership(conn, team, user)?.is_some() {
        return Ok(false);
    }
    if teams >= MAX_TEAMS {
        return Err(AppError::TooManyTeams);
    }
    let taken = store::positions(conn, team)?;
    let free = (1..=MAX_MEMBERS).find(|position| taken.binary_search(position).is_err());
    let position = free.ok_or(AppError::TeamFull)?;
    let muted_until = moderation::muted_until(conn, team, user)?;
    store::insert_member(conn, team, user, position, role, muted_until, now)?;
    activity::record(conn, team, user, TeamActivityKind::Joined, now)?;
    announce::joined(conn, events, team, user, now)?;
    Ok(true)
}

/// Records new leaders, whom [`leaders`] has made since an account goes, in the activity of their teams, and tells
/// them.
///
/// # Errors
/// When the database fails.
pub(crate) fn record_leaders(
    conn: &mut DbConnection,
    events: &mut Events,
    new_leaders: &[(TeamId, UserId)],
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    activity::record_roles(conn, new_leaders, TeamRole::Leader, now)?;
    announce::promoted(conn, events, new_leaders, now)
}

pub(super) fn find(
    conn: &mut DbConnection,
    member: &Membership<AnyMember>,
) -> Result<Team, AppError> {
    let (row, members) = store::team(conn, member)?;
    let code = row.join_code.filter(|_| member.leads());
    let join_code = code
        .map(LookupCode::try_from)
        .transpose()
        .map_err(|error| AppError::Inconsistent(error.to_string()))?;
    Ok(Team {
        id: member.team(),
        name: row.name,
        description: row.description,
        created_at: row.created_at.into(),
        members,
        join_code,
        own: OwnMembership {
            role: member.role(),
            joined_at: member.joined_at(),
            muted_until: member.muted_until(),
            warnings: moderation::own_warnings(conn, member)?,
        },
    })
}

pub(super) fn update(
    conn: &mut DbConnection,
    events: &mut Events,
    leader: &Membership<Leader>,
    settings: &TeamSettings,
) -> Result<(), AppError> {
    store::update_team(conn, leader, settings)?;
    announce::member_changed(conn, events, leader.team(), leader.id())
}

/// Deletes the team with all that belongs to it.
pub(super) fn dissolve(
    conn: &mut DbConnection,
    events: &mut Events,
    leader: &Membership<Leader>,
) -> Result<(), AppError> {
    announce::dissolved(conn, events, leader)?;
    store::delete_team(conn, leader)
}

/// Draws a new code to join; the old one is valid no more.
pub(super) fn renew_code(
    conn: &mut DbConnection,
    leader: &Membership<Leader>,
) -> Result<JoinCode, AppError> {
    let code = LookupCode::random();
    store::set_join_code(conn, leader, Some(&code))?;
    Ok(JoinCode { code })
}

/// Nobody can join by a code until there is a new one.
pub(super) fn switch_code_off(
    conn: &mut DbConnection,
    leader: &Membership<Leader>,
) -> Result<(), AppError> {
    store::set_join_code(conn, leader, None)
}

pub(super) fn members(
    conn: &mut DbConnection,
    member: &Membership<AnyMember>,
) -> Result<TeamMembers, AppError> {
    let mut members: Vec<TeamMate> = mates(conn, member)?
        .into_iter()
        .map(|mate| {
            let is_known = member.leads() || mate.id() == member.id();
            let until = mate.member.muted_until;
            TeamMate {
                person: mate.person(),
                role: mate.member.role,
                joined_at: mate.member.joined_at,
                muted_until: until.filter(|until| is_known && *until > member.now()),
                shows: mate.shows,
            }
        })
        .collect();
    members.sort_by_key(|mate| mate.role);
    Ok(TeamMembers { members })
}

/// Gives a member a role. Returns the role before.
pub(super) fn set_role(
    conn: &mut DbConnection,
    events: &mut Events,
    leader: &Membership<Leader>,
    user: UserId,
    role: TeamRole,
) -> Result<TeamRole, AppError> {
    let before = store::role(conn, leader, user)?.ok_or(AppError::NotFound)?;
    if before != role {
        leaders::check_stays(conn, leader.team(), user)?;
        store::set_role(conn, leader, user, role)?;
        activity::record_roles(conn, &[(leader.team(), user)], role, leader.now())?;
        announce::role_changed(conn, events, leader, user, role)?;
    }
    Ok(before)
}

/// Ends the user's own membership, with all that the user has left in the team.
pub(super) fn leave(
    conn: &mut DbConnection,
    events: &mut Events,
    member: &Membership<AnyMember>,
) -> Result<(), AppError> {
    leaders::check_stays(conn, member.team(), member.id())?;
    store::leave(conn, member)?;
    let (team, user) = (member.team(), member.id());
    activity::record(conn, team, user, TeamActivityKind::Left, member.now())?;
    announce::member_changed(conn, events, team, user)
}

/// The last days of a member: one's own, or, for leaders and deputies, as far as the member shows them.
pub(super) fn progress(
    conn: &mut DbConnection,
    member: &Membership<AnyMember>,
    user: UserId,
) -> Result<Progress, AppError> {
    let is_own = user == member.id();
    if !is_own && !member.leads() {
        return Err(AppError::Forbidden);
    }
    let mut mates = mates(conn, member)?.into_iter();
    let mate = mates
        .find(|mate| mate.id() == user)
        .ok_or(AppError::NotFound)?;
    let shows = if is_own {
        mate.member.settings.visible_to(Relation::Oneself)
    } else {
        mate.shows
    };
    progress::progress(conn, mate.account(), shows, member.now())
}
