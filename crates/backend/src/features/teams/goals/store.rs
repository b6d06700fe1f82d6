//! Queries of goals and the progress to them.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::dsl::{Eq, NotEq, count_star, exists, max, not, sum};
use diesel::prelude::*;
use diesel::upsert::excluded;

use super::{ReachedGoal, completion};
use crate::db::{
    DbConnection, DbEnum, DbTimestamp, days, entries, on_each, team_activity, team_goal_habits,
    team_goal_progress, team_goals,
};
use crate::domain::{HabitId, TeamGoalId, TeamId, UserId};
use crate::error::AppError;
use crate::features::teams::access::{AnyMember, Leader, LeaderOrDeputy, Membership, Right};
use crate::features::teams::calendar::{EndedDays, only_ended};
use crate::features::teams::dto::{
    EnteredAmount, GoalSource, NewTeamGoal, TeamActivityKind, TeamGoalChange,
};
use crate::kpi::Measure;

/// The unit of goals that habits feed which are measured in minutes.
pub(super) const MINUTES: &str = "min";

/// A goal.
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = team_goals)]
pub(in crate::features::teams) struct GoalRow {
    pub id: TeamGoalId,
    pub title: String,
    pub target: f64,
    pub unit: String,
    pub from_date: NaiveDate,
    pub to_date: NaiveDate,
    pub source: DbEnum<GoalSource>,
}

/// The goals of the team, those that end last first.
pub(in crate::features::teams) fn goals<R: Right>(
    conn: &mut DbConnection,
    member: &Membership<R>,
) -> Result<Vec<GoalRow>, AppError> {
    Ok(team_goals::table
        .filter(team_goals::team_id.eq(member.team()))
        .order((team_goals::to_date.desc(), team_goals::id.desc()))
        .select(GoalRow::as_select())
        .load(conn)?)
}

/// A goal of the team.
pub(super) fn goal<R: Right>(
    conn: &mut DbConnection,
    member: &Membership<R>,
    id: TeamGoalId,
) -> Result<GoalRow, AppError> {
    Ok(team_goals::table
        .find(id)
        .filter(team_goals::team_id.eq(member.team()))
        .select(GoalRow::as_select())
        .first(conn)?)
}

pub(super) fn count(
    conn: &mut DbConnection,
    member: &Membership<LeaderOrDeputy>,
) -> Result<i64, AppError> {
    Ok(team_goals::table
        .filter(team_goals::team_id.eq(member.team()))
        .select(count_star())
        .first(conn)?)
}

pub(super) fn insert(
    conn: &mut DbConnection,
    member: &Membership<LeaderOrDeputy>,
    goal: &NewTeamGoal,
) -> Result<TeamGoalId, AppError> {
    let id = TeamGoalId::new();
    diesel::insert_into(team_goals::table)
        .values((
            team_goals::id.eq(id),
            team_goals::team_id.eq(member.team()),
            team_goals::title.eq(goal.title.as_str()),
            team_goals::target.eq(goal.target.get()),
            team_goals::unit.eq(goal.unit.as_str()),
            team_goals::from_date.eq(goal.from.0),
            team_goals::to_date.eq(goal.to.0),
            team_goals::source.eq(DbEnum(goal.source)),
            team_goals::created_at.eq(DbTimestamp::from(member.now())),
        ))
        .execute(conn)?;
    Ok(id)
}

pub(super) fn update(
    conn: &mut DbConnection,
    member: &Membership<LeaderOrDeputy>,
    goal: &GoalRow,
    change: &TeamGoalChange,
) -> Result<(), AppError> {
    let of_team = team_goals::table
        .find(goal.id)
        .filter(team_goals::team_id.eq(member.team()));
    diesel::update(of_team)
        .set((
            team_goals::title.eq(change.title.as_str()),
            team_goals::target.eq(change.target.get()),
            team_goals::unit.eq(change.unit.as_str()),
            team_goals::from_date.eq(change.from.0),
            team_goals::to_date.eq(change.to.0),
        ))
        .execute(conn)?;
    Ok(())
}

/// False if the team has no such goal.
pub(super) fn delete(
    conn: &mut DbConnection,
    leader: &Membership<Leader>,
    goal: TeamGoalId,
) -> Result<bool, AppError> {
    let of_team = team_goals::table
        .find(goal)
        .filter(team_goals::team_id.eq(leader.team()));
    Ok(diesel::delete(of_team).execute(conn)? == 1)
}

/// The amounts of members to goals.
#[derive(Debug, Default)]
pub(in crate::features::teams) struct Amounts(HashMap<(TeamGoalId, UserId), f64>);

impl Amounts {
    /// The amount of a member to a goal.
    pub fn of(&self, goal: TeamGoalId, member: UserId) -> f64 {
        self.0.get(&(goal, member)).copied().unwrap_or(0.0)
    }

    /// The members who have reached the target of a goal.
    pub fn at_least<'a>(&'a self, goal: &'a GoalRow) -> impl Iterator<Item = UserId> + 'a {
        let reached = |(of, amount): (&(TeamGoalId, UserId), &f64)| {
            (of.0 == goal.id && *amount >= goal.target).then_some(of.1)
        };
        self.0.iter().filter_map(reached)
    }
}

/// The entries that feed goals: of the days of the goal that are plausible, in its unit.
#[diesel::dsl::auto_type(no_type_alias)]
fn fed() -> _ {
    let in_minutes: Eq<entries::measure, DbEnum<Measure>> =
        entries::measure.eq(DbEnum(Measure::Minutes));
    let counted: Eq<entries::measure, DbEnum<Measure>> =
        entries::measure.eq(DbEnum(Measure::Count));
    let of_minutes: Eq<team_goals::unit, &'static str> = team_goals::unit.eq(MINUTES);
    let of_count: NotEq<team_goals::unit, &'static str> = team_goals::unit.ne(MINUTES);
    team_goal_habits::table
        .inner_join(team_goals::table.on(team_goals::id.eq(team_goal_habits::goal_id)))
        .inner_join(entries::table.on(entries::habit_id.eq(team_goal_habits::habit_id)))
        .inner_join(
            days::table.on(days::user_id
                .eq(entries::user_id)
                .and(days::date.eq(entries::date))),
        )
        .filter(entries::date.ge(team_goals::from_date))
        .filter(entries::date.le(team_goals::to_date))
        .filter(of_minutes.and(in_minutes).or(of_count.and(counted)))
        .filter(days::plausible.eq(true))
}

/// The amounts within the dates of each goal; with `ended` those of ended days alone, up to the end of their range.
/// Two statements. Days that are not plausible do not feed a goal.
pub(in crate::features::teams) fn amounts<R: Right>(
    conn: &mut DbConnection,
    member: &Membership<R>,
    goals: &[GoalRow],
    ended: Option<&EndedDays>,
) -> Result<Amounts, AppError> {
    let of_source = |source: GoalSource| -> Vec<TeamGoalId> {
        let goals = goals.iter().filter(|goal| goal.source.0 == source);
        goals.map(|goal| goal.id).collect()
    };
    let mut amounts = HashMap::new();
    let entered = of_source(GoalSource::Entered);
    if !entered.is_empty() {
        let mut query = team_goal_progress::table
            .inner_join(team_goals::table.on(team_goals::id.eq(team_goal_progress::goal_id)))
            .filter(team_goals::team_id.eq(member.team()))
            .filter(team_goal_progress::goal_id.eq_any(entered))
            .filter(team_goal_progress::date.ge(team_goals::from_date))
            .filter(team_goal_progress::date.le(team_goals::to_date))
            .group_by((team_goal_progress::goal_id, team_goal_progress::user_id))
            .select((
                team_goal_progress::goal_id,
                team_goal_progress::user_id,
                sum(team_goal_progress::amount),
            ))
            .into_boxed();
        if let Some(ended) = ended {
            query = query.filter(team_goal_progress::date.le(ended.to));
            let (user, date) = (team_goal_progress::user_id, team_goal_progress::date);
            query = only_ended!(query, ended, user, date);
        }
        let rows: Vec<(TeamGoalId, UserId, Option<f64>)> = query.load(conn)?;
        amounts.extend(
            rows.into_iter()
                .map(|(goal, user, sum)| ((goal, user), completion::amount(sum.unwrap_or(0.0)))),
        );
    }
    let fed_goals = of_source(GoalSource::Habit);
    if !fed_goals.is_empty() {
        let mut query = fed()
            .filter(team_goals::team_id.eq(member.team()))
            .filter(team_goal_habits::goal_id.eq_any(fed_goals))
            .group_by((team_goal_habits::goal_id, team_goal_habits::user_id))
            .select((
                team_goal_habits::goal_id,
                team_goal_habits::user_id,
                sum(entries::amount),
            ))
            .into_boxed();
        if let Some(ended) = ended {
            query = query.filter(entries::date.le(ended.to));
            query = only_ended!(query, ended, team_goal_habits::user_id, entries::date);
        }
        let rows: Vec<(TeamGoalId, UserId, Option<i64>)> = query.load(conn)?;
        amounts.extend(
            rows.into_iter()
                .map(|(goal, user, sum)| ((goal, user), sum.unwrap_or(0) as f64)),
        );
    }
    Ok(Amounts(amounts))
}

/// The goals that habits of these people have reached and of which it is not recorded yet.
///
/// # Errors
/// When the database fails.
pub(crate) fn reached_by_habits(
    conn: &mut DbConnection,
    people: &[UserId],
) -> Result<Vec<ReachedGoal>, AppError> {
    type Row = (TeamId, TeamGoalId, UserId, Option<f64>, Option<i64>);
    let recorded = team_activity::table
        .filter(team_activity::kind.eq(DbEnum(TeamActivityKind::GoalReached)))
        .filter(team_activity::goal_id.eq(team_goal_habits::goal_id.nullable()))
        .filter(team_activity::user_id.eq(team_goal_habits::user_id));
    let rows: Vec<Row> = fed()
        .filter(team_goal_habits::user_id.eq_any(people))
        .filter(not(exists(recorded)))
        .group_by((
            team_goal_habits::team_id,
            team_goal_habits::goal_id,
            team_goal_habits::user_id,
        ))
        .select((
            team_goal_habits::team_id,
            team_goal_habits::goal_id,
            team_goal_habits::user_id,
            // All rows of a goal have its target.
            max(team_goals::target),
            sum(entries::amount),
        ))
        .load(conn)?;
    let reached = rows.into_iter().filter(|(.., target, sum)| {
        target
            .zip(*sum)
            .is_some_and(|(target, sum)| sum as f64 >= target)
    });
    let reached = reached.map(|(team, goal, member, ..)| ReachedGoal { team, goal, member });
    Ok(reached.collect())
}

/// Which of the member's own habits feed which goals of the team.
pub(super) fn own_habits<R: Right>(
    conn: &mut DbConnection,
    member: &Membership<R>,
) -> Result<HashMap<TeamGoalId, HabitId>, AppError> {
    let rows: Vec<(TeamGoalId, HabitId)> = team_goal_habits::table
        .filter(team_goal_habits::team_id.eq(member.team()))
        .filter(team_goal_habits::user_id.eq(member.id()))
        .select((team_goal_habits::goal_id, team_goal_habits::habit_id))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// What the member has entered for a goal, in order.
pub(super) fn entered(
    conn: &mut DbConnection,
    member: &Membership<AnyMember>,
    goal: &GoalRow,
) -> Result<Vec<EnteredAmount>, AppError> {
    let rows: Vec<(NaiveDate, f64)> = team_goal_progress::table
        .filter(team_goal_progress::goal_id.eq(goal.id))
        .filter(team_goal_progress::user_id.eq(member.id()))
        .filter(team_goal_progress::date.between(goal.from_date, goal.to_date))
        .order(team_goal_progress::date)
        .select((team_goal_progress::date, team_goal_progress::amount))
        .load(conn)?;
    let entered = rows
        .into_iter()
        .map(|(date, amount)| EnteredAmount { date, amount });
    Ok(entered.collect())
}

/// Stores the member's amount of a date, or deletes it if it is 0.
pub(super) fn enter(
    conn: &mut DbConnection,
    member: &Membership<AnyMember>,
    goal: TeamGoalId,
    date: NaiveDate,
    amount: f64,
) -> Result<(), AppError> {
    if amount == 0.0 {
        let row = team_goal_progress::table.find((goal, member.id(), date));
        diesel::delete(row).execute(conn)?;
        return Ok(());
    }
    let row = (
        team_goal_progress::goal_id.eq(goal),
        team_goal_progress::user_id.eq(member.id()),
        team_goal_progress::date.eq(date),
        team_goal_progress::team_id.eq(member.team()),
        team_goal_progress::amount.eq(amount),
    );
    on_each!(conn, |conn| diesel::insert_into(team_goal_progress::table)
        .values(row)
        .on_conflict((
            team_goal_progress::goal_id,
            team_goal_progress::user_id,
            team_goal_progress::date,
        ))
        .do_update()
        .set(team_goal_progress::amount.eq(excluded(team_goal_progress::amount)))
        .execute(conn))?;
    Ok(())
}

/// Lets a habit of the member's own feed a goal.
pub(super) fn set_habit(
    conn: &mut DbConnection,
    member: &Membership<AnyMember>,
    goal: TeamGoalId,
    habit: HabitId,
) -> Result<(), AppError> {
    let row = (
        team_goal_habits::goal_id.eq(goal),
        team_goal_habits::user_id.eq(member.id()),
        team_goal_habits::team_id.eq(member.team()),
        team_goal_habits::habit_id.eq(habit),
    );
    on_each!(conn, |conn| diesel::insert_into(team_goal_habits::table)
        .values(row)
        .on_conflict((team_goal_habits::goal_id, team_goal_habits::user_id))
        .do_update()
        .set(team_goal_habits::habit_id.eq(excluded(team_goal_habits::habit_id)))
        .execute(conn))?;
    Ok(())
}

/// False if no habit of the member feeds the goal.
pub(super) fn unset_habit(
    conn: &mut DbConnection,
    member: &Membership<AnyMember>,
    goal: TeamGoalId,
) -> Result<bool, AppError> {
    let row = team_goal_habits::table
        .find((goal, member.id()))
        .filter(team_goal_habits::team_id.eq(member.team()));
    Ok(diesel::delete(row).execute(conn)? == 1)
}
