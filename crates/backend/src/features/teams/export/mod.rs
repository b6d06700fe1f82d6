//! The export of a team, for leaders and deputies: what its members show to them.

mod table;

use std::ops::RangeInclusive;

use chrono::NaiveDate;

use super::access::{LeaderOrDeputy, Membership};
use super::calendar::EndedDays;
use super::day_store::{self, RecordedDay};
use super::dto::{ExportedGoal, ExportedMember, TeamExport};
use super::goals::store as goals;
use super::leaderboard::running;
use super::mates::mates;
use super::store;
use crate::db::DbConnection;
use crate::error::AppError;
use crate::features::progress::SharedDay;

pub(super) use table::to_csv;

/// The ended days of the members and the goals of a range.
pub(super) fn export(
    conn: &mut DbConnection,
    member: &Membership<LeaderOrDeputy>,
    dates: &RangeInclusive<NaiveDate>,
) -> Result<TeamExport, AppError> {
    let (team, _) = store::team(conn, member)?;
    let mut mates = mates(conn, member)?;
    mates.sort_by_key(|mate| mate.member.role);
    let ended = EndedDays::of(&mates, dates);
    let mut days = day_store::recorded_days(conn, member, &ended)?;
    let goals = running(goals::goals(conn, member)?, &ended);
    let amounts = goals::amounts(conn, member, &goals, Some(&ended))?;
    let goals = goals.into_iter().map(|goal| ExportedGoal {
        members: goal.members(&amounts, &mates),
        id: goal.id,
        title: goal.title,
        target: goal.target,
        unit: goal.unit,
        from: goal.from_date,
        to: goal.to_date,
        source: goal.source.0,
    });
    let goals = goals.collect();
    let members = mates.iter().map(|mate| {
        let days = days.remove(&mate.id()).unwrap_or_default();
        ExportedMember {
            person: mate.person(),
            role: mate.member.role,
            joined_at: mate.member.joined_at,
            shows: mate.shows,
            days: days.into_iter().map(shared_day).collect(),
        }
    });
    let members = members.collect();
    Ok(TeamExport {
        id: member.team(),
        name: team.name,
        description: team.description,
        exported_at: member.now(),
        from: *dates.start(),
        to: *dates.end(),
        members,
        goals,
    })
}

fn shared_day(day: RecordedDay) -> SharedDay {
    SharedDay::new(day.date, day.kpi, day.exception.is_some(), day.plausible)
}
