//! Goals of teams.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::{HabitId, IsoDate, ShortText, TeamGoalId, string_enum};
use crate::features::teams::quantity::{GoalAmount, GoalTarget};
use crate::identity::Person;

/// The title of a goal.
pub(crate) type GoalTitle = ShortText<200>;
/// The unit of a goal.
pub(crate) type GoalUnit = ShortText<20>;

string_enum! {
    /// Where the progress of a goal comes from.
    GoalSource {
        /// Each member enters it.
        Entered = "entered",
        /// A habit of each member feeds it.
        Habit = "habit",
    }
}

/// A goal to create.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewTeamGoal {
    /// Title.
    pub title: GoalTitle,
    /// What each member aims at.
    pub target: GoalTarget,
    /// The unit of target and amounts. A habit that is measured in minutes can feed a goal in `min`, and one that is
    /// a count a goal in its unit.
    pub unit: GoalUnit,
    /// First date.
    pub from: IsoDate,
    /// Last date; a goal has at most 400 days.
    pub to: IsoDate,
    /// Where the progress comes from.
    pub source: GoalSource,
}

/// A goal that was created.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CreatedTeamGoal {
    /// Id.
    pub id: TeamGoalId,
}

/// What can be changed of a goal.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TeamGoalChange {
    /// Title.
    pub title: GoalTitle,
    /// What each member aims at.
    pub target: GoalTarget,
    /// The unit; it stays if habits feed the goal.
    pub unit: GoalUnit,
    /// First date.
    pub from: IsoDate,
    /// Last date.
    pub to: IsoDate,
}

/// The goals of a team.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TeamGoals {
    /// Those that end last first.
    pub goals: Vec<TeamGoal>,
}

/// A goal of a team.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TeamGoal {
    /// Id.
    pub id: TeamGoalId,
    /// Title.
    pub title: String,
    /// What each member aims at.
    pub target: f64,
    /// The unit of target and amounts.
    pub unit: String,
    /// First date.
    pub from: NaiveDate,
    /// Last date.
    pub to: NaiveDate,
    /// Where the progress comes from.
    pub source: GoalSource,
    /// The team's progress in percent: the mean completion of the members who show their KPI to the team, at most
    /// 100 % each; null if nobody does.
    #[schema(required)]
    pub progress: Option<f64>,
    /// From how many members the progress comes.
    pub counted_members: usize,
    /// The user's own progress.
    pub own: OwnGoalProgress,
}

/// The user's own progress to a goal.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OwnGoalProgress {
    /// The amount so far.
    pub amount: f64,
    /// In percent of the target, at most 100.
    pub completion: f64,
    /// Which of the user's habits feeds it; null without one.
    #[schema(required)]
    pub habit_id: Option<HabitId>,
}

/// A goal with the progress to it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TeamGoalDetails {
    /// The goal.
    pub goal: TeamGoal,
    /// What the user has entered, in order.
    pub entered: Vec<EnteredAmount>,
    /// The progress of the members who show it to the user, by name; null for users without a role.
    #[schema(required)]
    pub members: Option<Vec<MemberGoalProgress>>,
}

/// What was entered for a date.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EnteredAmount {
    /// The date.
    pub date: NaiveDate,
    /// The amount.
    pub amount: f64,
}

/// A member's progress to a goal.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MemberGoalProgress {
    /// Who it is.
    pub person: Person,
    /// The amount so far.
    pub amount: f64,
    /// In percent of the target, at most 100.
    pub completion: f64,
}

/// The progress of a date to enter.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GoalProgressEntry {
    /// The amount of the date, in place of what was entered before; 0 for nothing.
    pub amount: GoalAmount,
}

/// Which habit feeds the user's progress.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct GoalHabit {
    /// A habit of the user's own.
    pub habit_id: HabitId,
}
