//! Goals of a team. Each member aims at the target; the team's progress is the mean of its members'.

pub(super) mod completion;
pub(super) mod store;

use std::collections::HashMap;

use self::store::{Amounts, GoalRow, MINUTES};
use super::access::{AnyMember, Leader, LeaderOrDeputy, Membership};
use super::dto::{
    CreatedTeamGoal, GoalSource, MemberGoalProgress, NewTeamGoal, OwnGoalProgress, TeamGoal,
    TeamGoalChange, TeamGoalDetails, TeamGoals,
};
use super::mates::{Mate, mates, shown};
use super::{activity, announce};
use crate::db::DbConnection;
use crate::domain::{HabitId, IsoDate, TeamGoalId, TeamId, UserId, fold_case};
use crate::error::AppError;
use crate::http::{DateParam, check_range};
use crate::kpi::{Measure, Points};
use crate::realtime::Events;
use crate::scoring::{HabitVersion, load_plan};

pub(crate) use self::store::reached_by_habits;

/// A goal whose target a member has reached.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ReachedGoal {
    pub team: TeamId,
    pub goal: TeamGoalId,
    pub member: UserId,
}

/// How many goals a team can have.
const MAX_GOALS: i64 = 50;

impl GoalRow {
    /// The completion of a member.
    pub(super) fn completion(&self, amounts: &Amounts, mate: &Mate) -> Points {
        completion::completion(amounts.of(self.id, mate.id()), self.target)
    }

    /// The mean completion of those of these members who show their KPI.
    pub(super) fn progress(&self, amounts: &Amounts, mates: &[Mate]) -> Option<Points> {
        let shown = mates.iter().filter(|mate| mate.is_shown());
        completion::mean(shown.map(|mate| self.completion(amounts, mate)))
    }

    /// The progress of those of these members who show their KPI.
    pub(super) fn members(&self, amounts: &Amounts, mates: &[Mate]) -> Vec<MemberGoalProgress> {
        let shown = mates.iter().filter(|mate| mate.is_shown());
        let members = shown.map(|mate| MemberGoalProgress {
            person: mate.person(),
            amount: amounts.of(self.id, mate.id()),
            completion: self.completion(amounts, mate).value(),
        });
        members.collect()
    }
}

/// The goal as the user sees it.
fn goal(
    row: GoalRow,
    amounts: &Amounts,
    mates: &[Mate],
    habits: &HashMap<TeamGoalId, HabitId>,
    member: &Membership<AnyMember>,
) -> TeamGoal {
    let amount = amounts.of(row.id, member.id());
    TeamGoal {
        id: row.id,
        progress: row.progress(amounts, mates).map(Points::value),
        counted_members: mates.len(),
        own: OwnGoalProgress {
            amount,
            completion: completion::completion(amount, row.target).value(),
            habit_id: habits.get(&row.id).copied(),
        },
        title: row.title,
        target: row.target,
        unit: row.unit,
        from: row.from_date,
        to: row.to_date,
        source: row.source.0,
    }
}

pub(super) fn list(
    conn: &mut DbConnection,
    member: &Membership<AnyMember>,
) -> Result<TeamGoals, AppError> {
    let mates = shown(mates(conn, member)?);
    let rows = store::goals(conn, member)?;
    let amounts = store::amounts(conn, member, &rows, None)?;
    let habits = store::own_habits(conn, member)?;
    let goals = rows.into_iter();
    let goals = goals.map(|row| goal(row, &amounts, &mates, &habits, member));
    Ok(TeamGoals {
        goals: goals.collect(),
    })
}

pub(super) fn find(
    conn: &mut DbConnection,
    member: &Membership<AnyMember>,
    id: TeamGoalId,
) -> Result<TeamGoalDetails, AppError> {
    let row = store::goal(conn, member, id)?;
    let entered = store::entered(conn, member, &row)?;
    let mates = shown(mates(conn, member)?);
    let rows = [row];
    let amounts = store::amounts(conn, member, &rows, None)?;
    let habits = store::own_habits(conn, member)?;
    let [row] = rows;
    let members = member.leads().then(|| row.members(&amounts, &mates));
    Ok(TeamGoalDetails {
        goal: goal(row, &amounts, &mates, &habits, member),
        entered,
        members,
    })
}

pub(super) fn create(
    conn: &mut DbConnection,
    events: &mut Events,
    member: &Membership<LeaderOrDeputy>,
    new: &NewTeamGoal,
) -> Result<CreatedTeamGoal, AppError> {
    check_dates(new.from, new.to)?;
    if store::count(conn, member)? >= MAX_GOALS {
        return Err(AppError::TooManyGoals);
    }
    let id = store::insert(conn, member, new)?;
    activity::record_new_goal(conn, member, id)?;
    announce::goal_changed(conn, events, member, id)?;
    Ok(CreatedTeamGoal { id })
}

pub(super) fn update(
    conn: &mut DbConnection,
    events: &mut Events,
    member: &Membership<LeaderOrDeputy>,
    id: TeamGoalId,
    change: &TeamGoalChange,
) -> Result<(), AppError> {
    check_dates(change.from, change.to)?;
    let row = store::goal(conn, member, id)?;
    if row.source.0 == GoalSource::Habit && row.unit != change.unit.as_str() {
        let message = "stays, because habits in this unit feed the goal";
        return Err(AppError::invalid("/unit", "unit_fixed", message));
    }
    store::update(conn, member, &row, change)?;
    // A lower target may be reached already.
    let row = store::goal(conn, member, id)?;
    let amounts = store::amounts(conn, member, std::slice::from_ref(&row), None)?;
    let reached: Vec<ReachedGoal> = amounts
        .at_least(&row)
        .map(|user| ReachedGoal {
            team: member.team(),
            goal: id,
            member: user,
        })
        .collect();
    activity::record_reached(conn, &reached, member.now())?;
    announce::goal_changed(conn, events, member, id)
}

fn check_dates(from: IsoDate, to: IsoDate) -> Result<(), AppError> {
    check_range(from.0, to.0).map(drop)
}

pub(super) fn delete(
    conn: &mut DbConnection,
    events: &mut Events,
    leader: &Membership<Leader>,
    id: TeamGoalId,
) -> Result<(), AppError> {
    if store::delete(conn, leader, id)? {
        announce::goal_changed(conn, events, leader, id)
    } else {
        Err(AppError::NotFound)
    }
}

/// Enters the member's progress of a date. Returns whether the goal is reached with it.
pub(super) fn enter(
    conn: &mut DbConnection,
    events: &mut Events,
    member: &Membership<AnyMember>,
    id: TeamGoalId,
    date: &DateParam,
    amount: f64,
) -> Result<bool, AppError> {
    let row = store::goal(conn, member, id)?;
    check_source(&row, GoalSource::Entered)?;
    let date = date.resolve(member.today())?;
    if !(row.from_date..=row.to_date.min(member.today())).contains(&date) {
        let message = "must be one of the goal's dates, until today";
        return Err(AppError::invalid("/date", "date_out_of_range", message));
    }
    store::enter(conn, member, id, date, amount)?;
    let entered = store::entered(conn, member, &row)?;
    let sum = entered.iter().map(|entered| entered.amount).sum();
    let is_reached = completion::amount(sum) >= row.target;
    if is_reached {
        let reached = ReachedGoal {
            team: member.team(),
            goal: id,
            member: member.id(),
        };
        activity::record_reached(conn, &[reached], member.now())?;
    }
    announce::progress_changed(conn, events, member, id)?;
    Ok(is_reached)
}

/// Lets a habit of the member's own feed the progress to a goal.
pub(super) fn set_habit(
    conn: &mut DbConnection,
    events: &mut Events,
    member: &Membership<AnyMember>,
    id: TeamGoalId,
    habit: HabitId,
) -> Result<(), AppError> {
    let row = store::goal(conn, member, id)?;
    check_source(&row, GoalSource::Habit)?;
    let plan = load_plan(conn, member.id())?;
    let Some(planned) = plan.habit(habit) else {
        let message = "is not one of your habits";
        return Err(AppError::invalid("/habitId", "unknown_habit", message));
    };
    let fits = |version: &HabitVersion| match version.measure {
        Measure::Minutes => row.unit == MINUTES,
        Measure::Count => {
            let unit = version.unit.as_deref().unwrap_or_default();
            row.unit != MINUTES && fold_case(unit) == fold_case(&row.unit)
        }
        Measure::Check => false,
    };
    // Entries in another measure do not feed the goal, but those of a count in another unit would.
    let mut counts = planned
        .versions_between(row.from_date, row.to_date)
        .filter(|version| version.measure == Measure::Count);
    if !fits(planned.version_on(member.today())) || !counts.all(fits) {
        let message = format!("must be measured in the goal's unit, {:?}", row.unit);
        return Err(AppError::invalid("/habitId", "unit_differs", message));
    }
    store::set_habit(conn, member, id, habit)?;
    let reached = store::reached_by_habits(conn, &[member.id()])?;
    activity::record_reached(conn, &reached, member.now())?;
    announce::progress_changed(conn, events, member, id)
}

pub(super) fn unset_habit(
    conn: &mut DbConnection,
    events: &mut Events,
    member: &Membership<AnyMember>,
    id: TeamGoalId,
) -> Result<(), AppError> {
    if store::unset_habit(conn, member, id)? {
        announce::progress_changed(conn, events, member, id)
    } else {
        Err(AppError::NotFound)
    }
}

fn check_source(goal: &GoalRow, source: GoalSource) -> Result<(), AppError> {
    if goal.source.0 == source {
        return Ok(());
    }
    Err(match source {
        GoalSource::Entered => {
            let message = "is fed by habits: progress cannot be entered";
            AppError::invalid("/goal", "goal_fed_by_habits", message)
        }
        GoalSource::Habit => {
            let message = "is not fed by habits: progress is entered";
            AppError::invalid("/goal", "goal_entered", message)
        }
    })
}
