//! The year dashboard.

use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate};

use super::dto::{Activity, BestDay, Figures, MonthFigures, YearDashboard};
use super::forecast::forecast;
use super::store;
use crate::db::DbConnection;
use crate::domain::UserId;
use crate::error::AppError;
use crate::features::days::{self, DaySummary};
use crate::http::YEARS;
use crate::kpi::Measure;
use crate::scoring::{self, Plan};

/// Minimum number of days of a month whose mean is compared with other months.
const MIN_COUNTED_DAYS: usize = 7;

/// First and last date of a year in which days can be recorded.
///
/// # Errors
/// 404 for other years.
pub(super) fn date_range(year: i32) -> Result<RangeInclusive<NaiveDate>, AppError> {
    let first = NaiveDate::from_ymd_opt(year, 1, 1).filter(|_| YEARS.contains(&year));
    let last = NaiveDate::from_ymd_opt(year, 12, 31);
    first
        .zip(last)
        .map(|(first, last)| first..=last)
        .ok_or(AppError::NotFound)
}

pub(super) fn dashboard(
    conn: &mut DbConnection,
    user: UserId,
    year: i32,
    today: NaiveDate,
) -> Result<YearDashboard, AppError> {
    let dates = date_range(year)?;
    let plan = scoring::load_plan(conn, user)?;
    let days = days::summaries(conn, user, dates.clone())?;
    let recorded = *dates.start()..=today.min(*dates.end());
    let sums = store::habit_sums(conn, user, &recorded)?;
    let tasks = store::task_counts(conn, user, &recorded)?;

    let over = || days.iter().filter(|day| day.date < today);
    let scored: Vec<(NaiveDate, f64)> = over()
        .filter_map(|day| Some((day.date, day.kpi?)))
        .collect();
    let best_day = over()
        .filter(|day| day.plausible)
        .filter_map(|day| {
            Some(BestDay {
                date: day.date,
                kpi: day.kpi?,
            })
        })
        // The later of equal days.
        .max_by(|one, other| one.kpi.total_cmp(&other.kpi));
    let months = months(&days, today);
    Ok(YearDashboard {
        year,
        figures: Figures::of(&days, today),
        tasks_completed: tasks.completed,
        best_day,
        best_month: best_month(&months, today),
        months,
        activities: activities(sums, &plan, *dates.end()),
        forecast: forecast(&scored, year + 1),
    })
}

impl Figures {
    pub(super) fn of(days: &[DaySummary], today: NaiveDate) -> Self {
        let mut figures = Self::default();
        let mut sum = 0.0;
        for day in days.iter().filter(|day| day.date <= today) {
            if day.exception.is_some() {
                figures.exception_days += 1;
                continue;
            }
            let Some(kpi) = day.kpi else { continue };
            figures.recorded_days += 1;
            figures.minutes += day.minutes;
            if day.date < today {
                figures.counted_days += 1;
                sum += kpi;
            }
        }
        let mean = sum / figures.counted_days as f64;
        figures.mean_kpi = (figures.counted_days > 0).then(|| (mean * 10.0).round() / 10.0);
        figures
    }
}

fn months(days: &[DaySummary], today: NaiveDate) -> Vec<MonthFigures> {
    (1..=12)
        .map(|month| {
            let days: Vec<DaySummary> = days
                .iter()
                .filter(|day| day.date.month() == month)
                .cloned()
                .collect();
            MonthFigures {
                month,
                figures: Figures::of(&days, today),
                days,
            }
        })
        .collect()
}

/// The later of equal months.
fn best_month(months: &[MonthFigures], today: NaiveDate) -> Option<u32> {
    let mean = |month: &MonthFigures| {
        let days = month.days.iter();
        let counted: Vec<f64> = days
            .filter(|day| day.plausible && day.date < today)
            .filter_map(|day| day.kpi)
            .collect();
        (counted.len() >= MIN_COUNTED_DAYS)
            .then(|| counted.iter().sum::<f64>() / counted.len() as f64)
    };
    months
        .iter()
        .filter_map(|month| Some((month.month, mean(month)?)))
        .max_by(|one, other| one.1.total_cmp(&other.1))
        .map(|(month, _)| month)
}

fn activities(sums: Vec<store::HabitSums>, plan: &Plan, at: NaiveDate) -> Vec<Activity> {
    let mut activities: Vec<Activity> = sums
        .into_iter()
        .filter(|sums| sums.measure.0 == Measure::Minutes)
        .filter_map(|sums| {
            let habit = plan.habit(sums.habit)?;
            let version = habit.version_on(at);
            Some(Activity {
                habit_id: habit.id,
                name: habit.details.name.clone(),
                category: version.category,
                quadrant: version.quadrant,
                minutes: sums.amount.filter(|minutes| *minutes > 0)?,
                days: sums.days,
            })
        })
        .collect();
    activities.sort_by(|one, other| (other.minutes, &one.name).cmp(&(one.minutes, &other.name)));
    activities
}
