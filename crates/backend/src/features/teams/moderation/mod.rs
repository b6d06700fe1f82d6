//! Moderation of members, and its log. Each act and its entry in the log are one transaction. Entries are only ever
//! inserted; the database refuses anything else.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;

use super::access::{LeaderOrDeputy, Membership, Right};
use super::dto::{
    ModerationAction, ModerationEntry, ModerationLog, NewTeamMute, TeamActivityKind, TeamWarning,
};
use super::{activity, announce, store};
use crate::db::{
    DbConnection, DbEnum, DbTimestamp, PageSize, team_members, team_moderation_log, users,
};
use crate::domain::{ModerationEntryId, Note, TeamId, UserId};
use crate::error::AppError;
use crate::features::friends::Person;
use crate::features::notifications::NotificationKind;
use crate::identity::{TeamRole, leaders};
use crate::realtime::Events;

/// Entries of one list.
const LISTED: PageSize = PageSize(50);
/// How many warnings a member sees.
const WARNINGS: i64 = 10;
/// How long a member can be muted at most.
const MAX_MUTE: TimeDelta = TimeDelta::days(30);

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
        let role = store::role(conn, moderator, user)?.ok_or(AppError::NotFound)?;
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
    insert(conn, moderator, subject, action, reason, None)
}

fn insert(
    conn: &mut DbConnection,
    moderator: &Membership<LeaderOrDeputy>,
    subject: &Subject,
    action: ModerationAction,
    reason: Option<&Note>,
    muted_until: Option<DateTime<Utc>>,
) -> Result<(), AppError> {
    diesel::insert_into(team_moderation_log::table)
        .values((
            team_moderation_log::id.eq(ModerationEntryId::new()),
            team_moderation_log::team_id.eq(moderator.team()),
            team_moderation_log::at.eq(DbTimestamp::from(moderator.now())),
            team_moderation_log::actor_id.eq(moderator.id()),
            team_moderation_log::action.eq(DbEnum(action)),
            team_moderation_log::subject_id.eq(subject.id),
            team_moderation_log::reason.eq(reason.map(Note::as_str)),
            team_moderation_log::muted_until.eq(muted_until.map(DbTimestamp::from)),
        ))
        .execute(conn)?;
    Ok(())
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
    set_muted(conn, &subject, Some(mute.until))?;
    announce::moderated(conn, events, moderator.team(), user)?;
    let (action, reason) = (ModerationAction::Mute, Some(&mute.reason));
    insert(conn, moderator, &subject, action, reason, Some(mute.until))?;
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
    set_muted(conn, &subject, None)?;
    record(conn, moderator, &subject, ModerationAction::Unmute, None)?;
    announce::moderated(conn, events, moderator.team(), user)
}

/// Until when somebody who comes into the team is muted: as when they left it.
pub(super) fn muted_until(
    conn: &mut DbConnection,
    team: TeamId,
    user: UserId,
) -> Result<Option<DateTime<Utc>>, AppError> {
    let mutes = [ModerationAction::Mute, ModerationAction::Unmute].map(DbEnum);
    let last: Option<Option<DbTimestamp>> = team_moderation_log::table
        .filter(team_moderation_log::team_id.eq(team))
        .filter(team_moderation_log::subject_id.eq(user))
        .filter(team_moderation_log::action.eq_any(mutes))
        .order(team_moderation_log::id.desc())
        .select(team_moderation_log::muted_until)
        .first(conn)
        .optional()?;
    Ok(last.flatten().map(Into::into))
}

fn set_muted(
    conn: &mut DbConnection,
    subject: &Subject,
    until: Option<DateTime<Utc>>,
) -> Result<(), AppError> {
    diesel::update(team_members::table.find((subject.team, subject.id)))
        .set(team_members::muted_until.eq(until.map(DbTimestamp::from)))
        .execute(conn)?;
    Ok(())
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
    store::remove(conn, &subject)?;
    store::cancel_invitations(conn, team, user, now)?;
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

/// What the member was warned of, the latest first.
pub(super) fn own_warnings<R: Right>(
    conn: &mut DbConnection,
    member: &Membership<R>,
) -> Result<Vec<TeamWarning>, AppError> {
    let rows: Vec<(DbTimestamp, Option<String>)> = team_moderation_log::table
        .filter(team_moderation_log::team_id.eq(member.team()))
        .filter(team_moderation_log::subject_id.eq(member.id()))
        .filter(team_moderation_log::action.eq(DbEnum(ModerationAction::Warn)))
        .order(team_moderation_log::id.desc())
        .limit(WARNINGS)
        .select((team_moderation_log::at, team_moderation_log::reason))
        .load(conn)?;
    let warnings = rows.into_iter().map(|(at, reason)| TeamWarning {
        at: at.into(),
        reason: reason.unwrap_or_default(),
    });
    Ok(warnings.collect())
}

/// The latest entries of the log, or those before one.
pub(super) fn log(
    conn: &mut DbConnection,
    moderator: &Membership<LeaderOrDeputy>,
    before: Option<ModerationEntryId>,
) -> Result<ModerationLog, AppError> {
    type Row = (
        ModerationEntryId,
        DbTimestamp,
        DbEnum<ModerationAction>,
        Option<String>,
        (UserId, Option<String>),
        (UserId, Option<String>),
    );
    let (actors, subjects) = diesel::alias!(users as actors, users as subjects);
    let (actor_id, subject_id) = (actors.field(users::id), subjects.field(users::id));
    let mut query = team_moderation_log::table
        .left_join(actors.on(actor_id.eq(team_moderation_log::actor_id)))
        .left_join(subjects.on(subject_id.eq(team_moderation_log::subject_id)))
        .filter(team_moderation_log::team_id.eq(moderator.team()))
        .order(team_moderation_log::id.desc())
        .limit(LISTED.limit())
        .select((
            team_moderation_log::id,
            team_moderation_log::at,
            team_moderation_log::action,
            team_moderation_log::reason,
            (
                team_moderation_log::actor_id,
                actors.field(users::name).nullable(),
            ),
            (
                team_moderation_log::subject_id,
                subjects.field(users::name).nullable(),
            ),
        ))
        .into_boxed();
    if let Some(before) = before {
        query = query.filter(team_moderation_log::id.lt(before));
    }
    let mut rows: Vec<Row> = query.load(conn)?;
    let more = LISTED.cut(&mut rows);
    let person = |(id, name): (UserId, Option<String>)| name.map(|name| Person { id, name });
    let entries = rows
        .into_iter()
        .map(|(id, at, action, reason, actor, subject)| ModerationEntry {
            id,
            at: at.into(),
            actor: person(actor),
            action: action.0,
            subject: person(subject),
            reason,
        });
    Ok(ModerationLog {
        entries: entries.collect(),
        more,
    })
}
