//! Starting, stopping and correcting focus sessions.

use chrono::{DateTime, TimeDelta, Utc};

use super::dto::{
    CurrentFocus, FocusCorrection, FocusSession, FocusSessions, FocusStart, FocusStop,
};
use super::model::{End, Session};
use super::store;
use crate::db::DbConnection;
use crate::domain::{FocusSessionId, Instant};
use crate::error::AppError;
use crate::features::days::{FocusChange, FocusSubject, change_focus};
use crate::http::DateRange;
use crate::identity::Account;
use crate::kpi::Measure;
use crate::realtime::{Event, Events};
use crate::scoring::{self, FocusRecord};
use crate::session::CurrentUser;

/// How far a client's clock may be ahead.
const CLOCK_TOLERANCE: TimeDelta = TimeDelta::minutes(2);

/// How late a start or an end may be told, by a client without a network.
const MAX_AGE: TimeDelta = TimeDelta::days(7);

/// The maximum number of sessions of a day.
const MAX_SESSIONS: usize = 100;

pub(super) fn list(
    conn: &mut DbConnection,
    user: &CurrentUser,
    range: &DateRange,
) -> Result<FocusSessions, AppError> {
    let sessions = store::of_days(conn, user.id, range.dates()?)?;
    let of_now = |session| FocusSession::of(session, user.now);
    Ok(FocusSessions {
        sessions: sessions.into_iter().map(of_now).collect(),
    })
}

pub(super) fn current(
    conn: &mut DbConnection,
    user: &CurrentUser,
) -> Result<CurrentFocus, AppError> {
    let running = store::running(conn, user.id)?;
    let running = running.filter(|session| session.ended_at(user.now).is_none());
    Ok(CurrentFocus {
        session: running.map(|session| FocusSession::of(session, user.now)),
        now: user.now,
    })
}

/// Starts a session, or returns the one that was started with the same id.
pub(super) fn start(
    conn: &mut DbConnection,
    user: &CurrentUser,
    events: &mut Events,
    input: &FocusStart,
) -> Result<FocusSession, AppError> {
    let now = user.now;
    let started_at = told_instant(input.started_at, now, "/startedAt")?;
    let id = input.id.unwrap_or_default();
    let date = user.today_at(started_at);
    let near = store::near(conn, user.id, date, id)?;
    if let Some(repeated) = near.iter().find(|known| known.id == id) {
        return Ok(FocusSession::of(repeated.clone(), now));
    }
    let subject = subject(conn, user, input, started_at)?;
    let session = Session::begin(id, subject, user, started_at, input.minutes);
    let end = match input.ended_at {
        Some(told) => Some(told_end(&session, told, now, input.interrupted)?),
        None => session.ended_at(now).map(|_| session.end_at_deadline()),
    };
    let (mut unended, known): (Vec<_>, Vec<_>) =
        near.into_iter().partition(|known| known.end.is_none());
    let is_running = |known: &Session| known.ended_at(now).is_none();
    if end.is_none() && unended.iter().any(is_running) {
        return Err(AppError::FocusRunning);
    }
    let ends_at = end.map_or(now, |end| end.at);
    let mut others = known.iter().chain(&unended);
    if others.any(|other| other.overlaps(started_at, ends_at, now)) {
        return Err(AppError::FocusOverlap);
    }
    if known.iter().filter(|known| known.date == date).count() >= MAX_SESSIONS {
        return Err(AppError::TooManyFocusSessions);
    }
    for passed in unended.iter_mut().filter(|known| !is_running(known)) {
        end_session(conn, user, now, events, passed, passed.end_at_deadline())?;
    }
    insert(conn, user, events, session, end)
}

fn insert(
    conn: &mut DbConnection,
    user: &CurrentUser,
    events: &mut Events,
    mut session: Session,
    end: Option<End>,
) -> Result<FocusSession, AppError> {
    // One that has ended is inserted with its end, so that it does not meet the one that runs.
    session.end = end;
    store::insert(conn, user.id, &session)?;
    match end {
        Some(end) => end_session(conn, user, user.now, events, &mut session, end)?,
        None => tell(events, user, session.id),
    }
    Ok(FocusSession::of(session, user.now))
}

/// Stops a session. One that the user has ended already stays as it is; one that its deadline has ended may have ended
/// earlier.
pub(super) fn stop(
    conn: &mut DbConnection,
    user: &CurrentUser,
    events: &mut Events,
    id: FocusSessionId,
    input: &FocusStop,
) -> Result<FocusSession, AppError> {
    let mut session = store::find(conn, user.id, id)?;
    if session.end.is_none_or(|end| !end.stopped) {
        let told = input.ended_at.unwrap_or(Instant(user.now));
        let end = told_end(&session, told, user.now, input.interrupted)?;
        end_session(conn, user, user.now, events, &mut session, end)?;
    }
    Ok(FocusSession::of(session, user.now))
}

/// Replaces the end of a session that has ended.
pub(super) fn correct(
    conn: &mut DbConnection,
    user: &CurrentUser,
    events: &mut Events,
    id: FocusSessionId,
    input: &FocusCorrection,
) -> Result<FocusSession, AppError> {
    let now = user.now;
    let mut session = store::find(conn, user.id, id)?;
    if session.ended_at(now).is_none() {
        return Err(AppError::FocusRunning);
    }
    let ended_at = not_in_future(input.ended_at, now, "/endedAt")?;
    check_order(&session, ended_at)?;
    if ended_at > session.latest_end() {
        let message = "must be at most 24 hours after the start";
        return Err(AppError::invalid("/endedAt", "too_long", message));
    }
    let near = store::near(conn, user.id, session.date, id)?;
    let mut others = near.iter().filter(|other| other.id != id);
    if others.any(|other| other.overlaps(session.started_at, ended_at, now)) {
        return Err(AppError::FocusOverlap);
    }
    let end = session.end_at(ended_at, input.interrupted, true);
    end_session(conn, user, now, events, &mut session, end)?;
    Ok(FocusSession::of(session, now))
}

/// Deletes a session, and takes its minutes away.
pub(super) fn delete(
    conn: &mut DbConnection,
    user: &CurrentUser,
    events: &mut Events,
    id: FocusSessionId,
) -> Result<(), AppError> {
    let session = store::find(conn, user.id, id)?;
    store::delete(conn, user.id, id)?;
    if let Some(end) = session.end {
        let gone = FocusChange {
            id,
            date: session.date,
            subject: session.subject,
            counted: end.counted,
            minutes: 0,
            session: None,
        };
        change_focus(conn, user, user.now, events, &gone)?;
    }
    tell(events, user, id);
    Ok(())
}

/// Ends the user's session whose deadline has passed, if there is one.
pub(super) fn end_at_deadline(
    conn: &mut DbConnection,
    user: &Account,
    now: DateTime<Utc>,
    events: &mut Events,
) -> Result<(), AppError> {
    let running = store::running(conn, user.id)?;
    match running.filter(|session| session.ended_at(now).is_some()) {
        Some(mut session) => {
            let end = session.end_at_deadline();
            end_session(conn, user, now, events, &mut session, end)
        }
        None => Ok(()),
    }
}

/// Ends a session, or ends it otherwise: its minutes are added to the day in place of those that it has added before.
fn end_session(
    conn: &mut DbConnection,
    user: &Account,
    now: DateTime<Utc>,
    events: &mut Events,
    session: &mut Session,
    end: End,
) -> Result<(), AppError> {
    let change = FocusChange {
        id: session.id,
        date: session.date,
        subject: session.subject,
        counted: session.end.map_or(0, |end| end.counted),
        minutes: session.minutes_to_count(end),
        session: Some(FocusRecord {
            id: session.id,
            minutes: end.minutes,
            interrupted: end.interrupted,
        }),
    };
    let counted = change_focus(conn, user, now, events, &change)?;
    session.end = Some(End { counted, ..end });
    store::update(conn, user.id, session)?;
    tell(events, user, session.id);
    Ok(())
}

fn tell(events: &mut Events, user: &Account, session_id: FocusSessionId) {
    events.push([user.id], Event::FocusChanged { session_id });
}

/// The habit or task that a session is spent on, with its name.
fn subject(
    conn: &mut DbConnection,
    user: &CurrentUser,
    input: &FocusStart,
    started_at: DateTime<Utc>,
) -> Result<(FocusSubject, String), AppError> {
    let date = user.today_at(started_at);
    match (input.habit_id, input.task_id) {
        (Some(id), None) => {
            let plan = scoring::load_plan(conn, user.id)?;
            let invalid = |code, message| AppError::invalid("/habitId", code, message);
            let habit = plan
                .habit(id)
                .filter(|habit| habit.is_active_on(date))
                .ok_or_else(|| invalid("unknown_habit", "is not one of your habits in use"))?;
            if habit.version_on(date).measure != Measure::Minutes {
                return Err(invalid("not_minutes", "must be measured in minutes"));
            }
            Ok((FocusSubject::Habit(id), habit.details.name.clone()))
        }
        (None, Some(id)) => {
            let title = store::task_title(conn, user.id, date, id)?.ok_or_else(|| {
                AppError::invalid("/taskId", "unknown_task", "is not a task of this day")
            })?;
            Ok((FocusSubject::Task(id), title))
        }
        (None, None) => Err(AppError::invalid(
            "/habitId",
            "required",
            "is missing: a session is spent on a habit or a task",
        )),
        (Some(_), Some(_)) => Err(AppError::invalid(
            "/taskId",
            "one_subject",
            "must not stand beside a habit",
        )),
    }
}

/// An instant of the past that a client tells, now by default.
fn told_instant(
    told: Option<Instant>,
    now: DateTime<Utc>,
    pointer: &str,
) -> Result<DateTime<Utc>, AppError> {
    let at = told.map_or(Ok(now), |told| not_in_future(told, now, pointer))?;
    if at < now - MAX_AGE {
        let message = "must be at most 7 days ago";
        return Err(AppError::invalid(pointer, "too_old", message));
    }
    Ok(at)
}

/// What a clock that is a little ahead shows is now.
fn not_in_future(
    told: Instant,
    now: DateTime<Utc>,
    pointer: &str,
) -> Result<DateTime<Utc>, AppError> {
    if told.0 > now + CLOCK_TOLERANCE {
        let message = "must not lie in the future";
        return Err(AppError::invalid(pointer, "in_future", message));
    }
    Ok(told.0.min(now))
}

/// The end that the user tells, at the deadline at the latest.
fn told_end(
    session: &Session,
    told: Instant,
    now: DateTime<Utc>,
    interrupted: bool,
) -> Result<End, AppError> {
    let at = not_in_future(told, now, "/endedAt")?;
    check_order(session, at)?;
    Ok(session.end_at(at.min(session.deadline), interrupted, true))
}

fn check_order(session: &Session, ended_at: DateTime<Utc>) -> Result<(), AppError> {
    if ended_at < session.started_at {
        let message = "must not lie before the start";
        return Err(AppError::invalid("/endedAt", "before_start", message));
    }
    Ok(())
}
