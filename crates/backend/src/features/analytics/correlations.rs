//! Which habits go together, and which with the KPI.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::dto::{
    Correlations, FALSE_DISCOVERY_RATE, KpiCorrelation, MIN_COMMON_DAYS, PairCorrelation,
    RankCorrelation,
};
use super::period::DaysOver;
use super::store;
use crate::db::DbConnection;
use crate::domain::{HabitId, UserId};
use crate::error::AppError;
use crate::scoring::{self, PlannedHabit};
use crate::statistics::{Correlation, Ranks, Undefined, adjust, spearman};

/// The most pairs of habits that are listed: the strongest of those that hold.
const MAX_PAIRS: usize = 50;

pub(super) fn correlations(
    conn: &mut DbConnection,
    user: UserId,
    days_over: &DaysOver,
) -> Result<Correlations, AppError> {
    let plan = scoring::load_plan(conn, user)?;
    let kpis = store::kpis(conn, user, days_over)?;
    let mut by_habit =
        daily_completions(store::completions(conn, user, days_over)?, &kpis, days_over);
    let habits: Vec<(&PlannedHabit, Ranks)> = plan
        .0
        .iter()
        .filter_map(|habit| Some((habit, Ranks::of(&by_habit.remove(&habit.id)?))))
        .collect();
    let kpi = Ranks::of(&daily(&kpis, days_over));

    let with_kpi: Vec<Result<Correlation, Undefined>> = habits
        .iter()
        .map(|(_, ranks)| spearman(ranks, &kpi, MIN_COMMON_DAYS))
        .collect();
    let with_kpi = habits
        .iter()
        .zip(RankCorrelation::of_family(&with_kpi))
        .map(|((habit, _), correlation)| KpiCorrelation {
            habit_id: habit.id,
            name: habit.details.name.clone(),
            correlation,
        });

    let pairs: Vec<(&PlannedHabit, &PlannedHabit, Result<Correlation, Undefined>)> = habits
        .iter()
        .enumerate()
        .flat_map(|(index, one)| habits[index + 1..].iter().map(move |other| (one, other)))
        .map(|(one, other)| (one.0, other.0, spearman(&one.1, &other.1, MIN_COMMON_DAYS)))
        .collect();
    let found: Vec<Result<Correlation, Undefined>> =
        pairs.iter().map(|(.., found)| *found).collect();
    let compared = found.iter().flatten().count();
    let mut between: Vec<PairCorrelation> = pairs
        .iter()
        .zip(RankCorrelation::of_family(&found))
        .filter(|(_, correlation)| correlation.holds)
        .map(|((one, other, _), correlation)| PairCorrelation {
            habit_id: one.id,
            name: one.details.name.clone(),
            other_habit_id: other.id,
            other_name: other.details.name.clone(),
            correlation,
        })
        .collect();
    between.sort_by(|one, other| {
        other
            .correlation
            .strength()
            .total_cmp(&one.correlation.strength())
    });
    between.truncate(MAX_PAIRS);
    Ok(Correlations {
        min_common_days: MIN_COMMON_DAYS,
        false_discovery_rate: FALSE_DISCOVERY_RATE,
        with_kpi: with_kpi.collect(),
        pairs: pairs.len(),
        compared_pairs: compared,
        between_habits: between,
    })
}

impl RankCorrelation {
    /// Those of tests that are made together.
    fn of_family(found: &[Result<Correlation, Undefined>]) -> Vec<Self> {
        let p_values: Vec<f64> = found.iter().flatten().map(|one| one.p_value).collect();
        let mut adjusted = adjust(&p_values).into_iter();
        found
            .iter()
            .map(|one| match one {
                Ok(one) => {
                    let holds = adjusted
                        .next()
                        .is_some_and(|value| value <= FALSE_DISCOVERY_RATE);
                    Self::of(one, holds)
                }
                Err(undefined) => Self::undefined(*undefined),
            })
            .collect()
    }
}

/// The place of a date in the period.
fn place(date: NaiveDate, days_over: &DaysOver) -> Option<usize> {
    usize::try_from((date - *days_over.start()).num_days()).ok()
}

fn length(days_over: &DaysOver) -> usize {
    place(*days_over.end(), days_over).map_or(0, |last| last + 1)
}

/// The values of all days of the period.
fn daily(values: &[(NaiveDate, f64)], days_over: &DaysOver) -> Vec<Option<f64>> {
    let mut days = vec![None; length(days_over)];
    for (date, value) in values {
        if let Some(day) = place(*date, days_over).and_then(|place| days.get_mut(place)) {
            *day = Some(*value);
        }
    }
    days
}

/// The completions of each habit on all days of the period, of those with a KPI.
fn daily_completions(
    completions: Vec<(HabitId, NaiveDate, f64)>,
    kpis: &[(NaiveDate, f64)],
    days_over: &DaysOver,
) -> HashMap<HabitId, Vec<Option<f64>>> {
    let counted = daily(kpis, days_over);
    let mut by_habit: HashMap<HabitId, Vec<Option<f64>>> = HashMap::new();
    for (habit, date, completion) in completions {
        let Some(place) = place(date, days_over).filter(|place| counted[*place].is_some()) else {
            continue;
        };
        let days = by_habit
            .entry(habit)
            .or_insert_with(|| vec![None; counted.len()]);
        days[place] = Some(completion);
    }
    by_habit
}
