//! Queries of notifications.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use diesel::dsl::{count_star, exists, not};
use diesel::prelude::*;
use diesel::upsert::excluded;

use super::dto::{
    ListedNotification, NotificationActor, NotificationHabit, NotificationKind, NotificationTeam,
};
use super::notify::Notification;
use crate::db::{
    BATCH_ROWS, DbConnection, DbEnum, DbTimestamp, blocks, habits, notification_preferences,
    notifications, on_each, teams, users,
};
use crate::domain::{HabitId, NotificationId, TeamId, UserId};
use crate::error::AppError;

/// Notifications of a user that are kept.
const KEPT: u32 = 500;

#[derive(Insertable)]
#[diesel(table_name = notifications)]
#[diesel(treat_none_as_default_value = false)]
struct NewNotificationRow<'a> {
    id: NotificationId,
    user_id: UserId,
    kind: DbEnum<NotificationKind>,
    actor_id: Option<UserId>,
    team_id: Option<TeamId>,
    habit_id: Option<HabitId>,
    number: Option<i32>,
    detail: Option<&'a str>,
    created_at: DbTimestamp,
}

/// Inserts notifications with their recipients; their ids.
pub(super) fn insert(
    conn: &mut DbConnection,
    notifications: &[(UserId, Notification<'_>)],
    now: DateTime<Utc>,
) -> Result<Vec<(UserId, NotificationId)>, AppError> {
    let rows: Vec<NewNotificationRow<'_>> = notifications
        .iter()
        .map(|(recipient, notification)| NewNotificationRow {
            id: NotificationId::new(),
            user_id: *recipient,
            kind: DbEnum(notification.kind),
            actor_id: notification.actor,
            team_id: notification.team,
            habit_id: notification.habit,
            number: notification.number,
            detail: notification.detail,
            created_at: now.into(),
        })
        .collect();
    for batch in rows.chunks(BATCH_ROWS) {
        on_each!(conn, |conn| diesel::insert_into(notifications::table)
            .values(batch)
            .execute(conn))?;
    }
    Ok(rows.iter().map(|row| (row.user_id, row.id)).collect())
}

/// Deletes what these users have more than are kept.
pub(super) fn delete_oldest(conn: &mut DbConnection, of: &[UserId]) -> Result<(), AppError> {
    let is_too_old = diesel::dsl::sql::<diesel::sql_types::Bool>(&format!(
        "notifications.id <= (SELECT other.id FROM notifications other \
         WHERE other.user_id = notifications.user_id ORDER BY other.id DESC LIMIT 1 OFFSET {KEPT})"
    ));
    diesel::delete(
        notifications::table
            .filter(notifications::user_id.eq_any(of))
            .filter(is_too_old),
    )
    .execute(conn)?;
    Ok(())
}

/// Deletes what `actor` has caused, in this team if it is of one.
pub(super) fn delete(
    conn: &mut DbConnection,
    recipients: &[UserId],
    kind: NotificationKind,
    actor: UserId,
    team: Option<TeamId>,
) -> Result<(), AppError> {
    let mut caused = diesel::delete(notifications::table)
        .filter(notifications::user_id.eq_any(recipients))
        .filter(notifications::kind.eq(DbEnum(kind)))
        .filter(notifications::actor_id.eq(actor))
        .into_boxed();
    if let Some(team) = team {
        caused = caused.filter(notifications::team_id.eq(team));
    }
    caused.execute(conn)?;
    Ok(())
}

/// The habits and lengths of the streaks that were told of since an instant.
pub(super) fn told_milestones(
    conn: &mut DbConnection,
    user: UserId,
    since: DateTime<Utc>,
) -> Result<Vec<(HabitId, u32, DateTime<Utc>)>, AppError> {
    let rows: Vec<(Option<HabitId>, Option<i32>, DbTimestamp)> = notifications::table
        .filter(notifications::user_id.eq(user))
        .filter(notifications::kind.eq(DbEnum(NotificationKind::StreakMilestone)))
        .filter(notifications::created_at.ge(DbTimestamp::from(since)))
        .select((
            notifications::habit_id,
            notifications::number,
            notifications::created_at,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .filter_map(|(habit, length, at)| Some((habit?, u32::try_from(length?).ok()?, at.into())))
        .collect())
}

/// Whether nobody caused it, or neither of the two blocks the other.
#[diesel::dsl::auto_type(no_type_alias)]
fn is_visible() -> _ {
    not(exists(
        blocks::table.filter(
            blocks::user_id
                .eq(notifications::user_id)
                .and(blocks::blocked_id.nullable().eq(notifications::actor_id))
                .or(blocks::blocked_id
                    .eq(notifications::user_id)
                    .and(blocks::user_id.nullable().eq(notifications::actor_id))),
        ),
    ))
}

/// What the user may see, the latest first.
pub(super) fn list(
    conn: &mut DbConnection,
    user: UserId,
    before: Option<NotificationId>,
    limit: i64,
) -> Result<Vec<ListedNotification>, AppError> {
    type Row = (
        NotificationId,
        DbEnum<NotificationKind>,
        (Option<UserId>, Option<String>),
        (Option<TeamId>, Option<String>),
        (Option<HabitId>, Option<String>),
        Option<i32>,
        Option<String>,
        DbTimestamp,
        Option<DbTimestamp>,
    );
    let mut query = notifications::table
        .left_join(users::table.on(users::id.nullable().eq(notifications::actor_id)))
        .left_join(teams::table.on(teams::id.nullable().eq(notifications::team_id)))
        .left_join(habits::table.on(habits::id.nullable().eq(notifications::habit_id)))
        .filter(notifications::user_id.eq(user))
        .filter(is_visible())
        .order(notifications::id.desc())
        .limit(limit)
        .select((
            notifications::id,
            notifications::kind,
            (users::id.nullable(), users::name.nullable()),
            (teams::id.nullable(), teams::name.nullable()),
            (habits::id.nullable(), habits::name.nullable()),
            notifications::number,
            notifications::detail,
            notifications::created_at,
            notifications::read_at,
        ))
        .into_boxed();
    if let Some(before) = before {
        query = query.filter(notifications::id.lt(before));
    }
    let rows: Vec<Row> = query.load(conn)?;
    let listed = rows.into_iter().map(
        |(
            id,
            kind,
            (actor, name),
            (team, team_name),
            (habit, habit_name),
            number,
            detail,
            at,
            read_at,
        )| {
            ListedNotification {
                id,
                kind: kind.0,
                actor: actor
                    .zip(name)
                    .map(|(id, name)| NotificationActor { id, name }),
                team: team
                    .zip(team_name)
                    .map(|(id, name)| NotificationTeam { id, name }),
                habit: habit
                    .zip(habit_name)
                    .map(|(id, name)| NotificationHabit { id, name }),
                number,
                detail,
                at: at.into(),
                read: read_at.is_some(),
            }
        },
    );
    Ok(listed.collect())
}

/// How many the user may see and has not read.
pub(super) fn count_unread(conn: &mut DbConnection, user: UserId) -> Result<i64, AppError> {
    Ok(notifications::table
        .filter(notifications::user_id.eq(user))
        .filter(notifications::read_at.is_null())
        .filter(is_visible())
        .select(count_star())
        .first(conn)?)
}

/// Marks these, and all up to `through`, as read.
pub(super) fn mark_read(
    conn: &mut DbConnection,
    user: UserId,
    ids: &[NotificationId],
    through: Option<NotificationId>,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    // No id is smaller than the nil UUID.
    let through = through.unwrap_or(NotificationId::NIL);
    diesel::update(
        notifications::table
            .filter(notifications::user_id.eq(user))
            .filter(notifications::read_at.is_null())
            .filter(
                notifications::id
                    .eq_any(ids)
                    .or(notifications::id.le(through)),
            ),
    )
    .set(notifications::read_at.eq(DbTimestamp::from(now)))
    .execute(conn)?;
    Ok(())
}

/// The kinds that these users do not want.
pub(super) fn unwanted(
    conn: &mut DbConnection,
    of: &[UserId],
) -> Result<HashSet<(UserId, NotificationKind)>, AppError> {
    let rows: Vec<(UserId, DbEnum<NotificationKind>)> = notification_preferences::table
        .filter(notification_preferences::user_id.eq_any(of))
        .filter(notification_preferences::enabled.eq(false))
        .select((
            notification_preferences::user_id,
            notification_preferences::kind,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(user, kind)| (user, kind.0))
        .collect())
}

pub(super) fn preferences(
    conn: &mut DbConnection,
    user: UserId,
) -> Result<Vec<(NotificationKind, bool)>, AppError> {
    let rows: Vec<(DbEnum<NotificationKind>, bool)> = notification_preferences::table
        .filter(notification_preferences::user_id.eq(user))
        .select((
            notification_preferences::kind,
            notification_preferences::enabled,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(kind, enabled)| (kind.0, enabled))
        .collect())
}

pub(super) fn set_preferences(
    conn: &mut DbConnection,
    user: UserId,
    chosen: &HashMap<NotificationKind, bool>,
) -> Result<(), AppError> {
    let rows: Vec<_> = chosen
        .iter()
        .map(|(kind, enabled)| {
            (
                notification_preferences::user_id.eq(user),
                notification_preferences::kind.eq(DbEnum(*kind)),
                notification_preferences::enabled.eq(*enabled),
            )
        })
        .collect();
    on_each!(conn, |conn| diesel::insert_into(
        notification_preferences::table
    )
    .values(&rows)
    .on_conflict((
        notification_preferences::user_id,
        notification_preferences::kind,
    ))
    .do_update()
    .set(notification_preferences::enabled.eq(excluded(notification_preferences::enabled)))
    .execute(conn))?;
    Ok(())
}
