//! What a person shows to others: decided here alone, for every response about somebody else.
//!
//! A person chooses a [`Visibility`] for friends, and one for the members of their teams. Notes, tasks and the kinds
//! of exceptions are never shown.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::string_enum;

string_enum! {
    /// How much of a person's days somebody else may see. Each step includes the one before it.
    Visibility {
        /// Nothing: not even that there are days.
        Nothing = "nothing",
        /// The KPI of each day, and whether the person was away.
        Kpi = "kpi",
        /// Also the habits, with how far they were reached and their streaks.
        Habits = "habits",
    }
}

/// What a person has chosen to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SharingSettings {
    /// To friends.
    pub friends: Visibility,
    /// To the members of the person's teams. Habits are for leaders and deputies alone.
    pub teams: Visibility,
}

/// What somebody is to the person whose data it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// The person.
    Oneself,
    /// A friend.
    Friend,
    /// A member of a team in which the person is, too.
    TeamMate {
        /// Whether the team mate is its leader or a deputy.
        leads: bool,
    },
    /// Nobody the person knows, also somebody whose request is not accepted.
    Stranger,
    /// Blocked by the person, or the person by them.
    Blocked,
}

impl SharingSettings {
    /// What somebody in this relation may see.
    #[must_use]
    pub fn visible_to(self, relation: Relation) -> Visibility {
        match relation {
            Relation::Oneself => Visibility::Habits,
            Relation::Friend => self.friends,
            Relation::TeamMate { leads: true } => self.teams,
            Relation::TeamMate { leads: false } => self.teams.min(Visibility::Kpi),
            Relation::Stranger | Relation::Blocked => Visibility::Nothing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_relation_sees_what_the_person_chose_for_it() {
        for friends in Visibility::ALL {
            for (teams, to_members) in [
                (Visibility::Nothing, Visibility::Nothing),
                (Visibility::Kpi, Visibility::Kpi),
                (Visibility::Habits, Visibility::Kpi),
            ] {
                let settings = SharingSettings { friends, teams };
                for (relation, visibility) in [
                    (Relation::Oneself, Visibility::Habits),
                    (Relation::Friend, friends),
                    (Relation::TeamMate { leads: true }, teams),
                    (Relation::TeamMate { leads: false }, to_members),
                    (Relation::Stranger, Visibility::Nothing),
                    (Relation::Blocked, Visibility::Nothing),
                ] {
                    assert_eq!(settings.visible_to(relation), visibility, "{relation:?}");
                }
            }
        }
    }

    #[test]
    fn each_step_includes_the_one_before() {
        assert!(Visibility::Nothing < Visibility::Kpi && Visibility::Kpi < Visibility::Habits);
    }
}
