//! Analytics of a team, for leaders and deputies. Members who do not show their KPI are counted as hidden, and left
//! out of everything else.

use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate, Weekday};

use super::access::{LeaderOrDeputy, Membership};
use super::calendar::EndedDays;
use super::day_store::{self, DateSums};
use super::dto::{MemberCounts, TeamAnalytics, TeamDay, TeamGoalCompletion, TeamWeekday};
use super::goals::{completion, store as goals};
use super::leaderboard::running;
use super::mates::{Mate, mates, shown};
use crate::db::DbConnection;
use crate::error::AppError;
use crate::kpi::Points;

pub(super) fn analytics(
    conn: &mut DbConnection,
    member: &Membership<LeaderOrDeputy>,
    dates: &RangeInclusive<NaiveDate>,
) -> Result<TeamAnalytics, AppError> {
    let all = mates(conn, member)?;
    let everybody = all.len();
    let mates = shown(all);
    let ended = EndedDays::of(&mates, dates);

    let sums = day_store::day_sums(conn, member, &ended)?;
    let active = sums.values().filter(|sums| sums.recorded > 0).count();
    let away = sums
        .values()
        .filter(|sums| sums.recorded == 0 && sums.away > 0);
    let away = away.count();
    let members = MemberCounts {
        hidden: everybody - mates.len(),
        active,
        away,
        silent: mates.len() - active - away,
    };

    let by_date = day_store::date_sums(conn, member, &ended)?;
    let dated = dates
        .start()
        .iter_days()
        .take_while(|date| date <= dates.end());
    let dated: Vec<(NaiveDate, DateSums)> = dated
        .map(|date| (date, by_date.get(&date).copied().unwrap_or_default()))
        .collect();

    let goals = running(goals::goals(conn, member)?, &ended);
    let amounts = goals::amounts(conn, member, &goals, Some(&ended))?;
    let goals = goals.iter().map(|goal| {
        let completions = mates.iter().map(|mate| goal.completion(&amounts, mate));
        TeamGoalCompletion {
            id: goal.id,
            title: goal.title.clone(),
            progress: goal.progress(&amounts, &mates).map(Points::value),
            reached: completions
                .filter(|one| *one == completion::COMPLETE)
                .count(),
        }
    });
    Ok(TeamAnalytics {
        from: *dates.start(),
        to: *dates.end(),
        members,
        days: dated
            .iter()
            .map(|(date, sums)| day(*date, sums, &mates))
            .collect(),
        weekdays: weekdays(&dated),
        goals: goals.collect(),
    })
}

fn mean(kpi: f64, counted: i64) -> Option<f64> {
    (counted > 0).then(|| Points::round(kpi / counted as f64).value())
}

fn day(date: NaiveDate, sums: &DateSums, mates: &[Mate]) -> TeamDay {
    let over = mates.iter().filter(|mate| date <= mate.yesterday).count();
    TeamDay {
        date,
        mean: mean(sums.kpi.unwrap_or(0.0), sums.counted),
        counted: sums.counted,
        away: sums.away,
        silent: i64::try_from(over).unwrap_or(i64::MAX) - sums.recorded - sums.away,
    }
}

fn weekdays(days: &[(NaiveDate, DateSums)]) -> Vec<TeamWeekday> {
    let mut sums = [(0.0, 0); 7];
    for (date, day) in days {
        let index = date.weekday().days_since(Weekday::Mon) as usize;
        if let Some((kpi, counted)) = sums.get_mut(index) {
            *kpi += day.kpi.unwrap_or(0.0);
            *counted += day.counted;
        }
    }
    let weekdays = (1..)
        .zip(sums)
        .map(|(weekday, (kpi, counted))| TeamWeekday {
            weekday,
            mean: mean(kpi, counted),
            counted,
        });
    weekdays.collect()
}
