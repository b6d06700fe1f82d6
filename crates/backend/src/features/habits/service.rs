//! Habit logic.

use std::collections::HashSet;

use chrono::{DateTime, NaiveDate, Utc};

use super::defaults::{DEFAULTS, DefaultHabit};
use super::dto::{Habit, HabitFilter, HabitHistory, HabitInput, HabitOrder, HabitStats, Habits};
use super::store;
use super::versions::{EARLIEST_DATE, check_measure_change, check_unit, effective_from, version};
use crate::db::DbConnection;
use crate::domain::{GroupName, HabitId, UserId};
use crate::error::AppError;
use crate::http::{CurrentState, DateRange, Preconditions, entity_tag};
use crate::identity::Account;
use crate::kpi::{Direction, Measure};
use crate::realtime::{Event, Events};
use crate::scoring::{self, HabitVersion, Plan, PlannedHabit, Schedule};
use crate::session::CurrentUser;

/// Maximum number of habits of a user, including archived ones.
const MAX_HABITS: usize = 100;
/// Maximum number of versions of a habit: all are loaded with the user's days.
const MAX_VERSIONS: usize = 200;
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

/// Adds habits at the end of the list.
///
/// # Errors
/// When the database fails.
pub(crate) fn add<'a>(
    conn: &mut DbConnection,
    user: UserId,
    habits: impl IntoIterator<Item = (&'a str, HabitVersion)>,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let first_position = store::next_position(conn, user)?;
    let habits = habits.into_iter().zip(first_position..);
    let habits = habits.map(|((name, version), position)| store::NewHabit {
        id: HabitId::new(),
        name: name.to_owned(),
        skill_level: None,
        group: None,
        position,
        version,
    });
    store::insert(conn, user, habits.collect(), now)
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
            group: None,
            position,
            version: HabitVersion {
                effective_from: from,
                category: default.category,
                quadrant: default.quadrant,
                direction: Direction::AtLeast,
                measure: Measure::Minutes,
                unit: None,
                target: default.target,
                weekend_target: default.weekend_target,
                schedule: Schedule::DAILY,
                times_per_week: None,
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
    events: &mut Events,
    input: &HabitInput,
    conditions: &Preconditions,
) -> Result<Habit, AppError> {
    let (now, today) = (user.now, user.today);
    let from = effective_from(input, today, today)?;
    let plan = scoring::load_plan(conn, user.id)?;
    check_list(conditions, &plan, today)?;
    if plan.0.len() >= MAX_HABITS {
        let message = format!("there are {MAX_HABITS} habits already; delete one first");
        return Err(AppError::invalid("", "too_many_habits", message));
    }
    let habit = store::NewHabit {
        id: HabitId::new(),
        name: input.name.as_str().to_owned(),
        skill_level: input.skill_level.map(Into::into),
        group: input.group.clone().map(Into::into),
        position: store::next_position(conn, user.id)?,
        version: version(input, from, true)?,
    };
    let id = habit.id;
    store::insert(conn, user.id, vec![habit], now)?;
    scoring::recompute_from(conn, user.id, from, now)?;
    publish_change(events, user, from);
    load_one(conn, user.id, id, today)
}

pub(super) fn update(
    conn: &mut DbConnection,
    user: &CurrentUser,
    events: &mut Events,
    id: HabitId,
    input: &HabitInput,
    conditions: &Preconditions,
) -> Result<Habit, AppError> {
    let (now, today) = (user.now, user.today);
    let plan = scoring::load_plan(conn, user.id)?;
    let habit = plan.habit(id).ok_or(AppError::NotFound)?;
    check_habit(conditions, habit, today)?;
    let from = effective_from(input, today, today.max(habit.starts_on()))?;
    let current = habit.version_on(from);
    let next = version(input, from, current.active)?;
    check_measure_change(conn, user.id, habit, &next)?;
    check_unit(conn, id, &next)?;
    store::update(
        conn,
        id,
        input.name.as_str(),
        input.skill_level.map(Into::into),
        input.group.as_ref().map(GroupName::as_str),
        now,
    )?;
    let is_unchanged = HabitVersion {
        effective_from: from,
        ..current.clone()
    } == next;
    if !is_unchanged || from < habit.starts_on() {
        let versions = habit.versions_with(&next);
        let count = habit.version_count_with(from, &versions);
        if count > MAX_VERSIONS && count > habit.versions().len() {
            let message = "has changed too often for one more date; change it from an earlier one";
            return Err(AppError::invalid(
                "/effectiveFrom",
                "too_many_versions",
                message,
            ));
        }
        change_from(conn, user.id, id, from, versions, now)?;
    }
    publish_change(events, user, from);
    load_one(conn, user.id, id, today)
}

pub(super) fn set_active(
    conn: &mut DbConnection,
    user: &CurrentUser,
    events: &mut Events,
    id: HabitId,
    active: bool,
    conditions: &Preconditions,
) -> Result<Habit, AppError> {
    let (now, today) = (user.now, user.today);
    let plan = scoring::load_plan(conn, user.id)?;
    let habit = plan.habit(id).ok_or(AppError::NotFound)?;
    check_habit(conditions, habit, today)?;
    if habit.version_on(today).active != active {
        let versions = habit.versions_with_activity(today, active);
        change_from(conn, user.id, id, today, versions, now)?;
    }
    publish_change(events, user, today);
    load_one(conn, user.id, id, today)
}

pub(super) fn delete(
    conn: &mut DbConnection,
    user: &CurrentUser,
    events: &mut Events,
    id: HabitId,
    conditions: &Preconditions,
) -> Result<(), AppError> {
    let now = user.now;
    let plan = scoring::load_plan(conn, user.id)?;
    let habit = plan.habit(id).ok_or(AppError::NotFound)?;
    check_habit(conditions, habit, user.today)?;
    store::delete(conn, id)?;
    publish_change(events, user, EARLIEST_DATE);
    scoring::recompute_from(conn, user.id, EARLIEST_DATE, now)
}

pub(super) fn reorder(
    conn: &mut DbConnection,
    user: &CurrentUser,
    events: &mut Events,
    order: &HabitOrder,
    conditions: &Preconditions,
) -> Result<Habits, AppError> {
    let (now, today) = (user.now, user.today);
    let plan = scoring::load_plan(conn, user.id)?;
    check_list(conditions, &plan, today)?;
    let habits = habits_on(&plan, today);
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
    publish_change(events, user, today);
    let mut habits = load(conn, user.id, today)?;
    habits.retain(|habit| habit.archived_on.is_none());
    Ok(Habits { habits })
}

pub(super) fn restore_defaults(
    conn: &mut DbConnection,
    user: &CurrentUser,
    events: &mut Events,
    conditions: &Preconditions,
) -> Result<Habits, AppError> {
    let (now, today) = (user.now, user.today);
    let plan = scoring::load_plan(conn, user.id)?;
    check_list(conditions, &plan, today)?;
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
    publish_change(events, user, today);
    let had: HashSet<HabitId> = plan.0.iter().map(|habit| habit.id).collect();
    let mut habits = load(conn, user.id, today)?;
    habits.retain(|habit| !had.contains(&habit.id));
    Ok(Habits { habits })
}

/// The habits are others from this date on, and the days are scored by them.
fn publish_change(events: &mut Events, user: &CurrentUser, from: NaiveDate) {
    let event = Event::KpiCalculated {
        from,
        to: user.today,
        kpi: None,
    };
    events.push([user.id], event);
    events.recorded(user.id);
}

pub(super) fn history(
    conn: &mut DbConnection,
    user: &CurrentUser,
    id: HabitId,
    range: &DateRange,
) -> Result<HabitHistory, AppError> {
    let dates = range.dates()?;
    let plan = scoring::load_plan(conn, user.id)?;
    let habit = plan.habit(id).ok_or(AppError::NotFound)?;
    Ok(HabitHistory {
        entries: store::history(conn, user.id, id, dates)?,
        versions: habit.into(),
    })
}

pub(super) fn stats(
    conn: &mut DbConnection,
    user: &CurrentUser,
    id: HabitId,
) -> Result<HabitStats, AppError> {
    let plan = scoring::load_plan(conn, user.id)?;
    let habit = plan.habit(id).ok_or(AppError::NotFound)?;
    let current = scoring::current_streak(conn, user.id, habit, user.today)?;
    store::stats(conn, user.id, habit, user.today, current)
}

/// Checks the conditions of a write against the habit, as a GET has it.
fn check_habit(
    conditions: &Preconditions,
    habit: &PlannedHabit,
    today: NaiveDate,
) -> Result<(), AppError> {
    let state = CurrentState {
        tag: || entity_tag(&Habit::on(today, habit)),
        exists: true,
    };
    conditions.check(state, AppError::PreconditionFailed)
}

/// Checks the conditions of a write against the list of habits in use, as a GET has it.
fn check_list(conditions: &Preconditions, plan: &Plan, today: NaiveDate) -> Result<(), AppError> {
    let listed = || {
        let mut habits = habits_on(plan, today);
        habits.retain(|habit| habit.archived_on.is_none());
        Habits { habits }
    };
    let state = CurrentState {
        tag: || entity_tag(&listed()),
        exists: true,
    };
    conditions.check(state, AppError::PreconditionFailed)
}

/// Replaces the versions from the date, and schedules the recomputation.
fn change_from(
    conn: &mut DbConnection,
    user: UserId,
    id: HabitId,
    from: NaiveDate,
    versions: Vec<HabitVersion>,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    store::replace_versions_from(conn, id, from, versions)?;
    scoring::recompute_from(conn, user, from, now)
}

fn load(conn: &mut DbConnection, user: UserId, today: NaiveDate) -> Result<Vec<Habit>, AppError> {
    Ok(habits_on(&scoring::load_plan(conn, user)?, today))
}

fn habits_on(plan: &Plan, today: NaiveDate) -> Vec<Habit> {
    let habits = plan.0.iter().map(|planned| Habit::on(today, planned));
    habits.collect()
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
