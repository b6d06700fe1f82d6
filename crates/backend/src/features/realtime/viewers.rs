//! Who may see whom: those who see at least the KPI of a person, as friends or in a team, learn when the person is
//! online, and that the person has recorded something. [`crate::sharing`] decides it.

use std::collections::{HashMap, HashSet};

use crate::db::DbConnection;
use crate::domain::UserId;
use crate::error::AppError;
use crate::features::teams::SeenMember;
use crate::features::{friends, teams};

/// Those who may see some people.
pub(super) struct Viewers {
    /// Friends, by person.
    pub friends: HashMap<UserId, HashSet<UserId>>,
    /// The people in their teams.
    pub mates: Vec<SeenMember>,
}

impl Viewers {
    /// Those who may see these people, in a fixed number of queries.
    pub fn of(conn: &mut DbConnection, people: &[UserId]) -> Result<Self, AppError> {
        let mut by_person: HashMap<UserId, HashSet<UserId>> = HashMap::new();
        for (person, viewer) in friends::viewers_of(conn, people)? {
            by_person.entry(person).or_default().insert(viewer);
        }
        Ok(Self {
            friends: by_person,
            mates: teams::viewers_of(conn, people)?,
        })
    }

    /// All of them, by person.
    pub fn by_person(self) -> HashMap<UserId, HashSet<UserId>> {
        let mut all = self.friends;
        for SeenMember {
            person, viewers, ..
        } in self.mates
        {
            all.entry(person).or_default().extend(viewers);
        }
        all
    }
}

/// Those who may see a person: the person's days, and whether the person is online.
///
/// # Errors
/// When the database fails.
pub(crate) fn viewers_of(
    conn: &mut DbConnection,
    person: UserId,
) -> Result<HashSet<UserId>, AppError> {
    let mut viewers = Viewers::of(conn, &[person])?.by_person();
    Ok(viewers.remove(&person).unwrap_or_default())
}

/// Those whom a user may see.
pub(super) fn visible_to(conn: &mut DbConnection, user: UserId) -> Result<Vec<UserId>, AppError> {
    let mut visible: HashSet<UserId> = friends::visible_to(conn, user)?.into_iter().collect();
    visible.extend(teams::visible_to(conn, user)?);
    Ok(visible.into_iter().collect())
}
