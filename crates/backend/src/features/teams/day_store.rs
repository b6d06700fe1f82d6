//! Queries of the days of a team.

use std::collections::HashMap;

use chrono::{Datelike as _, Months, NaiveDate};
use diesel::dsl::{case_when, count, max, sum};
use diesel::prelude::*;

use super::access::{Membership, Right};
use super::calendar::{EndedDays, only_ended};
use crate::db::{DbConnection, DbEnum, day_months, days};
use crate::domain::UserId;
use crate::error::AppError;
use crate::kpi::Points;
use crate::scoring::ExceptionKind;

/// Sums over the ended days of somebody.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct DaySums {
    kpi: f64,
    /// How many days count: recorded, plausible, and not away.
    pub counted: i64,
    completion: f64,
    completions: i64,
    /// The longest streak in days with which one of them ends; of whole months the milestone that it reached.
    pub longest_streak: i32,
    /// How many days are recorded, plausible or not.
    pub recorded: i64,
    /// On how many days the member was away.
    pub away: i64,
}

impl DaySums {
    /// The mean KPI of the counted days.
    pub fn mean(&self) -> Option<Points> {
        (self.counted > 0).then(|| Points::round(self.kpi / self.counted as f64))
    }

    /// The mean completion of habits on them, in percent.
    pub fn completion(&self) -> Option<Points> {
        let mean = 100.0 * self.completion / self.completions as f64;
        (self.completions > 0).then(|| Points::round(mean))
    }

    fn add(&mut self, other: &Self) {
        self.kpi += other.kpi;
        self.counted += other.counted;
        self.completion += other.completion;
        self.completions += other.completions;
        self.longest_streak = self.longest_streak.max(other.longest_streak);
        self.recorded += other.recorded;
        self.away += other.away;
    }
}

/// The sums of the members. At most three statements, which read whole months by their sums: neither entries nor tasks,
/// and few days.
pub(super) fn day_sums<R: Right>(
    conn: &mut DbConnection,
    _: &Membership<R>,
    ended: &EndedDays,
) -> Result<HashMap<UserId, DaySums>, AppError> {
    let mut sums: HashMap<UserId, DaySums> = HashMap::new();
    let mut add = |rows: Vec<(UserId, DaySums)>| {
        for (member, of_part) in rows {
            sums.entry(member).or_default().add(&of_part);
        }
    };
    let parts = Parts::of(ended);
    if let Some(months) = parts.months {
        add(sums_of_months(conn, ended, months)?);
    }
    for (from, to) in parts.days.into_iter().flatten() {
        add(sums_of_days(conn, ended, from, to)?);
    }
    Ok(sums)
}

/// A range in whole months that are over for everybody, and the days before and after them.
#[derive(Debug, PartialEq, Eq)]
struct Parts {
    /// The first days of the first and of the last month.
    months: Option<(NaiveDate, NaiveDate)>,
    days: [Option<(NaiveDate, NaiveDate)>; 2],
}

impl Parts {
    fn of(ended: &EndedDays) -> Self {
        let (from, to) = (ended.from, ended.to);
        let last = ended.behind.first().map_or(to, |(last, _)| *last).min(to);
        let first_of = |date: NaiveDate| date.with_day(1);
        let next = |month: NaiveDate| month.checked_add_months(Months::new(1));
        let whole = || {
            let begin = first_of(from)?;
            let begin = if begin == from { begin } else { next(begin)? };
            // The month in which the day after the last one lies is not over.
            let end = first_of(last.succ_opt()?)?;
            (begin < end).then_some((begin, end))
        };
        let Some((begin, end)) = whole() else {
            return Self {
                months: None,
                days: [Some((from, to)), None],
            };
        };
        let days = |from: NaiveDate, to: NaiveDate| (from <= to).then_some((from, to));
        Self {
            months: end
                .checked_sub_months(Months::new(1))
                .map(|last| (begin, last)),
            days: [
                begin.pred_opt().and_then(|before| days(from, before)),
                days(end, to),
            ],
        }
    }
}

fn sums_of_months(
    conn: &mut DbConnection,
    ended: &EndedDays,
    (first, last): (NaiveDate, NaiveDate),
) -> Result<Vec<(UserId, DaySums)>, AppError> {
    type Row = (UserId, (i64, i64), (i32, i32, i32, i32), (i32, i32, i32));
    let rows: Vec<Row> = day_months::table
        .filter(day_months::user_id.eq_any(&ended.members))
        .filter(day_months::month.between(first, last))
        .select((
            day_months::user_id,
            (day_months::kpi_tenths, day_months::completion_millionths),
            (
                day_months::counted,
                day_months::completions,
                day_months::recorded,
                day_months::away,
            ),
            (
                day_months::streaks_66,
                day_months::streaks_21,
                day_months::streaks_7,
            ),
        ))
        .load(conn)?;
    let sums = rows.into_iter().map(|(member, sums, counts, streaks)| {
        let (tenths, millionths) = sums;
        let (counted, completions, recorded, away) = counts;
        let longest_streak = match streaks {
            (1.., _, _) => 66,
            (_, 1.., _) => 21,
            (_, _, 1..) => 7,
            _ => 0,
        };
        let of_month = DaySums {
            kpi: tenths as f64 / 10.0,
            counted: counted.into(),
            completion: millionths as f64 / 1e6,
            completions: completions.into(),
            longest_streak,
            recorded: recorded.into(),
            away: away.into(),
        };
        (member, of_month)
    });
    Ok(sums.collect())
}

fn sums_of_days(
    conn: &mut DbConnection,
    ended: &EndedDays,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<(UserId, DaySums)>, AppError> {
    type Row = (Option<f64>, i64, Option<f64>, i64, Option<i32>, i64, i64);
    let kpi = case_when(days::plausible, days::kpi);
    let completion = case_when(days::plausible, days::completion);
    let query = days::table
        .filter(days::user_id.eq_any(&ended.members))
        .filter(days::date.between(from, to))
        .group_by(days::user_id)
        .select((
            days::user_id,
            (
                sum(kpi),
                count(kpi),
                sum(completion),
                count(completion),
                max(case_when(days::plausible, days::longest_streak)),
                count(days::kpi),
                count(days::exception_kind),
            ),
        ))
        .into_boxed();
    let query = only_ended!(query, ended, days::user_id, days::date);
    let rows: Vec<(UserId, Row)> = query.load(conn)?;
    let sums = rows.into_iter().map(|(member, row)| {
        let (kpi, counted, completion, completions, longest_streak, recorded, away) = row;
        let of_days = DaySums {
            kpi: kpi.unwrap_or(0.0),
            counted,
            completion: completion.unwrap_or(0.0),
            completions,
            longest_streak: longest_streak.unwrap_or(0),
            recorded,
            away,
        };
        (member, of_days)
    });
    Ok(sums.collect())
}

/// Sums over the members on a date.
#[derive(Debug, Clone, Copy, Default, Queryable)]
pub(super) struct DateSums {
    pub kpi: Option<f64>,
    pub counted: i64,
    pub recorded: i64,
    pub away: i64,
}

/// The sums of dates. One statement.
pub(super) fn date_sums<R: Right>(
    conn: &mut DbConnection,
    _: &Membership<R>,
    ended: &EndedDays,
) -> Result<HashMap<NaiveDate, DateSums>, AppError> {
    let kpi = case_when(days::plausible, days::kpi);
    let query = days::table
        .filter(days::user_id.eq_any(&ended.members))
        .filter(days::date.between(ended.from, ended.to))
        .group_by(days::date)
        .select((
            days::date,
            (
                sum(kpi),
                count(kpi),
                count(days::kpi),
                count(days::exception_kind),
            ),
        ))
        .into_boxed();
    let query = only_ended!(query, ended, days::user_id, days::date);
    let rows: Vec<(NaiveDate, DateSums)> = query.load(conn)?;
    Ok(rows.into_iter().collect())
}

/// A recorded day of a member.
#[derive(Debug, Queryable)]
pub(super) struct RecordedDay {
    pub date: NaiveDate,
    pub kpi: Option<f64>,
    pub exception: Option<DbEnum<ExceptionKind>>,
    pub plausible: bool,
}

/// The recorded days of the members, each in order. One statement.
pub(super) fn recorded_days<R: Right>(
    conn: &mut DbConnection,
    _: &Membership<R>,
    ended: &EndedDays,
) -> Result<HashMap<UserId, Vec<RecordedDay>>, AppError> {
    let query = days::table
        .filter(days::user_id.eq_any(&ended.members))
        .filter(days::date.between(ended.from, ended.to))
        .order((days::user_id, days::date))
        .select((
            days::user_id,
            (days::date, days::kpi, days::exception_kind, days::plausible),
        ))
        .into_boxed();
    let query = only_ended!(query, ended, days::user_id, days::date);
    let rows: Vec<(UserId, RecordedDay)> = query.load(conn)?;
    let mut by_member: HashMap<UserId, Vec<RecordedDay>> = HashMap::new();
    for (member, day) in rows {
        by_member.entry(member).or_default().push(day);
    }
    Ok(by_member)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_whole_months_and_the_days_around_them() {
        type Range = Option<(&'static str, &'static str)>;
        type Case = (
            &'static str,
            &'static str,
            Option<&'static str>,
            Range,
            [Range; 2],
        );
        let cases: &[Case] = &[
            (
                "2026-03-10",
                "2026-03-20",
                None,
                None,
                [Some(("2026-03-10", "2026-03-20")), None],
            ),
            (
                "2026-03-01",
                "2026-03-31",
                None,
                Some(("2026-03-01", "2026-03-01")),
                [None, None],
            ),
            (
                "2026-01-01",
                "2026-12-31",
                None,
                Some(("2026-01-01", "2026-12-01")),
                [None, None],
            ),
            (
                "2026-01-15",
                "2026-04-02",
                None,
                Some(("2026-02-01", "2026-03-01")),
                [
                    Some(("2026-01-15", "2026-01-31")),
                    Some(("2026-04-01", "2026-04-02")),
                ],
            ),
            // The last day of March is not over for somebody.
            (
                "2026-02-01",
                "2026-03-31",
                Some("2026-03-30"),
                Some(("2026-02-01", "2026-02-01")),
                [None, Some(("2026-03-01", "2026-03-31"))],
            ),
            (
                "2026-02-02",
                "2026-03-30",
                None,
                None,
                [Some(("2026-02-02", "2026-03-30")), None],
            ),
            // Ahead.
            (
                "2026-03-01",
                "2026-12-31",
                Some("2026-01-05"),
                None,
                [Some(("2026-03-01", "2026-12-31")), None],
            ),
        ];
        let date = |text: &str| text.parse::<NaiveDate>().unwrap();
        let range = |range: &Range| range.map(|(from, to)| (date(from), date(to)));
        for (from, to, behind, months, days) in cases {
            let ended = EndedDays {
                from: date(from),
                to: date(to),
                members: Vec::new(),
                behind: behind
                    .map(|last| (date(last), Vec::new()))
                    .into_iter()
                    .collect(),
            };
            let expected = Parts {
                months: range(months),
                days: [range(&days[0]), range(&days[1])],
            };
            assert_eq!(Parts::of(&ended), expected, "{from} to {to}");
        }
    }
}
