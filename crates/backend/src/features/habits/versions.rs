//! From the input of a habit to its version: what fits together, and from when on it may change.

use chrono::NaiveDate;

use super::dto::HabitInput;
use super::store;
use crate::db::DbConnection;
use crate::domain::{HabitId, UserId, fold_case};
use crate::error::AppError;
use crate::http::check_recordable;
use crate::kpi::{Direction, Measure};
use crate::scoring::{HabitVersion, PlannedHabit, Schedule};

/// Default habits start on the earliest date, so that a new user can record past days.
pub(super) const EARLIEST_DATE: NaiveDate = match NaiveDate::from_ymd_opt(2000, 1, 1) {
    Some(date) => date,
    None => NaiveDate::MIN,
};

/// The date from which an input is effective.
pub(super) fn effective_from(
    input: &HabitInput,
    today: NaiveDate,
    default: NaiveDate,
) -> Result<NaiveDate, AppError> {
    check_recordable(
        input.effective_from.map_or(default, |date| date.0),
        today,
        "/effectiveFrom",
    )
}

/// The version that an input describes.
///
/// # Errors
/// When what it says does not fit together.
pub(super) fn version(
    input: &HabitInput,
    effective_from: NaiveDate,
    active: bool,
) -> Result<HabitVersion, AppError> {
    let measure = input.measure.unwrap_or(Measure::Minutes);
    let direction = input.direction.unwrap_or(Direction::AtLeast);
    let targets = [
        ("/target", Some(input.target)),
        ("/weekendTarget", input.weekend_target),
    ];
    let most = measure.max_amount().cast_signed();
    for (pointer, target) in targets {
        if target.is_some_and(|target| target.get() > most) {
            let message = match measure {
                Measure::Minutes => format!("must be from 1 to {most} minutes"),
                Measure::Count => format!("must be from 1 to {most}"),
                Measure::Check => "must be 1 for a check".to_owned(),
            };
            return Err(AppError::invalid(pointer, "out_of_range", message));
        }
    }
    match (measure, &input.unit) {
        (Measure::Count, None) => {
            let message = "must name what is counted";
            return Err(AppError::invalid("/unit", "required", message));
        }
        (Measure::Minutes | Measure::Check, Some(_)) => {
            let message = "belongs to a count only";
            return Err(AppError::invalid("/unit", "not_for_measure", message));
        }
        _ => {}
    }
    if measure == Measure::Check && direction == Direction::AtMost {
        let message = "must be at_least for a check";
        return Err(AppError::invalid("/direction", "not_for_measure", message));
    }
    if input.schedule.is_some() && input.times_per_week.is_some() {
        let message = "cannot be combined with weekdays";
        return Err(AppError::invalid(
            "/timesPerWeek",
            "not_with_schedule",
            message,
        ));
    }
    Ok(HabitVersion {
        effective_from,
        category: input.category,
        quadrant: input.quadrant,
        direction,
        measure,
        unit: input.unit.clone().map(Into::into),
        target: input.target.get(),
        weekend_target: input.weekend_target.map(Into::into),
        schedule: input.schedule.unwrap_or(Schedule::DAILY),
        times_per_week: input.times_per_week.map(Into::into),
        active,
    })
}

/// An amount keeps the measure in which it was entered, so a measure changes from a date on from which there is
/// none. Dates before the first version have its measure.
pub(super) fn check_measure_change(
    conn: &mut DbConnection,
    user: UserId,
    habit: &PlannedHabit,
    next: &HabitVersion,
) -> Result<(), AppError> {
    let is_first = next.effective_from <= habit.starts_on();
    let from = if is_first {
        EARLIEST_DATE
    } else {
        next.effective_from
    };
    if habit.has_other_measure_from(from, next.measure)
        && store::has_other_amounts(conn, user, habit.id, from, next.measure)?
    {
        let message = "cannot change from a date from which amounts are entered; take a later date";
        return Err(AppError::invalid(
            "/measure",
            "amounts_in_other_measure",
            message,
        ));
    }
    Ok(())
}

/// A habit that feeds a goal of a team is counted in the goal's unit.
pub(super) fn check_unit(
    conn: &mut DbConnection,
    habit: HabitId,
    next: &HabitVersion,
) -> Result<(), AppError> {
    let Some(unit) = &next.unit else {
        return Ok(());
    };
    let fed = store::units_of_fed_goals(conn, habit)?;
    if fed
        .iter()
        .any(|of_goal| fold_case(of_goal) != fold_case(unit))
    {
        let message = "stays while the habit feeds a goal of a team; disconnect it there first";
        return Err(AppError::invalid("/unit", "unit_feeds_goal", message));
    }
    Ok(())
}
