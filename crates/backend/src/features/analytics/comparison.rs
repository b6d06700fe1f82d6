//! Two periods compared: what moved the KPI, exactly.
//!
//! Each day is scored again, and its KPI is the sum of its terms and of what the limits of 0 and 150 take, in
//! tenths of a point. So the mean of a period is the sum of the means of its terms, and the base the sum of its
//! habits: each habit brings 100 × its completion / the number of habits scheduled that day.

use std::collections::HashMap;

use super::dto::{ComparedPeriod, Comparison, HabitChange, PointsChange, TermChange};
use super::period::DaysOver;
use crate::db::DbConnection;
use crate::domain::{HabitId, UserId};
use crate::error::AppError;
use crate::kpi::{Points, TermCode};
use crate::scoring::{self, Plan, RangeContext, ScoredDay};
use crate::statistics::apportion;

pub(super) fn comparison(
    conn: &mut DbConnection,
    user: UserId,
    current: &DaysOver,
    previous: &DaysOver,
) -> Result<Comparison, AppError> {
    let plan = scoring::load_plan(conn, user)?;
    let now = Sums::load(conn, user, current)?;
    let before = Sums::load(conn, user, previous)?;
    let mut comparison = Comparison {
        current: now.period(),
        previous: before.period(),
        terms: Vec::new(),
        limit: PointsChange::default(),
        habits: Vec::new(),
    };
    if now.days > 0 && before.days > 0 {
        let (now, before) = (now.means(&plan), before.means(&plan));
        comparison.terms = now
            .codes
            .into_iter()
            .zip(changes(&before.terms, &now.terms))
            .filter(|(_, points)| !points.is_zero())
            .map(|(code, points)| TermChange { code, points })
            .collect();
        comparison.limit = PointsChange::of(before.limit, now.limit);
        comparison.habits = plan
            .0
            .iter()
            .zip(changes(&before.habits, &now.habits))
            .filter(|(_, points)| !points.is_zero())
            .map(|(habit, points)| HabitChange {
                habit_id: habit.id,
                name: habit.details.name.clone(),
                points,
            })
            .collect();
    }
    Ok(comparison)
}

fn changes(before: &[Points], now: &[Points]) -> impl Iterator<Item = PointsChange> {
    before
        .iter()
        .zip(now)
        .map(|(before, now)| PointsChange::of(*before, *now))
}

/// Sums over the days of a period, in tenths of a point.
#[derive(Default)]
struct Sums {
    days: u32,
    kpi: i64,
    /// As those of a [`Score`](crate::kpi::Score).
    terms: Vec<(TermCode, i64)>,
    /// What the limits of the KPI take, or give to a total below 0.
    limit: i64,
    /// What each habit brings to the base.
    habits: HashMap<HabitId, i64>,
}

impl Sums {
    fn load(conn: &mut DbConnection, user: UserId, days_over: &DaysOver) -> Result<Self, AppError> {
        let mut sums = Self::default();
        for day in RangeContext::load(conn, user, days_over.clone())?.scored() {
            sums.add(&day);
        }
        Ok(sums)
    }

    /// A day without a score is left out.
    fn add(&mut self, day: &ScoredDay) {
        let Some(score) = &day.score else { return };
        self.days += 1;
        self.kpi += i64::from(score.kpi.tenths());
        self.limit += i64::from((score.kpi - score.total).tenths());
        self.terms
            .resize(score.terms().count(), (TermCode::Base, 0));
        for ((code, sum), term) in self.terms.iter_mut().zip(score.terms()) {
            *code = term.0;
            *sum += i64::from(term.1.tenths());
        }
        let scheduled: Vec<(HabitId, f64)> = day
            .record
            .entries
            .iter()
            .filter_map(|entry| Some((entry.habit, entry.completion?)))
            .collect();
        let tenths = 1000.0 / scheduled.len() as f64;
        let parts: Vec<f64> = scheduled
            .iter()
            .map(|(_, completion)| tenths * completion)
            .collect();
        let parts = apportion(&parts, score.base.tenths().into());
        for ((habit, _), part) in scheduled.into_iter().zip(parts) {
            *self.habits.entry(habit).or_default() += part;
        }
    }

    fn period(&self) -> ComparedPeriod {
        ComparedPeriod {
            mean_kpi: (self.days > 0).then(|| points(self.mean(self.kpi).round() as i64)),
            counted_days: self.days,
        }
    }

    fn mean(&self, sum: i64) -> f64 {
        sum as f64 / f64::from(self.days)
    }

    /// The means, rounded so that they add up.
    fn means(&self, plan: &Plan) -> Means {
        let parts = self.terms.iter().map(|(_, sum)| *sum).chain([self.limit]);
        let parts: Vec<f64> = parts.map(|sum| self.mean(sum)).collect();
        let mut terms = apportion(&parts, self.mean(self.kpi).round() as i64);
        let limit = terms.pop().unwrap_or(0);
        let habits: Vec<f64> = plan
            .0
            .iter()
            .map(|habit| self.mean(self.habits.get(&habit.id).copied().unwrap_or(0)))
            .collect();
        Means {
            habits: apportion(&habits, terms[0])
                .into_iter()
                .map(points)
                .collect(),
            codes: self.terms.iter().map(|(code, _)| *code).collect(),
            terms: terms.into_iter().map(points).collect(),
            limit: points(limit),
        }
    }
}

struct Means {
    codes: Vec<TermCode>,
    terms: Vec<Points>,
    limit: Points,
    /// In the order of the plan.
    habits: Vec<Points>,
}

fn points(tenths: i64) -> Points {
    Points::from_tenths(i32::try_from(tenths).unwrap_or(i32::MAX))
}
