//! [`EndedDays`]: which days are over for which member.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use chrono::NaiveDate;

use super::mates::Mate;
use crate::domain::UserId;

/// The days of a range that are over, by each member's own calendar: today is never a part of them.
pub(super) struct EndedDays {
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// All members.
    pub members: Vec<UserId>,
    /// The last day that is over, the earliest first, and for whom, where it is before the end of the range.
    pub behind: Vec<(NaiveDate, Vec<UserId>)>,
}

impl EndedDays {
    /// The ended days of those of these members who show their KPI.
    pub fn of(mates: &[Mate], dates: &RangeInclusive<NaiveDate>) -> Self {
        let to = *dates.end();
        let mut behind: BTreeMap<NaiveDate, Vec<UserId>> = BTreeMap::new();
        let shown = || mates.iter().filter(|mate| mate.is_shown());
        for mate in shown().filter(|mate| mate.yesterday < to) {
            behind.entry(mate.yesterday).or_default().push(mate.id());
        }
        Self {
            from: *dates.start(),
            to,
            members: shown().map(Mate::id).collect(),
            behind: behind.into_iter().collect(),
        }
    }
}

/// Keeps the rows of ended days in a boxed query.
macro_rules! only_ended {
    ($query:expr, $days:expr, $user:expr, $date:expr) => {
        $days.behind.iter().fold($query, |query, (last, members)| {
            let running = $date.gt(last).and($user.eq_any(members));
            query.filter(diesel::dsl::not(running))
        })
    };
}
pub(super) use only_ended;
