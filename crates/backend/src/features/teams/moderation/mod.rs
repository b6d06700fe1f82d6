//! Moderation of members, and its log. Each act and its entry in the log are one transaction. Entries are only ever
//! inserted; the database refuses anything else.

mod store;

use chrono::TimeDelta;

pub(super) use self::store::{muted_until, own_warnings};
use super::access::{LeaderOrDeputy, Membership};
use super::dto::{ModerationAction, ModerationLog, NewTeamMute, TeamActivityKind};
use super::{activity, announce, store as members};
use crate::db::{DbConnection, PageSize};
use crate::domain::{ModerationEntryId, Note, TeamId, UserId};
use crate::error::AppError;
use crate::features::notifications::NotificationKind;
use crate::identity::{TeamRole, invitations, leaders};
use crate::quota::{Quota, QuotaKind};
use crate::realtime::Events;

/// Entries of one list.
const LISTED: PageSize = PageSize(50);
/// How long a member can be muted at most.
const MAX_MUTE: TimeDelta = TimeDelta::days(30);

/// Warnings and mutes of one member by one moderator.
const QUOTA: Quota = Quota {
    kind: QuotaKind::Moderation,
    limit: 20,
    period: TimeDelta::days(1),
};

/// Somebody whom a leader or deputy may moderate: leaders all others, deputies members without a role.
pub(super) struct Subject {
    team: TeamId,
    id: UserId,
}

impl Subject {
    /// # Errors
    /// [`AppError::NotFound`] for nobody of the team, [`AppError::Forbidden`] for somebody whom the moderator may
    /// not moderate.
    pub fn of(
        conn: &mut DbConnection,
        moderator: &Membership<LeaderOrDeputy>,
        user: UserId,
    ) -> Result<Self, AppError> {
        let role = members::role(conn, moderator, user)?.ok_or(AppError::NotFound)?;
        let is_allowed = match moderator.role() {
            TeamRole::Leader => user != moderator.id(),
            TeamRole::Deputy | TeamRole::Member => role == TeamRole::Member,
        };
        if !is_allowed {
            return Err(AppError::Forbidden);
        }
        Ok(Self {
            team: moderator.team(),
            id: user,
        })
    }

    /// The team.
    pub fn team(&self) -> TeamId {
        self.team
    }

    /// The member's id.
    pub fn id(&self) -> UserId {
        self.id
    }
}

/// Records an act in the transaction that does it.
pub(super) fn record(
    conn: &mut DbConnection,
    moderator: &Membership<LeaderOrDeputy>,
    subject: &Subject,
    action: ModerationAction,
    reason: Option<&Note>,
) -> Result<(), AppError> {
    store::insert(conn, moderator, subject, action, reason, None)
}

/// Each act notifies the member, whose list of notifications has an end.
fn spend(
    conn: &mut DbConnection,
    moderator: &Membership<LeaderOrDeputy>,
    user: UserId,
) -> Result<(), AppError> {
    let (by, object, now) = (moderator.id(), user.into(), moderator.now());
    QUOTA.check(conn, by, Some(object), now)?;
    QUOTA.record(conn, by, object, now)
}

/// Warns a member.
pub(super) fn warn(
    conn: &mut DbConnection,
    events: &mut Events,
    moderator: &Membership<LeaderOrDeputy>,
    user: UserId,
    reason: &Note,
) -> Result<(), AppError> {
    let subject = Subject::of(conn, moderator, user)?;
    spend(conn, moderator, user)?;
    record(
        conn,
        moderator,
        &subject,
        ModerationAction::Warn,
        Some(reason),
    )?;
    announce::warned(conn, events, moderator, user, reason)
}

/// Mutes a member.
pub(super) fn mute(
    conn: &mut DbConnection,
    events: &mut Events,
    moderator: &Membership<LeaderOrDeputy>,
    user: UserId,
    mute: &NewTeamMute,
) -> Result<(), AppError> {
    let subject = Subject::of(conn, moderator, user)?;
    let length = mute.until - moderator.now();
    if length <= TimeDelta::zero() || length > MAX_MUTE {
        let message = "must be in the future, and at most 30 days from now";
        return Err(AppError::invalid("/until", "out_of_range", message));
    }
    spend(conn, moderator, user)?;
    store::set_muted(conn, &subject, Some(mute.until))?;
    announce::moderated(conn, events, moderator.team(), user)?;
    let (action, reason) = (ModerationAction::Mute, Some(&mute.reason));
    store::insert(conn, moderator, &subject, action, reason, Some(mute.until))?;
    announce::notify_member(
        conn,
        events,
        moderator,
        user,
        NotificationKind::TeamMuted,
        Some(mute.reason.as_str()),
    )
}

/// Lets a member write again.
pub(super) fn unmute(
    conn: &mut DbConnection,
    events: &mut Events,
    moderator: &Membership<LeaderOrDeputy>,
    user: UserId,
) -> Result<(), AppError> {
    let subject = Subject::of(conn, moderator, user)?;
    store::set_muted(conn, &subject, None)?;
    record(conn, moderator, &subject, ModerationAction::Unmute, None)?;
    announce::moderated(conn, events, moderator.team(), user)
}

/// Removes a member, who cannot join by the code again.
pub(super) fn remove(
    conn: &mut DbConnection,
    events: &mut Events,
    moderator: &Membership<LeaderOrDeputy>,
    user: UserId,
    reason: &Note,
) -> Result<(), AppError> {
    let subject = Subject::of(conn, moderator, user)?;
    leaders::check_stays(conn, moderator.team(), user)?;
    let (team, now) = (moderator.team(), moderator.now());
    members::remove(conn, &subject)?;
    invitations::cancel_to_team(conn, team, user, now)?;
    activity::record(conn, team, user, TeamActivityKind::Removed, now)?;
    announce::member_changed(conn, events, team, user)?;
    record(
        conn,
        moderator,
        &subject,
        ModerationAction::Remove,
        Some(reason),
    )?;
    announce::notify_member(
        conn,
        events,
        moderator,
        user,
        NotificationKind::TeamRemoved,
        Some(reason.as_str()),
    )
}

/// The latest entries of the log, or those before one.
pub(super) fn log(
    conn: &mut DbConnection,
    moderator: &Membership<LeaderOrDeputy>,
    before: Option<ModerationEntryId>,
) -> Result<ModerationLog, AppError> {
    let mut entries = store::log(conn, moderator, before, LISTED)?;
    let more = LISTED.cut(&mut entries);
    Ok(ModerationLog { entries, more })
}
