//! The members of a team with what each of them shows to the user, as [`crate::sharing`] decides.

use chrono::{Days, NaiveDate};

use super::access::{Membership, Right};
use super::store::{self, MemberRow};
use crate::db::DbConnection;
use crate::domain::UserId;
use crate::error::AppError;
use crate::features::friends;
use crate::identity::{Account, Person};
use crate::sharing::{Relation, Visibility};

/// A member of the user's team.
pub(super) struct Mate {
    pub member: MemberRow,
    /// What the member shows to the user; of the user, what the others see.
    pub shows: Visibility,
    /// Whether one of the two has blocked the other.
    pub blocked: bool,
    /// The last day that is over, by the member's own calendar.
    pub yesterday: NaiveDate,
}

impl Mate {
    pub fn id(&self) -> UserId {
        self.member.account.id
    }

    pub fn account(&self) -> &Account {
        &self.member.account
    }

    pub fn person(&self) -> Person {
        Person::of(&self.member.account)
    }

    /// Whether the member shows the KPI.
    pub fn is_shown(&self) -> bool {
        self.shows >= Visibility::Kpi
    }
}

/// The members of the team, by name. Two statements.
pub(super) fn mates<R: Right>(
    conn: &mut DbConnection,
    member: &Membership<R>,
) -> Result<Vec<Mate>, AppError> {
    let members = store::members(conn, member)?;
    let blocked = friends::blocked_with(conn, member.id())?;
    let leads = member.leads();
    let mates = members.into_iter().map(|row| {
        let id = row.account.id;
        let blocked = blocked.contains(&id);
        let relation = if blocked {
            Relation::Blocked
        } else {
            Relation::TeamMate {
                leads: leads || id == member.id(),
            }
        };
        Mate {
            shows: row.settings.visible_to(relation),
            blocked,
            yesterday: row.account.today_at(member.now()) - Days::new(1),
            member: row,
        }
    });
    Ok(mates.collect())
}

/// Those of the members who show their KPI.
pub(super) fn shown(mates: Vec<Mate>) -> Vec<Mate> {
    mates.into_iter().filter(Mate::is_shown).collect()
}
