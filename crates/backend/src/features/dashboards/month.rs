//! The month dashboard.

use std::collections::{BTreeMap, HashMap};
use std::ops::RangeInclusive;

use chrono::{Days, Months, NaiveDate};

use super::dto::{Figures, MonthDashboard, MonthHabit, Recommendation, RecommendationCode};
use super::store::{self, HabitSums, TaskCounts};
use crate::db::DbConnection;
use crate::domain::{HabitId, UserId};
use crate::error::AppError;
use crate::features::days;
use crate::kpi::Measure;
use crate::scoring::{self, PlannedHabit};

/// Minimum number of scheduled days for a recommendation about the target.
const MIN_SCHEDULED_DAYS: i64 = 5;
/// The target is too high below this mean completion.
const TOO_HIGH: f64 = 0.5;
/// The target is too low above this mean completion.
const TOO_LOW: f64 = 1.25;

fn date_range(year: i32, month: u32) -> Result<RangeInclusive<NaiveDate>, AppError> {
    super::year::date_range(year)?;
    let first = NaiveDate::from_ymd_opt(year, month, 1).ok_or(AppError::NotFound)?;
    let last = first
        .checked_add_months(Months::new(1))
        .and_then(|next| next.pred_opt());
    last.map(|last| first..=last).ok_or(AppError::NotFound)
}

pub(super) fn dashboard(
    conn: &mut DbConnection,
    user: UserId,
    year: i32,
    month: u32,
    today: NaiveDate,
) -> Result<MonthDashboard, AppError> {
    let dates = date_range(year, month)?;
    let plan = scoring::load_plan(conn, user)?;
    let days = days::summaries(conn, user, dates.clone())?;
    let over = *dates.start()..=(today - Days::new(1)).min(*dates.end());
    let mut sums: HashMap<HabitId, Vec<HabitSums>> = HashMap::new();
    for of_measure in store::habit_sums(conn, user, &over)? {
        sums.entry(of_measure.habit).or_default().push(of_measure);
    }
    let tasks = store::task_counts(conn, user, &over)?;

    let figures = Figures::of(&days, today);
    let habits: Vec<MonthHabit> = plan
        .0
        .iter()
        .filter_map(|habit| Some(MonthHabit::of(habit, sums.get(&habit.id)?, *dates.end())))
        .collect();
    let by_completion = |one: &&MonthHabit, other: &&MonthHabit| {
        one.completion
            .unwrap_or(0.0)
            .total_cmp(&other.completion.unwrap_or(0.0))
    };
    let measured = || habits.iter().filter(|habit| habit.completion.is_some());
    let best = measured().max_by(by_completion);
    let weakest = measured().min_by(by_completion);
    // Days that are over, without those away.
    let away = days
        .iter()
        .filter(|day| day.exception.is_some() && over.contains(&day.date));
    let away = i64::try_from(away.count()).unwrap_or(i64::MAX);
    let passed = (*over.end() - *over.start()).num_days() + 1 - away;
    Ok(MonthDashboard {
        year,
        month,
        recommendations: recommendations(&habits, &sums, tasks, figures.counted_days, passed),
        figures,
        days,
        best: best.map(|habit| habit.habit_id),
        weakest: weakest
            .filter(|weakest| best.is_some_and(|best| weakest.completion < best.completion))
            .map(|habit| habit.habit_id),
        habits,
    })
}

impl MonthHabit {
    /// The sums are those of each measure that the habit had in the month.
    fn of(habit: &PlannedHabit, sums: &[HabitSums], at: NaiveDate) -> Self {
        let version = habit.version_on(at);
        let measured = sums.iter().find(|sums| sums.measure.0 == version.measure);
        Self {
            habit_id: habit.id,
            name: habit.details.name.clone(),
            category: version.category,
            quadrant: version.quadrant,
            measure: version.measure,
            unit: version.unit.clone(),
            amount: measured.and_then(|sums| sums.amount).unwrap_or(0),
            target: measured.and_then(|sums| sums.target).unwrap_or(0),
            completion: mean_completion(sums),
            done_days: sums.iter().map(|sums| sums.done_days).sum(),
            scheduled_days: sums.iter().map(|sums| sums.scheduled_days).sum(),
        }
    }
}

/// The mean over the scheduled days of all measures.
fn mean_completion(sums: &[HabitSums]) -> Option<f64> {
    if let [only] = sums {
        return only.completion;
    }
    let scheduled: i64 = sums.iter().map(|sums| sums.scheduled_days).sum();
    let parts = sums
        .iter()
        .filter_map(|sums| Some(sums.completion? * sums.scheduled_days as f64));
    (scheduled > 0).then(|| parts.sum::<f64>() / scheduled as f64)
}

/// At most three recommendations; none about the target of a habit whose measure changed in the month.
/// `passed` is the number of days of the month that are over, without exceptions; `counted_days` how many of them
/// are recorded.
fn recommendations(
    habits: &[MonthHabit],
    sums: &HashMap<HabitId, Vec<HabitSums>>,
    tasks: TaskCounts,
    counted_days: usize,
    passed: i64,
) -> Vec<Recommendation> {
    let mut found = Vec::new();
    let recorded = i64::try_from(counted_days).unwrap_or(i64::MAX);
    if passed >= 7 && recorded * 2 < passed {
        found.push(Recommendation {
            code: RecommendationCode::RecordMoreDays,
            habit_id: None,
            facts: BTreeMap::from([
                ("recordedDays", recorded as f64),
                ("passedDays", passed as f64),
            ]),
            reason: format!(
                "{recorded} of {passed} days are recorded. A minute in the evening is enough for \
                 the averages to mean something."
            ),
        });
    }
    let mut off_target: Vec<(f64, Recommendation)> = habits
        .iter()
        .filter(|habit| {
            sums.get(&habit.habit_id)
                .is_some_and(|sums| sums.len() == 1)
        })
        .filter_map(target_recommendation)
        .collect();
    off_target.sort_by(|one, other| other.0.total_cmp(&one.0));
    found.extend(
        off_target
            .into_iter()
            .map(|(_, recommendation)| recommendation),
    );
    if tasks.all >= 5 && tasks.estimated * 2 < tasks.all {
        found.push(Recommendation {
            code: RecommendationCode::EstimateTasks,
            habit_id: None,
            facts: BTreeMap::from([
                ("estimatedTasks", tasks.estimated as f64),
                ("tasks", tasks.all as f64),
            ]),
            reason: format!(
                "{} of {} tasks have an estimate. Four of the laws look at estimates.",
                tasks.estimated, tasks.all
            ),
        });
    }
    found.truncate(3);
    found
}

/// A recommendation about the target of a habit, with the distance from the threshold. A check has one target.
fn target_recommendation(habit: &MonthHabit) -> Option<(f64, Recommendation)> {
    let completion = habit
        .completion
        .filter(|_| habit.scheduled_days >= MIN_SCHEDULED_DAYS)
        .filter(|_| habit.measure != Measure::Check)?;
    let usual = habit.amount / habit.scheduled_days.max(1);
    let target = habit.target / habit.scheduled_days.max(1);
    let unit = habit.unit.as_deref().unwrap_or("minutes");
    let (code, distance, reason) = if completion < TOO_HIGH && usual < target {
        (
            RecommendationCode::LowerTarget,
            TOO_HIGH - completion,
            format!(
                "{}: {usual} {unit} a day against a target of {target}. A target you reach most \
                 days carries further; raise it again later.",
                habit.name
            ),
        )
    } else if completion > TOO_LOW && usual > target {
        (
            RecommendationCode::RaiseTarget,
            completion - TOO_LOW,
            format!(
                "{}: {usual} {unit} a day against a target of {target}. There is room for a \
                 higher one.",
                habit.name
            ),
        )
    } else {
        return None;
    };
    let facts = BTreeMap::from([
        ("usual", usual as f64),
        ("target", target as f64),
        ("completion", (completion * 1000.0).round() / 10.0),
    ]);
    Some((
        distance,
        Recommendation {
            code,
            habit_id: Some(habit.habit_id),
            facts,
            reason,
        },
    ))
}
