//! How regularly days are recorded and habits done.

use std::collections::HashMap;

use super::dto::{Consistency, HabitConsistency};
use super::period::DaysOver;
use super::store::{self, HabitDays};
use crate::db::DbConnection;
use crate::domain::{HabitId, UserId};
use crate::error::AppError;
use crate::scoring;

pub(super) fn consistency(
    conn: &mut DbConnection,
    user: UserId,
    days_over: &DaysOver,
) -> Result<Consistency, AppError> {
    let plan = scoring::load_plan(conn, user)?;
    let (recorded, exceptions) = store::day_counts(conn, user, days_over)?;
    let of_habits: HashMap<HabitId, HabitDays> = store::habit_days(conn, user, days_over)?
        .into_iter()
        .map(|days| (days.habit, days))
        .collect();
    let habits = plan.0.iter().filter_map(|habit| {
        let days = of_habits.get(&habit.id)?;
        Some(HabitConsistency {
            habit_id: habit.id,
            name: habit.details.name.clone(),
            scheduled_days: days.scheduled,
            done_days: days.done,
            completion: days.completion?,
            longest_streak: days.longest_streak.unwrap_or(0),
            is_weekly: habit.version_on(*days_over.end()).times_per_week.is_some(),
        })
    });
    Ok(Consistency {
        days: ((*days_over.end() - *days_over.start()).num_days() + 1).max(0),
        recorded_days: usize::try_from(recorded).unwrap_or(0),
        exception_days: exceptions,
        habits: habits.collect(),
    })
}
