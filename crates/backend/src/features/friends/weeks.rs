//! What the list of friends shows of their last week, as [`crate::sharing`] allows.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use chrono::{DateTime, NaiveDate, Utc};

use super::dto::WeekOfFriend;
use super::store::FriendRow;
use crate::db::DbConnection;
use crate::domain::UserId;
use crate::error::AppError;
use crate::features::days::{self, DaySummary};
use crate::features::progress::last_days;
use crate::kpi::{self, Points};
use crate::sharing::{Relation, Visibility};

/// How many days it has.
const WEEK: u64 = 7;

impl FriendRow {
    pub(super) fn visibility(&self) -> Visibility {
        self.shown.visible_to(Relation::Friend)
    }
}

/// The last weeks of those friends who show their KPI, by their ids. One query for all of them.
pub(super) fn weeks(
    conn: &mut DbConnection,
    friends: &[FriendRow],
    now: DateTime<Utc>,
) -> Result<HashMap<UserId, WeekOfFriend>, AppError> {
    let weeks: HashMap<UserId, RangeInclusive<NaiveDate>> = friends
        .iter()
        .filter(|friend| friend.visibility() >= Visibility::Kpi)
        .map(|friend| (friend.account.id, last_days(&friend.account, WEEK, now)))
        .collect();
    let from = weeks.values().map(|week| *week.start()).min();
    let to = weeks.values().map(|week| *week.end()).max();
    let (Some(from), Some(to)) = (from, to) else {
        return Ok(HashMap::new());
    };
    let ids: Vec<UserId> = weeks.keys().copied().collect();
    let mut recorded: HashMap<UserId, Vec<DaySummary>> = HashMap::new();
    for (user, day) in days::summaries_of(conn, &ids, from..=to)? {
        if weeks
            .get(&user)
            .is_some_and(|week| week.contains(&day.date))
        {
            recorded.entry(user).or_default().push(day);
        }
    }
    let of_friends = weeks.into_iter().map(|(user, week)| {
        let days = recorded.remove(&user).unwrap_or_default();
        (user, week_of(&week, &days))
    });
    Ok(of_friends.collect())
}

fn week_of(week: &RangeInclusive<NaiveDate>, days: &[DaySummary]) -> WeekOfFriend {
    let counted: Vec<f64> = days
        .iter()
        .filter(|day| day.plausible)
        .filter_map(|day| day.kpi)
        .collect();
    let mean = (!counted.is_empty())
        .then(|| Points::round(counted.iter().sum::<f64>() / counted.len() as f64));
    WeekOfFriend {
        from: *week.start(),
        to: *week.end(),
        mean: mean.map(Points::value),
        band: mean.map(kpi::band),
        counted_days: counted.len(),
        away_days: days.iter().filter(|day| day.exception.is_some()).count(),
    }
}
