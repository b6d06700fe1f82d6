//! Queries of the moderation log, and of what it is about.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::Subject;
use crate::db::{
    DbConnection, DbEnum, DbTimestamp, PageSize, team_members, team_moderation_log, users,
};
use crate::domain::{ModerationEntryId, Note, TeamId, UserId};
use crate::error::AppError;
use crate::features::teams::access::{LeaderOrDeputy, Membership, Right};
use crate::features::teams::dto::{ModerationAction, ModerationEntry, TeamWarning};
use crate::identity::Person;

/// How many warnings a member sees.
const WARNINGS: i64 = 10;

/// Inserts an entry of the log.
pub(super) fn insert(
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
            team_moderation_log::subject_id.eq(subject.id()),
            team_moderation_log::reason.eq(reason.map(Note::as_str)),
            team_moderation_log::muted_until.eq(muted_until.map(DbTimestamp::from)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Until when somebody who comes into the team is muted: as when they left it.
pub(in crate::features::teams) fn muted_until(
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

/// Until when a member may not write messages; `None`: the member may.
pub(super) fn set_muted(
    conn: &mut DbConnection,
    subject: &Subject,
    until: Option<DateTime<Utc>>,
) -> Result<(), AppError> {
    diesel::update(team_members::table.find((subject.team(), subject.id())))
        .set(team_members::muted_until.eq(until.map(DbTimestamp::from)))
        .execute(conn)?;
    Ok(())
}

/// What the member was warned of, the latest first.
pub(in crate::features::teams) fn own_warnings<R: Right>(
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

/// The latest entries, or those before one.
pub(super) fn log(
    conn: &mut DbConnection,
    moderator: &Membership<LeaderOrDeputy>,
    before: Option<ModerationEntryId>,
    size: PageSize,
) -> Result<Vec<ModerationEntry>, AppError> {
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
        .limit(size.limit())
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
    let rows: Vec<Row> = query.load(conn)?;
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
    Ok(entries.collect())
}
