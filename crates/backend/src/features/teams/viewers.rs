//! Who is told of the results of members: their team mates, as far as they see them.

use std::collections::{HashMap, HashSet};

use super::viewer_store::{self, ShowingMember};
use crate::db::DbConnection;
use crate::domain::{TeamId, UserId};
use crate::error::AppError;
use crate::features::friends;
use crate::realtime::{Event, Events};
use crate::sharing::{Relation, Visibility};

/// A member with the team mates who see at least the member's KPI.
pub(crate) struct SeenMember {
    pub team: TeamId,
    pub person: UserId,
    pub viewers: Vec<UserId>,
}

impl SeenMember {
    /// Who learns of results of the member: the viewers and the member.
    fn recipients(&self) -> impl Iterator<Item = UserId> {
        self.viewers.iter().copied().chain([self.person])
    }
}

impl ShowingMember {
    fn shows_kpi(&self) -> bool {
        let mate = Relation::TeamMate { leads: false };
        self.settings.visible_to(mate) >= Visibility::Kpi
    }
}

/// These people in each of their teams, as far as they show their KPI there. Three statements.
///
/// # Errors
/// When the database fails.
pub(crate) fn viewers_of(
    conn: &mut DbConnection,
    people: &[UserId],
) -> Result<Vec<SeenMember>, AppError> {
    let mut shown = viewer_store::memberships_of(conn, people)?;
    shown.retain(ShowingMember::shows_kpi);
    if shown.is_empty() {
        return Ok(Vec::new());
    }
    let blocked = friends::blocked_pairs(conn, people)?;
    let members = members_by_team(conn, &teams_of(&shown))?;
    let seen = shown.into_iter().map(|ShowingMember { team, user, .. }| {
        let mates = members.get(&team).into_iter().flatten().copied();
        SeenMember {
            team,
            person: user,
            viewers: mates
                .filter(|mate| *mate != user && !blocked.contains(&(user, *mate)))
                .collect(),
        }
    });
    Ok(seen.collect())
}

/// The team mates whose KPI a user sees. Three statements.
///
/// # Errors
/// When the database fails.
pub(crate) fn visible_to(
    conn: &mut DbConnection,
    user: UserId,
) -> Result<HashSet<UserId>, AppError> {
    let teams = teams_of(&viewer_store::memberships_of(conn, &[user])?);
    let blocked = friends::blocked_with(conn, user)?;
    let members = viewer_store::members_of(conn, &teams)?.into_iter();
    let visible = members
        .filter(ShowingMember::shows_kpi)
        .map(|member| member.user)
        .filter(|mate| *mate != user && !blocked.contains(mate));
    Ok(visible.collect())
}

fn teams_of(members: &[ShowingMember]) -> Vec<TeamId> {
    let teams: HashSet<TeamId> = members.iter().map(|member| member.team).collect();
    teams.into_iter().collect()
}

fn members_by_team(
    conn: &mut DbConnection,
    teams: &[TeamId],
) -> Result<HashMap<TeamId, Vec<UserId>>, AppError> {
    let mut members: HashMap<TeamId, Vec<UserId>> = HashMap::new();
    for (team, user) in viewer_store::member_ids(conn, teams)? {
        members.entry(team).or_default().push(user);
    }
    Ok(members)
}

/// Tells those who see these members, and themselves, that leaderboards and the goals that habits feed have changed.
///
/// # Errors
/// When the database fails.
pub(crate) fn publish_results(
    conn: &mut DbConnection,
    events: &mut Events,
    seen: &[SeenMember],
) -> Result<(), AppError> {
    let mut by_team: HashMap<TeamId, HashSet<UserId>> = HashMap::new();
    for member in seen {
        by_team
            .entry(member.team)
            .or_default()
            .extend(member.recipients());
    }
    let teams: Vec<TeamId> = by_team.keys().copied().collect();
    let people: Vec<UserId> = seen.iter().map(|member| member.person).collect();
    for (team_id, recipients) in by_team {
        events.push(recipients, Event::LeaderboardUpdated { team_id });
    }
    for (team_id, goal_id, person) in viewer_store::fed_goals(conn, &teams, &people)? {
        let member = seen
            .iter()
            .find(|member| (member.team, member.person) == (team_id, person));
        if let Some(member) = member {
            events.push(
                member.recipients(),
                Event::TeamGoalProgress { team_id, goal_id },
            );
        }
    }
    Ok(())
}

/// Tells the members of the user's teams that they see more or less of the user.
///
/// # Errors
/// When the database fails.
pub(crate) fn publish_sharing(
    conn: &mut DbConnection,
    events: &mut Events,
    user_id: UserId,
) -> Result<(), AppError> {
    let teams = teams_of(&viewer_store::memberships_of(conn, &[user_id])?);
    let blocked = friends::blocked_with(conn, user_id)?;
    for (team_id, mut members) in members_by_team(conn, &teams)? {
        members.retain(|member| !blocked.contains(member));
        events.push(members, Event::TeamMemberChanged { team_id, user_id });
    }
    Ok(())
}

/// Tells the members of the user's teams that the user goes, before the account is deleted, or that others lead.
///
/// # Errors
/// When the database fails.
pub(crate) fn publish_departure(
    conn: &mut DbConnection,
    events: &mut Events,
    user_id: UserId,
) -> Result<(), AppError> {
    let teams = teams_of(&viewer_store::memberships_of(conn, &[user_id])?);
    for (team_id, members) in members_by_team(conn, &teams)? {
        events.push(members, Event::TeamMemberChanged { team_id, user_id });
    }
    Ok(())
}
