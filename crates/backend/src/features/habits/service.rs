//! Habit logic.

use std::collections::HashSet;

use chrono::{DateTime, NaiveDate, Utc};

use super::defaults::{DEFAULTS, DefaultHabit};
use super::dto::{Habit, HabitFilter, HabitHistory, HabitInput, HabitOrder, HabitStats, Habits};
use super::store;
use crate::db::DbConnection;
use crate::domain::{HabitId, UserId};
use crate::error::AppError;
use crate::http::{DateRange, check_recordable};
use crate::identity::Account;
use crate::kpi::Direction;
use crate::scoring::{self, HabitVersion, Schedule};
use crate::session::CurrentUser;

/// Maximum number of habits of a user, including archived ones.
const MAX_HABITS: usize = 100;
/// Maximum number of versions of a habit: all are loaded with the user's days.
const MAX_VERSIONS: usize = 200;
/// Default habits start on the earliest date, so that a new user can record past days.
const EARLIEST_DATE: NaiveDate = match NaiveDate::from_ymd_opt(2000, 1, 1) {
    Some(date) => date,
    None => NaiveDate::MIN,
};

/// Adds the ten default habits to a new account.
///
/// # Errors
/// When the database fails.
pub(crate) fn add_defaults(
    conn: &mut DbConnection,
    account: &Account,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    insert_defaults(
        conn,
        account,
        &DEFAULTS.iter().collect::<Vec<_>>(),
        0,
        EARLIEST_DATE,
        now,
    )
}

fn insert_defaults(
    conn: &mut DbConnection,
    account: &Account,
    defaults: &[&DefaultHabit],
    first_position: usize,
    from: NaiveDate,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let habits: Vec<store::NewHabit> = defaults
        .iter()
        .zip(first_position..)
        .map(|(default, position)| store::NewHabit {
            id: HabitId::new(),
            name: default.name(account.language).to_owned(),
            skill_level: default.skill_level,
            position,
            version: HabitVersion {
                effective_from: from,
                category: default.category,
                quadrant: default.quadrant,
                direction: Direction::AtLeast,
                target_minutes: default.target_minutes,
                weekend_target_minutes: default.weekend_target_minutes,
                schedule: Schedule::DAILY,
                active: true,
            },
        })
        .collect();
    store::insert(conn, account.id, habits, now)
}

pub(super) fn list(
    conn: &mut DbConnection,
    user: &CurrentUser,
    filter: &HabitFilter,
) -> Result<Habits, AppError> {
    let mut habits = load(conn, user.id, user.today)?;
    habits.retain(|habit| filter.admits(habit));
    Ok(Habits { habits })
}

pub(super) fn find(
    conn: &mut DbConnection,
    user: &CurrentUser,
    id: HabitId,
) -> Result<Habit, AppError> {
    load_one(conn, user.id, id, user.today)
}

pub(super) fn create(
    conn: &mut DbConnection,
    user: &CurrentUser,
    input: &HabitInput,
) -> Result<Habit, AppError> {
    let (now, today) = (user.now, user.today);
    let from = effective_from(input, today)?;
    let plan = scoring::load_plan(conn, user.id)?;
    if plan.0.len() >= MAX_HABITS {
        let message = format!("there are {MAX_HABITS} habits already; delete one first");
        return Err(AppError::invalid("", "too_many_habits", message));
    }
    let habit = store::NewHabit {
        id: HabitId::new(),
        name: input.name.as_str().to_owned(),
        skill_level: input.skill_level.map(Into::into),
        position: store::next_position(conn, user.id)?,
        version: version(input, from, true),
    };
    let id = habit.id;
    store::insert(conn, user.id, vec![habit], now)?;
    scoring::recompute_from(conn, user.id, from, now)?;
    load_one(conn, user.id, id, today)
}

pub(super) fn update(
    conn: &mut DbConnection,
    user: &CurrentUser,
    id: HabitId,
    input: &HabitInput,
) -> Result<Habit, AppError> {
    let (now, today) = (user.now, user.today);
    let from = effective_from(input, today)?;
    let plan = scoring::load_plan(conn, user.id)?;
    let habit = plan.habit(id).ok_or(AppError::NotFound)?;
    let current = habit.version_on(from);
    let next = version(input, from, current.active);
    store::update(
        conn,
        id,
        input.name.as_str(),
        input.skill_level.map(Into::into),
        now,
    )?;
    let is_unchanged = HabitVersion {
        effective_from: from,
        ..*current
    } == next;
    if !is_unchanged || from < habit.starts_on() {
        if habit.version_count() >= MAX_VERSIONS {
            let message = "has changed too often to change again; make a new habit instead";
            return Err(AppError::invalid(
                "/effectiveFrom",
                "too_many_versions",
                message,
            ));
        }
        change_from(conn, user.id, id, from, &habit.versions_with(next), now)?;
    }
    load_one(conn, user.id, id, today)
}

pub(super) fn set_active(
    conn: &mut DbConnection,
    user: &CurrentUser,
    id: HabitId,
    active: bool,
) -> Result<Habit, AppError> {
    let (now, today) = (user.now, user.today);
    let plan = scoring::load_plan(conn, user.id)?;
    let habit = plan.habit(id).ok_or(AppError::NotFound)?;
    if habit.version_on(today).active != active {
        let versions = habit.versions_with_activity(today, active);
        change_from(conn, user.id, id, today, &versions, now)?;
    }
    load_one(conn, user.id, id, today)
}

pub(super) fn delete(
    conn: &mut DbConnection,
    user: &CurrentUser,
    id: HabitId,
) -> Result<(), AppError> {
    let now = user.now;
    let plan = scoring::load_plan(conn, user.id)?;
    plan.habit(id).ok_or(AppError::NotFound)?;
    store::delete(conn, id)?;
    scoring::recompute_from(conn, user.id, EARLIEST_DATE, now)
}

pub(super) fn reorder(
    conn: &mut DbConnection,
    user: &CurrentUser,
    order: &HabitOrder,
) -> Result<Habits, AppError> {
    let (now, today) = (user.now, user.today);
    let habits = load(conn, user.id, today)?;
    let (in_use, archived): (Vec<_>, Vec<_>) = habits
        .into_iter()
        .partition(|habit| habit.archived_on.is_none());
    let expected: HashSet<HabitId> = in_use.iter().map(|habit| habit.id).collect();
    let given: HashSet<HabitId> = order.ids.iter().copied().collect();
    if given != expected || order.ids.len() != expected.len() {
        return Err(AppError::invalid(
            "/ids",
            "not_all_habits",
            "must name every habit in use once",
        ));
    }
    let ids = order
        .ids
        .iter()
        .copied()
        .chain(archived.iter().map(|habit| habit.id));
    store::set_positions(conn, user.id, &ids.collect::<Vec<_>>(), now)?;
    let mut habits = load(conn, user.id, today)?;
    habits.retain(|habit| habit.archived_on.is_none());
    Ok(Habits { habits })
}

pub(super) fn restore_defaults(
    conn: &mut DbConnection,
    user: &CurrentUser,
) -> Result<Habits, AppError> {
    let (now, today) = (user.now, user.today);
    let plan = scoring::load_plan(conn, user.id)?;
    let missing: Vec<&DefaultHabit> = DEFAULTS
        .iter()
        .filter(|default| {
            !plan
                .0
                .iter()
                .any(|habit| default.is_named(&habit.details.name))
        })
        .collect();
    if plan.0.len() + missing.len() > MAX_HABITS {
        let message = format!("there may be at most {MAX_HABITS} habits");
        return Err(AppError::invalid("", "too_many_habits", message));
    }
    let position = store::next_position(conn, user.id)?;
    insert_defaults(conn, user, &missing, position, today, now)?;
    scoring::recompute_from(conn, user.id, today, now)?;
    let had: HashSet<HabitId> = plan.0.iter().map(|habit| habit.id).collect();
    let mut habits = load(conn, user.id, today)?;
    habits.retain(|habit| !had.contains(&habit.id));
    Ok(Habits { habits })
}

pub(super) fn history(
    conn: &mut DbConnection,
    user: &CurrentUser,
    id: HabitId,
    range: &DateRange,
) -> Result<HabitHistory, AppError> {
    let dates = range.dates()?;
    store::ensure_owned(conn, user.id, id)?;
    Ok(HabitHistory {
        entries: store::history(conn, user.id, id, dates)?,
    })
}

pub(super) fn stats(
    conn: &mut DbConnection,
    user: &CurrentUser,
    id: HabitId,
) -> Result<HabitStats, AppError> {
    store::ensure_owned(conn, user.id, id)?;
    store::stats(conn, user.id, id, user.today)
}

/// Replaces the versions from the date, and schedules the recomputation.
fn change_from(
    conn: &mut DbConnection,
    user: UserId,
    id: HabitId,
    from: NaiveDate,
    versions: &[HabitVersion],
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    store::replace_versions_from(conn, id, from, versions)?;
    scoring::recompute_from(conn, user, from, now)
}

fn effective_from(input: &HabitInput, today: NaiveDate) -> Result<NaiveDate, AppError> {
    check_recordable(
        input.effective_from.map_or(today, |date| date.0),
        today,
        "/effectiveFrom",
    )
}

fn version(input: &HabitInput, effective_from: NaiveDate, active: bool) -> HabitVersion {
    HabitVersion {
        effective_from,
        category: input.category,
        quadrant: input.quadrant,
        direction: input.direction.unwrap_or(Direction::AtLeast),
        target_minutes: input.target_minutes.get(),
        weekend_target_minutes: input.weekend_target_minutes.map(Into::into),
        schedule: input.schedule.unwrap_or(Schedule::DAILY),
        active,
    }
}

fn load(conn: &mut DbConnection, user: UserId, today: NaiveDate) -> Result<Vec<Habit>, AppError> {
    let plan = scoring::load_plan(conn, user)?;
    let habits = plan.0.iter().map(|planned| Habit::on(today, planned));
    Ok(habits.collect())
}

fn load_one(
    conn: &mut DbConnection,
    user: UserId,
    id: HabitId,
    today: NaiveDate,
) -> Result<Habit, AppError> {
    load(conn, user, today)?
        .into_iter()
        .find(|habit| habit.id == id)
        .ok_or(AppError::NotFound)
}
