//! The leaderboard of a team.

mod badges;
mod period;
mod ranking;

use self::badges::{Achievements, badges};
use self::ranking::{Standing, rank};
use super::access::{AnyMember, Membership};
use super::calendar::EndedDays;
use super::day_store::{self, DaySums};
use super::dto::{Leaderboard, LeaderboardBy, LeaderboardPeriod, LeaderboardQuery, LeaderboardRow};
use super::goals::completion;
use super::goals::store::{self as goals, GoalRow};
use super::mates::{Mate, mates, shown};
use crate::db::DbConnection;
use crate::error::AppError;
use crate::kpi::{self, Points};
use crate::sharing::Visibility;

/// The leaderboard that the user sees: of the members who show their KPI, of their ended days alone.
pub(super) fn leaderboard(
    conn: &mut DbConnection,
    member: &Membership<AnyMember>,
    query: &LeaderboardQuery,
) -> Result<Leaderboard, AppError> {
    let period = query.period.unwrap_or(LeaderboardPeriod::Week);
    let by = query.by.unwrap_or(LeaderboardBy::Kpi);
    let dates = period::dates(period, query, member.today())?;
    let mates = shown(mates(conn, member)?);
    let ended = EndedDays::of(&mates, &dates);
    let mut sums = day_store::day_sums(conn, member, &ended)?;
    let goals = running(goals::goals(conn, member)?, &ended);
    let amounts = goals::amounts(conn, member, &goals, Some(&ended))?;

    let standings = mates.into_iter().map(|mate| {
        let sums = sums.remove(&mate.id()).unwrap_or_default();
        let completions: Vec<Points> = goals
            .iter()
            .map(|goal| goal.completion(&amounts, &mate))
            .collect();
        let value = match by {
            LeaderboardBy::Kpi => sums.mean(),
            // Who was away has no low value.
            LeaderboardBy::Goals => completion::mean(completions.iter().copied())
                .filter(|mean| mean.value() > 0.0 || sums.away == 0 || sums.counted > 0),
        };
        let titles = goals.iter().map(|goal| goal.title.as_str());
        let achievements = Achievements {
            goals: titles.zip(completions).collect(),
            completion: sums.completion(),
            longest_streak: sums.longest_streak,
            shows_habits: mate.id() == member.id() || mate.shows >= Visibility::Habits,
        };
        Standing {
            name: mate.account().name.clone(),
            id: mate.id(),
            value,
            rest: (badges(&achievements), sums, mate),
        }
    });
    let rows = rank(standings.collect()).into_iter();
    let rows = rows.map(|(place, standing)| {
        let (badges, sums, mate): (_, DaySums, Mate) = standing.rest;
        let of_kpi = standing.value.filter(|_| by == LeaderboardBy::Kpi);
        LeaderboardRow {
            place,
            person: mate.person(),
            role: mate.member.role,
            value: standing.value.map(Points::value),
            band: of_kpi.map(kpi::band),
            counted_days: sums.counted,
            away_days: sums.away,
            badges,
        }
    });
    Ok(Leaderboard {
        period,
        by,
        from: *dates.start(),
        to: *dates.end(),
        rows: rows.collect(),
    })
}

/// Those of the goals that run in the range.
pub(super) fn running(goals: Vec<GoalRow>, range: &EndedDays) -> Vec<GoalRow> {
    let runs = |goal: &GoalRow| goal.from_date <= range.to && goal.to_date >= range.from;
    goals.into_iter().filter(runs).collect()
}
