//! Queries of habits. `scoring::load_plan` loads what scoring needs.

use std::ops::RangeInclusive;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::dsl::{avg, case_when, count, exists, max, min, sum};
use diesel::prelude::*;

use super::dto::{HabitStats, HistoryEntry, Milestone};
use crate::db::{
    BATCH_ROWS, DbConnection, DbEnum, DbTimestamp, entries, habit_versions, habits, on_each,
    team_goal_habits, team_goals,
};
use crate::domain::{HabitId, UserId};
use crate::error::AppError;
use crate::features::days::exception_of_entry;
use crate::kpi::{Category, DONE, Direction, Measure, Quadrant, STREAK_MILESTONES};
use crate::scoring::{ExceptionKind, HabitVersion, PlannedHabit};

pub(super) struct NewHabit {
    pub id: HabitId,
    pub name: String,
    pub skill_level: Option<i16>,
    pub group: Option<String>,
    /// Position in the user's order, from 0.
    pub position: usize,
    pub version: HabitVersion,
}

#[derive(Insertable)]
#[diesel(table_name = habits)]
#[diesel(treat_none_as_default_value = false)]
struct NewHabitRow {
    id: HabitId,
    user_id: UserId,
    name: String,
    skill_level: Option<i16>,
    position: i16,
    created_at: DbTimestamp,
    updated_at: DbTimestamp,
    group_name: Option<String>,
}

#[derive(Insertable)]
#[diesel(table_name = habit_versions)]
#[diesel(treat_none_as_default_value = false)]
struct NewVersionRow {
    habit_id: HabitId,
    effective_from: NaiveDate,
    category: DbEnum<Category>,
    quadrant: DbEnum<Quadrant>,
    direction: DbEnum<Direction>,
    target: i16,
    weekend_target: Option<i16>,
    schedule: i16,
    active: bool,
    measure: DbEnum<Measure>,
    unit: Option<String>,
    times_per_week: Option<i16>,
}

impl NewVersionRow {
    fn of(habit: HabitId, version: HabitVersion) -> Self {
        Self {
            habit_id: habit,
            effective_from: version.effective_from,
            category: DbEnum(version.category),
            quadrant: DbEnum(version.quadrant),
            direction: DbEnum(version.direction),
            target: version.target,
            weekend_target: version.weekend_target,
            schedule: version.schedule.bits(),
            active: version.active,
            measure: DbEnum(version.measure),
            unit: version.unit,
            times_per_week: version.times_per_week,
        }
    }
}

/// The position after the user's last habit.
pub(super) fn next_position(conn: &mut DbConnection, user: UserId) -> Result<usize, AppError> {
    let last: Option<i16> = habits::table
        .filter(habits::user_id.eq(user))
        .select(max(habits::position))
        .first(conn)?;
    Ok(last.map_or(0, |last| usize::from(last.unsigned_abs()) + 1))
}

fn as_position(index: usize) -> i16 {
    i16::try_from(index).unwrap_or(i16::MAX)
}

pub(super) fn insert(
    conn: &mut DbConnection,
    user: UserId,
    new: Vec<NewHabit>,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let (rows, versions): (Vec<_>, Vec<_>) = new
        .into_iter()
        .map(|habit| {
            let row = NewHabitRow {
                id: habit.id,
                user_id: user,
                name: habit.name,
                skill_level: habit.skill_level,
                position: as_position(habit.position),
                created_at: now.into(),
                updated_at: now.into(),
                group_name: habit.group,
            };
            (row, NewVersionRow::of(habit.id, habit.version))
        })
        .unzip();
    for rows in rows.chunks(BATCH_ROWS) {
        on_each!(conn, |conn| diesel::insert_into(habits::table)
            .values(rows)
            .execute(conn))?;
    }
    insert_versions(conn, versions)
}

pub(super) fn update(
    conn: &mut DbConnection,
    id: HabitId,
    name: &str,
    skill_level: Option<i16>,
    group: Option<&str>,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    diesel::update(habits::table.find(id))
        .set((
            habits::name.eq(name),
            habits::skill_level.eq(skill_level),
            habits::group_name.eq(group),
            habits::updated_at.eq(DbTimestamp::from(now)),
        ))
        .execute(conn)?;
    Ok(())
}

pub(super) fn delete(conn: &mut DbConnection, id: HabitId) -> Result<(), AppError> {
    diesel::delete(habits::table.find(id)).execute(conn)?;
    Ok(())
}

pub(super) fn replace_versions_from(
    conn: &mut DbConnection,
    id: HabitId,
    from: NaiveDate,
    versions: Vec<HabitVersion>,
) -> Result<(), AppError> {
    diesel::delete(
        habit_versions::table
            .filter(habit_versions::habit_id.eq(id))
            .filter(habit_versions::effective_from.ge(from)),
    )
    .execute(conn)?;
    insert_versions(
        conn,
        versions
            .into_iter()
            .map(|version| NewVersionRow::of(id, version))
            .collect(),
    )
}

fn insert_versions(conn: &mut DbConnection, rows: Vec<NewVersionRow>) -> Result<(), AppError> {
    for rows in rows.chunks(BATCH_ROWS) {
        on_each!(conn, |conn| diesel::insert_into(habit_versions::table)
            .values(rows)
            .execute(conn))?;
    }
    Ok(())
}

/// Id, name, skill level, date of creation, group.
type StoredHabit = (HabitId, String, Option<i16>, DbTimestamp, Option<String>);

/// Sets the positions of the user's habits in the order of `ids`.
pub(super) fn set_positions(
    conn: &mut DbConnection,
    user: UserId,
    ids: &[HabitId],
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    use diesel::upsert::excluded;
    let stored: Vec<StoredHabit> = habits::table
        .filter(habits::user_id.eq(user))
        .select((
            habits::id,
            habits::name,
            habits::skill_level,
            habits::created_at,
            habits::group_name,
        ))
        .load(conn)?;
    let rows: Vec<NewHabitRow> = stored
        .into_iter()
        .filter_map(|(id, name, skill_level, created_at, group_name)| {
            let index = ids.iter().position(|other| *other == id)?;
            Some(NewHabitRow {
                id,
                user_id: user,
                name,
                skill_level,
                position: as_position(index),
                created_at,
                updated_at: now.into(),
                group_name,
            })
        })
        .collect();
    // An upsert of existing rows: one statement updates each row to a different value.
    on_each!(conn, |conn| diesel::insert_into(habits::table)
        .values(&rows)
        .on_conflict(habits::id)
        .do_update()
        .set((
            habits::position.eq(excluded(habits::position)),
            habits::updated_at.eq(excluded(habits::updated_at)),
        ))
        .execute(conn))?;
    Ok(())
}

/// Whether an amount in another measure is entered on a date from `from` on.
pub(super) fn has_other_amounts(
    conn: &mut DbConnection,
    user: UserId,
    id: HabitId,
    from: NaiveDate,
    measure: Measure,
) -> Result<bool, AppError> {
    let others = entries::table
        .filter(entries::user_id.eq(user))
        .filter(entries::habit_id.eq(id))
        .filter(entries::date.ge(from))
        .filter(entries::amount.is_not_null())
        .filter(entries::measure.ne(DbEnum(measure)));
    Ok(diesel::select(exists(others)).get_result(conn)?)
}

type HistoryRow = (
    NaiveDate,
    Option<DbEnum<ExceptionKind>>,
    DbEnum<Measure>,
    Option<i16>,
    Option<i16>,
    Option<String>,
    Option<i16>,
    Option<f64>,
    i32,
);

pub(super) fn history(
    conn: &mut DbConnection,
    user: UserId,
    id: HabitId,
    dates: RangeInclusive<NaiveDate>,
) -> Result<Vec<HistoryEntry>, AppError> {
    let rows: Vec<HistoryRow> = entries::table
        .filter(entries::user_id.eq(user))
        .filter(entries::habit_id.eq(id))
        .filter(entries::date.between(*dates.start(), *dates.end()))
        .order(entries::date)
        .select((
            entries::date,
            exception_of_entry(),
            entries::measure,
            entries::amount,
            entries::quality,
            entries::note,
            entries::target,
            entries::completion,
            entries::streak,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(
            |(date, exception, measure, amount, quality, note, target, completion, streak)| {
                HistoryEntry {
                    date,
                    exception: exception.map(|kind| kind.0),
                    measure: measure.0,
                    amount,
                    quality,
                    note,
                    target,
                    completion,
                    streak: streak.unsigned_abs(),
                }
            },
        )
        .collect())
}

/// Days with an amount, those with one in the measure of the version, the sum of these, scheduled days, the mean
/// completion, and days on which it was done.
type Totals = (i64, i64, Option<i64>, i64, Option<f64>, i64);
/// When each of the milestones was reached first.
type ReachedOn = (Option<NaiveDate>, Option<NaiveDate>, Option<NaiveDate>);

/// Without exception days. Amounts are of the days with the measure of the version; today counts for the streaks only.
pub(super) fn stats(
    conn: &mut DbConnection,
    user: UserId,
    habit: &PlannedHabit,
    today: NaiveDate,
    current_streak: u32,
) -> Result<HabitStats, AppError> {
    let version = habit.version_on(today);
    let counted = || {
        entries::table
            .filter(exception_of_entry().is_null())
            .filter(entries::user_id.eq(user))
            .filter(entries::habit_id.eq(habit.id))
    };
    let over = || entries::date.lt(today);
    let of_measure = entries::measure.eq(DbEnum(version.measure));
    let measured = || case_when(over().and(of_measure), entries::amount);
    let scheduled = || case_when(over(), entries::completion);
    let done = over().and(entries::completion.ge(DONE));
    let totals = (
        count(case_when(over(), entries::amount)),
        count(measured()),
        sum(measured()),
        count(scheduled()),
        avg(scheduled()),
        count(case_when(done, entries::completion)),
    );
    let lengths = milestone_lengths(version);
    // Earlier streaks are in another unit: days instead of weeks, or weeks instead of days.
    let since = habit.due_alike_since(today);
    let comparable = || entries::date.between(since, today);
    let [first, second, third] = lengths.map(|length| {
        let reached = entries::streak.ge(length.cast_signed());
        min(case_when(comparable().and(reached), entries::date))
    });
    let longest = max(case_when(
        comparable().and(entries::streak.gt(0)),
        entries::streak,
    ));
    let (
        (recorded_days, measured_days, total_amount, scheduled_days, mean_completion, done_days),
        reached,
        longest,
    ): (Totals, [Option<NaiveDate>; 3], Option<i32>) = counted()
        .select((totals, (first, second, third), longest))
        .first::<(Totals, ReachedOn, Option<i32>)>(conn)
        .map(|(totals, reached, longest)| (totals, reached.into(), longest))?;
    // The first day on which the longest streak had its length is its last one.
    let ended_on: Option<NaiveDate> = longest
        .map(|longest| {
            counted()
                .filter(comparable())
                .filter(entries::streak.eq(longest))
                .select(min(entries::date))
                .first(conn)
        })
        .transpose()?
        .flatten();
    let longest = longest
        .map(i32::unsigned_abs)
        .zip(ended_on)
        .filter(|(length, _)| *length >= current_streak)
        // A week of exceptions ends, and counts, without an entry.
        .or_else(|| (current_streak > 0).then_some((current_streak, today)));
    let total_amount = total_amount.unwrap_or(0);
    Ok(HabitStats {
        recorded_days,
        scheduled_days,
        done_days,
        measure: version.measure,
        total_amount,
        mean_amount: (measured_days > 0).then(|| total_amount as f64 / measured_days as f64),
        mean_completion,
        current_streak: current_streak.into(),
        longest_streak: longest.map_or(0, |(length, _)| length.into()),
        longest_streak_ended_on: longest.map(|(_, date)| date),
        milestones: lengths
            .into_iter()
            .zip(reached)
            .map(|(length, reached_on)| Milestone {
                length,
                reached_on: reached_on.or_else(|| (current_streak >= length).then_some(today)),
            })
            .collect(),
    })
}

/// In weeks if the habit is due n times a week: a week counts as seven days.
fn milestone_lengths(version: &HabitVersion) -> [u32; 3] {
    STREAK_MILESTONES.map(|days| match version.times_per_week {
        Some(_) => days.div_ceil(7),
        None => days,
    })
}

/// The units of the goals of teams that the habit feeds.
pub(super) fn units_of_fed_goals(
    conn: &mut DbConnection,
    habit: HabitId,
) -> Result<Vec<String>, AppError> {
    Ok(team_goal_habits::table
        .inner_join(team_goals::table.on(team_goals::id.eq(team_goal_habits::goal_id)))
        .filter(team_goal_habits::habit_id.eq(habit))
        .select(team_goals::unit)
        .load(conn)?)
}
