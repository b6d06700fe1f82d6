//! Tells members of changes of their team: live events, and notifications to those whom a change is about.
//!
//! Events name the team alone, or a member; whoever is told reads the rest by the ordinary requests.

use chrono::{DateTime, Utc};

use super::access::{AnyMember, LeaderOrDeputy, Membership, Right};
use super::{store, viewer_store, viewers};
use crate::db::DbConnection;
use crate::domain::{Note, TeamGoalId, TeamId, UserId};
use crate::error::AppError;
use crate::features::friends;
use crate::features::notifications::{self, Notification, NotificationKind};
use crate::identity::TeamRole;
use crate::realtime::{Event, Events};

fn member_ids(conn: &mut DbConnection, team: TeamId) -> Result<Vec<UserId>, AppError> {
    let members = viewer_store::member_ids(conn, &[team])?.into_iter();
    Ok(members.map(|(_, member)| member).collect())
}

/// Somebody has come into the team, has left it, has another role, or has changed its settings. All members and the
/// person are told.
pub(super) fn member_changed(
    conn: &mut DbConnection,
    events: &mut Events,
    team: TeamId,
    person: UserId,
) -> Result<(), AppError> {
    let mut recipients = member_ids(conn, team)?;
    if !recipients.contains(&person) {
        recipients.push(person);
    }
    let (team_id, user_id) = (team, person);
    events.push(recipients, Event::TeamMemberChanged { team_id, user_id });
    Ok(())
}

/// Somebody has joined. Its leaders and deputies are notified, of who left and joins again once.
pub(super) fn joined(
    conn: &mut DbConnection,
    events: &mut Events,
    team: TeamId,
    person: UserId,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    member_changed(conn, events, team, person)?;
    let mut notified = store::leaders_and_deputies(conn, team)?;
    notified.retain(|leader| *leader != person);
    let kind = NotificationKind::TeamJoined;
    notifications::retract(conn, &notified, kind, person, Some(team))?;
    let notification = Notification {
        actor: Some(person),
        team: Some(team),
        ..Notification::of(kind)
    };
    notifications::notify(conn, events, &notified, &[notification], now)
}

/// The team is no more: for each member, who is told, it is as if they had left.
pub(super) fn dissolved<R: Right>(
    conn: &mut DbConnection,
    events: &mut Events,
    leader: &Membership<R>,
) -> Result<(), AppError> {
    let team_id = leader.team();
    for user_id in member_ids(conn, team_id)? {
        events.push([user_id], Event::TeamMemberChanged { team_id, user_id });
    }
    Ok(())
}

/// A goal was made, has changed, or is gone.
pub(super) fn goal_changed<R: Right>(
    conn: &mut DbConnection,
    events: &mut Events,
    member: &Membership<R>,
    goal_id: TeamGoalId,
) -> Result<(), AppError> {
    let team_id = member.team();
    let recipients = member_ids(conn, team_id)?;
    events.push(recipients, Event::TeamGoalProgress { team_id, goal_id });
    Ok(())
}

/// The member's progress to a goal has changed. Those who see the member's results are told, and the member.
pub(super) fn progress_changed(
    conn: &mut DbConnection,
    events: &mut Events,
    member: &Membership<AnyMember>,
    goal_id: TeamGoalId,
) -> Result<(), AppError> {
    let team_id = member.team();
    let seen = viewers::viewers_of(conn, &[member.id()])?;
    let in_team = seen.into_iter().find(|seen| seen.team == team_id);
    let mut recipients = in_team.map_or_else(Vec::new, |seen| seen.viewers);
    recipients.push(member.id());
    events.push(
        recipients.clone(),
        Event::TeamGoalProgress { team_id, goal_id },
    );
    events.push(recipients, Event::LeaderboardUpdated { team_id });
    Ok(())
}

/// The member has written a message, or a message of theirs is gone. Those who may read it are told.
pub(super) fn messages_changed(
    conn: &mut DbConnection,
    events: &mut Events,
    team_id: TeamId,
    author: UserId,
) -> Result<(), AppError> {
    let blocked = friends::blocked_with(conn, author)?;
    let mut recipients = member_ids(conn, team_id)?;
    recipients.retain(|member| !blocked.contains(member));
    events.push(recipients, Event::TeamMessage { team_id });
    Ok(())
}

/// Notifies a member of what was decided about them. Who decided it is not told.
pub(super) fn notify_member<R: Right>(
    conn: &mut DbConnection,
    events: &mut Events,
    by: &Membership<R>,
    person: UserId,
    kind: NotificationKind,
    detail: Option<&str>,
) -> Result<(), AppError> {
    let notification = Notification {
        team: Some(by.team()),
        detail,
        ..Notification::of(kind)
    };
    notifications::notify(conn, events, &[person], &[notification], by.now())
}

/// Members have become leaders, since the leader's account goes: of that the others are told by
/// [`viewers::publish_departure`].
pub(super) fn promoted(
    conn: &mut DbConnection,
    events: &mut Events,
    new_leaders: &[(TeamId, UserId)],
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let role = Some(TeamRole::Leader.as_str());
    let notifications = new_leaders.iter().map(|(team, leader)| {
        let notification = Notification {
            team: Some(*team),
            detail: role,
            ..Notification::of(NotificationKind::TeamRole)
        };
        (*leader, notification)
    });
    notifications::notify_each(conn, events, &notifications.collect::<Vec<_>>(), now)
}

/// A member is warned or muted, or no longer muted. Only the member and those who moderate read of it, so only they
/// are told.
pub(super) fn moderated(
    conn: &mut DbConnection,
    events: &mut Events,
    team_id: TeamId,
    user_id: UserId,
) -> Result<(), AppError> {
    let mut recipients = store::leaders_and_deputies(conn, team_id)?;
    if !recipients.contains(&user_id) {
        recipients.push(user_id);
    }
    events.push(recipients, Event::TeamMemberChanged { team_id, user_id });
    Ok(())
}

/// A member is warned.
pub(super) fn warned(
    conn: &mut DbConnection,
    events: &mut Events,
    by: &Membership<LeaderOrDeputy>,
    person: UserId,
    reason: &Note,
) -> Result<(), AppError> {
    moderated(conn, events, by.team(), person)?;
    let (kind, detail) = (NotificationKind::TeamWarning, Some(reason.as_str()));
    notify_member(conn, events, by, person, kind, detail)
}

/// A member has another role.
pub(super) fn role_changed<R: Right>(
    conn: &mut DbConnection,
    events: &mut Events,
    by: &Membership<R>,
    person: UserId,
    role: TeamRole,
) -> Result<(), AppError> {
    member_changed(conn, events, by.team(), person)?;
    if person == by.id() {
        return Ok(());
    }
    let kind = NotificationKind::TeamRole;
    notify_member(conn, events, by, person, kind, Some(role.as_str()))
}
