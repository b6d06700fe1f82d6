//! The progress of somebody else, as it is sent.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::identity::Person;
use crate::kpi::{self, Band, Points};
use crate::sharing::Visibility;

/// The last days of a friend, by the friend's own calendar.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Progress {
    /// Who it is.
    pub person: Person,
    /// What the friend shows to friends.
    pub shows: Visibility,
    /// First date.
    pub from: NaiveDate,
    /// Last date: the friend's yesterday.
    pub to: NaiveDate,
    /// The recorded days, in order; empty if the friend shows nothing.
    pub days: Vec<SharedDay>,
    /// The habits in use, in the friend's order; null if the friend does not show them.
    #[schema(required)]
    pub habits: Option<Vec<SharedHabit>>,
}

/// A day of somebody else.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
pub(crate) struct SharedDay {
    /// The date.
    pub date: NaiveDate,
    /// Null on a day away.
    #[schema(required)]
    pub kpi: Option<f64>,
    /// The band of the KPI.
    #[schema(required)]
    pub band: Option<Band>,
    /// Whether the person was away; why is not shown.
    pub away: bool,
    /// Whether the minutes of the day fit into 24 hours.
    pub plausible: bool,
}

/// A habit of somebody else over the days shown.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SharedHabit {
    /// Name.
    pub name: String,
    /// Mean completion on the days on which it was scheduled, 0–1.5; null without any.
    #[schema(required)]
    pub completion: Option<f64>,
    /// On how many days it was scheduled.
    pub scheduled_days: i64,
    /// The current streak: days, or weeks if it is `weekly`.
    pub streak: u32,
    /// Whether the habit is due n times a week.
    pub weekly: bool,
}

impl SharedDay {
    /// A recorded day.
    pub(crate) fn new(date: NaiveDate, kpi: Option<f64>, away: bool, plausible: bool) -> Self {
        Self {
            date,
            kpi,
            band: kpi.map(|kpi| kpi::band(Points::round(kpi))),
            away,
            plausible,
        }
    }
}
