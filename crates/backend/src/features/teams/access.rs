//! Who may do what in a team: the right is a type in the handler's signature.
//!
//! A handler takes a [`TeamMember`] of the right that it needs. The membership is loaded in the transaction that does
//! the work, so a right that was lost before does not count. The queries of a team take a [`Membership`], which only
//! this module makes, so a handler without a right does not reach them.

use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use chrono::{DateTime, NaiveDate, Utc};

use super::store::{self, MembershipRow};
use crate::db::DbConnection;
use crate::domain::{TeamId, UserId};
use crate::error::AppError;
use crate::identity::{TeamRole, leaders};
use crate::realtime::Events;
use crate::session::{CurrentUser, UserRequest};

/// A right in a team.
pub(crate) trait Right: 'static {
    /// Whether a member of this role has it.
    fn allows(role: TeamRole) -> bool;
}

/// The right of every member.
#[derive(Debug)]
pub(crate) struct AnyMember;

/// The right of leaders and deputies.
#[derive(Debug)]
pub(crate) struct LeaderOrDeputy;

/// The right of leaders.
#[derive(Debug)]
pub(crate) struct Leader;

impl Right for AnyMember {
    fn allows(_: TeamRole) -> bool {
        true
    }
}

impl Right for LeaderOrDeputy {
    fn allows(role: TeamRole) -> bool {
        matches!(role, TeamRole::Leader | TeamRole::Deputy)
    }
}

impl Right for Leader {
    fn allows(role: TeamRole) -> bool {
        role == TeamRole::Leader
    }
}

/// A request to the team `{id}` of its path, of a member with this right. Who is no member gets 404, a member
/// without the right 403.
pub(crate) struct TeamMember<R> {
    request: UserRequest,
    team: TeamId,
    right: PhantomData<fn() -> R>,
}

impl<R: Right> TeamMember<R> {
    /// Reads in one transaction.
    ///
    /// # Errors
    /// [`AppError::NotFound`], [`AppError::Forbidden`], and what `work` fails with.
    pub async fn read<T: Send + 'static>(
        self,
        work: impl FnOnce(&mut DbConnection, &Membership<R>) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        let team = self.team;
        let read = self.request.read(move |conn, user| {
            let member = Membership::load(conn, team, user)?;
            work(conn, &member)
        });
        read.await
    }

    /// Writes in one transaction, in which nothing else changes the team. The events are published once it is committed.
    ///
    /// # Errors
    /// [`AppError::NotFound`], [`AppError::Forbidden`], and what `work` fails with.
    pub async fn write<T: Send + 'static>(
        self,
        work: impl FnOnce(&mut DbConnection, &mut Events, &Membership<R>) -> Result<T, AppError>
        + Send
        + 'static,
    ) -> Result<T, AppError> {
        let team = self.team;
        let written = self.request.write_others(move |conn, user, events| {
            leaders::lock_team(conn, team)?;
            let member = Membership::load(conn, team, user)?;
            work(conn, events, &member)
        });
        written.await
    }
}

impl<R: Right> FromRequest for TeamMember<R> {
    type Error = AppError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, AppError>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let user = UserRequest::from_request(request, payload);
        let team = request.match_info().get("id").map(str::parse);
        Box::pin(async move {
            let request = user.await?;
            let Some(Ok(team)) = team else {
                return Err(AppError::NotFound);
            };
            Ok(Self {
                request,
                team,
                right: PhantomData,
            })
        })
    }
}

/// The proof that the user has a right in a team, for the length of a transaction.
#[derive(Debug)]
pub(crate) struct Membership<R> {
    team: TeamId,
    user: CurrentUser,
    row: MembershipRow,
    right: PhantomData<fn() -> R>,
}

/// The membership of a user who has this right.
///
/// # Errors
/// [`AppError::NotFound`] for somebody else, [`AppError::Forbidden`] for a member without the right.
pub(super) fn membership_with<R: Right>(
    conn: &mut DbConnection,
    team: TeamId,
    user: UserId,
) -> Result<MembershipRow, AppError> {
    let row = store::membership(conn, team, user)?.ok_or(AppError::NotFound)?;
    if R::allows(row.role.0) {
        Ok(row)
    } else {
        Err(AppError::Forbidden)
    }
}

impl<R: Right> Membership<R> {
    fn load(conn: &mut DbConnection, team: TeamId, user: &CurrentUser) -> Result<Self, AppError> {
        Ok(Self {
            team,
            user: user.clone(),
            row: membership_with::<R>(conn, team, user.id)?,
            right: PhantomData,
        })
    }

    /// The same member as one with another right, if they have it.
    pub fn with_right<Other: Right>(&self) -> Option<Membership<Other>> {
        Other::allows(self.row.role.0).then(|| Membership {
            team: self.team,
            user: self.user.clone(),
            row: self.row,
            right: PhantomData,
        })
    }

    /// Whether the member is a leader or a deputy.
    pub fn leads(&self) -> bool {
        LeaderOrDeputy::allows(self.role())
    }

    /// The team.
    pub fn team(&self) -> TeamId {
        self.team
    }

    /// The member's id.
    pub fn id(&self) -> UserId {
        self.user.id
    }

    /// The member's role.
    pub fn role(&self) -> TeamRole {
        self.row.role.0
    }

    /// When the member joined.
    pub fn joined_at(&self) -> DateTime<Utc> {
        self.row.joined_at.into()
    }

    /// Until when the member may not write messages.
    pub fn muted_until(&self) -> Option<DateTime<Utc>> {
        let until = self.row.muted_until.map(DateTime::from);
        until.filter(|until| *until > self.now())
    }

    /// The time of the request.
    pub fn now(&self) -> DateTime<Utc> {
        self.user.now
    }

    /// The member's logical date at that time.
    pub fn today(&self) -> NaiveDate {
        self.user.today
    }
}
