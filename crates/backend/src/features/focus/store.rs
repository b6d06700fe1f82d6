//! Queries of focus sessions.

use std::ops::RangeInclusive;

use chrono::{DateTime, Days, NaiveDate, Utc};
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::model::{End, Session};
use crate::db::{DbConnection, DbTimestamp, MultiBackend, focus_sessions, habits, tasks};
use crate::domain::{FocusSessionId, HabitId, TaskId, UserId};
use crate::error::{AppError, is_unique_violation};
use crate::features::days::FocusSubject;

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = focus_sessions)]
#[diesel(primary_key(user_id, id))]
#[diesel(treat_none_as_default_value = false)]
#[diesel(treat_none_as_null = true)]
struct SessionRow {
    user_id: UserId,
    id: FocusSessionId,
    habit_id: Option<HabitId>,
    task_id: Option<TaskId>,
    date: NaiveDate,
    started_at: DbTimestamp,
    planned_minutes: Option<i16>,
    deadline: DbTimestamp,
    ended_at: Option<DbTimestamp>,
    minutes: Option<i16>,
    counted_minutes: i16,
    interrupted: bool,
    stopped: bool,
}

impl SessionRow {
    fn of(user: UserId, session: &Session) -> Self {
        let (habit_id, task_id) = match session.subject {
            FocusSubject::Habit(habit) => (Some(habit), None),
            FocusSubject::Task(task) => (None, Some(task)),
        };
        let end = session.end;
        Self {
            user_id: user,
            id: session.id,
            habit_id,
            task_id,
            date: session.date,
            started_at: session.started_at.into(),
            planned_minutes: session.planned_minutes,
            deadline: session.deadline.into(),
            ended_at: end.map(|end| end.at.into()),
            minutes: end.map(|end| end.minutes),
            counted_minutes: end.map_or(0, |end| end.counted),
            interrupted: end.is_some_and(|end| end.interrupted),
            stopped: end.is_some_and(|end| end.stopped),
        }
    }

    fn into_session(self, name: Option<String>) -> Result<Session, AppError> {
        let subject = match (self.habit_id, self.task_id) {
            (Some(habit), _) => FocusSubject::Habit(habit),
            (None, Some(task)) => FocusSubject::Task(task),
            (None, None) => {
                let message = format!("focus session {}: no subject", self.id);
                return Err(AppError::Inconsistent(message));
            }
        };
        let end = self.ended_at.zip(self.minutes).map(|(at, minutes)| End {
            at: at.into(),
            minutes,
            counted: self.counted_minutes,
            interrupted: self.interrupted,
            stopped: self.stopped,
        });
        Ok(Session {
            id: self.id,
            subject,
            name,
            date: self.date,
            started_at: self.started_at.into(),
            planned_minutes: self.planned_minutes,
            deadline: self.deadline.into(),
            end,
        })
    }
}

type Condition<'a> =
    Box<dyn BoxableExpression<focus_sessions::table, MultiBackend, SqlType = Bool> + 'a>;

/// The user's sessions for which this holds, in the order in which they began.
fn sessions_where(
    conn: &mut DbConnection,
    user: UserId,
    condition: Condition<'_>,
) -> Result<Vec<Session>, AppError> {
    let habit_name = habits::table
        .filter(habits::id.nullable().eq(focus_sessions::habit_id))
        .select(habits::name)
        .single_value();
    let task_title = tasks::table
        .filter(tasks::id.nullable().eq(focus_sessions::task_id))
        .filter(tasks::user_id.eq(focus_sessions::user_id))
        .select(tasks::title)
        .single_value();
    let rows: Vec<(SessionRow, Option<String>, Option<String>)> = focus_sessions::table
        .filter(focus_sessions::user_id.eq(user))
        .filter(condition)
        .order((focus_sessions::started_at, focus_sessions::id))
        .select((SessionRow::as_select(), habit_name, task_title))
        .load(conn)?;
    let session =
        |(row, name, title): (SessionRow, Option<String>, _)| row.into_session(name.or(title));
    rows.into_iter().map(session).collect()
}

/// The session with this id.
pub(super) fn find(
    conn: &mut DbConnection,
    user: UserId,
    id: FocusSessionId,
) -> Result<Session, AppError> {
    let found = sessions_where(conn, user, Box::new(focus_sessions::id.eq(id)))?;
    found.into_iter().next().ok_or(AppError::NotFound)
}

/// The sessions of a range.
pub(super) fn of_days(
    conn: &mut DbConnection,
    user: UserId,
    dates: RangeInclusive<NaiveDate>,
) -> Result<Vec<Session>, AppError> {
    let (from, to) = dates.into_inner();
    let condition = focus_sessions::date.between(from, to);
    sessions_where(conn, user, Box::new(condition))
}

/// The session that has no end.
pub(super) fn running(conn: &mut DbConnection, user: UserId) -> Result<Option<Session>, AppError> {
    let condition = focus_sessions::ended_at.is_null();
    Ok(sessions_where(conn, user, Box::new(condition))?.pop())
}

/// The sessions that one of this day may meet: those of the days beside it, the one that has no end, and one of the
/// same id.
pub(super) fn near(
    conn: &mut DbConnection,
    user: UserId,
    date: NaiveDate,
    id: FocusSessionId,
) -> Result<Vec<Session>, AppError> {
    let (from, to) = (date - Days::new(1), date + Days::new(1));
    let condition = focus_sessions::date
        .between(from, to)
        .or(focus_sessions::ended_at.is_null())
        .or(focus_sessions::id.eq(id));
    sessions_where(conn, user, Box::new(condition))
}

/// The title of a task of the day.
pub(super) fn task_title(
    conn: &mut DbConnection,
    user: UserId,
    date: NaiveDate,
    task: TaskId,
) -> Result<Option<String>, AppError> {
    let of_day = tasks::table
        .filter(tasks::id.eq(task))
        .filter(tasks::user_id.eq(user))
        .filter(tasks::date.eq(date));
    Ok(of_day.select(tasks::title).first(conn).optional()?)
}

/// Inserts a session.
///
/// # Errors
/// [`AppError::FocusRunning`] if it runs and another one does.
pub(super) fn insert(
    conn: &mut DbConnection,
    user: UserId,
    session: &Session,
) -> Result<(), AppError> {
    let inserted = diesel::insert_into(focus_sessions::table)
        .values(SessionRow::of(user, session))
        .execute(conn);
    match inserted {
        Err(error) if is_unique_violation(&error) => Err(AppError::FocusRunning),
        inserted => Ok(inserted.map(drop)?),
    }
}

/// Stores the end of a session.
pub(super) fn update(
    conn: &mut DbConnection,
    user: UserId,
    session: &Session,
) -> Result<(), AppError> {
    diesel::update(focus_sessions::table.find((user, session.id)))
        .set(SessionRow::of(user, session))
        .execute(conn)?;
    Ok(())
}

/// Deletes a session.
pub(super) fn delete(
    conn: &mut DbConnection,
    user: UserId,
    id: FocusSessionId,
) -> Result<(), AppError> {
    diesel::delete(focus_sessions::table.find((user, id))).execute(conn)?;
    Ok(())
}

/// Users with a session whose deadline has passed, at most `limit`.
pub(super) fn users_past_deadline(
    conn: &mut DbConnection,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<UserId>, AppError> {
    Ok(focus_sessions::table
        .filter(focus_sessions::ended_at.is_null())
        .filter(focus_sessions::deadline.le(DbTimestamp::from(now)))
        .order(focus_sessions::deadline)
        .limit(limit)
        .select(focus_sessions::user_id)
        .load(conn)?)
}
