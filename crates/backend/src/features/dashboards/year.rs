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
use crate::kpi::Measure;
use crate::scoring::{self, Plan};

/// First and last date of a year in which days can be recorded.
///
/// # Errors
/// 404 for other years.
pub(super) fn date_range(year: i32) -> Result<RangeInclusive<NaiveDate>, AppError> {
    let first = NaiveDate::from_ymd_opt(year, 1, 1).filter(|_| (2000..=2200).contains(&year));
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
    let counted = *dates.start()..=today.min(*dates.end());
    let sums = store::habit_sums(conn, user, &counted)?;
    let tasks = store::task_counts(conn, user, &counted)?;

    let past: Vec<&DaySummary> = days.iter().filter(|day| day.date <= today).collect();
    let scored: Vec<(NaiveDate, f64)> = past
        .iter()
        .filter_map(|day| Some((day.date, day.kpi?)))
        .collect();
    let best_day = past
        .iter()
        .filter(|day| day.plausible)
        .filter_map(|day| {
            Some(BestDay {
                date: day.date,
                kpi: day.kpi?,
            })
        })
        // The later of equal days.
        .max_by(|one, other| one.kpi.total_cmp(&other.kpi));
    Ok(YearDashboard {
        year,
        figures: Figures::of(past.iter().copied()),
        tasks_completed: tasks.completed,
        best_day,
        months: months(&days, today),
        activities: activities(sums, &plan, *dates.end()),
        forecast: forecast(&scored, year + 1),
    })
}

impl Figures {
    pub(super) fn of<'a>(days: impl Iterator<Item = &'a DaySummary>) -> Self {
        let mut figures = Self::default();
        let (mut sum, mut scored) = (0.0, 0_u32);
        for day in days {
            figures.recorded_days += 1;
            if day.exception.is_some() {
                figures.exception_days += 1;
                continue;
            }
            figures.minutes += day.minutes;
            if let Some(kpi) = day.kpi {
                sum += kpi;
                scored += 1;
            }
        }
        figures.mean_kpi = (scored > 0).then(|| (sum / f64::from(scored) * 10.0).round() / 10.0);
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
            let figures = Figures::of(days.iter().filter(|day| day.date <= today));
            MonthFigures {
                month,
                figures,
                days,
            }
        })
        .collect()
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
