//! [`CurrentUser`], [`SessionUser`] and [`Admin`]: extractors that admit only signed-in users, only those with a
//! session, or only administrators with one.
//! Handlers that read or write days and habits use [`UserRequest`](super::UserRequest) instead, which
//! needs no separate query for the session.

use std::future::Future;
use std::ops::Deref;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use chrono::{DateTime, NaiveDate, Utc};
use kpi_common::telemetry;

use super::cookie::record_use_and_renew;
use super::request_token::RequestToken;
use crate::cache::CacheVersion;
use crate::db::DbConnection;
use crate::domain::{Revision, SessionId};
use crate::error::AppError;
use crate::identity::store::{self, SignedIn};
use crate::identity::{Account, Credential, Role, Scope};
use crate::state::AppState;

/// The signed-in user of the request, by a session, or by an access token whose scope allows the method.
#[derive(Debug, Clone)]
pub struct CurrentUser {
    /// The account.
    pub account: Account,
    /// The time of the request.
    pub now: DateTime<Utc>,
    /// The user's logical date at that time.
    pub today: NaiveDate,
    /// The revision of the user's data at that time.
    pub(super) revision: Revision,
}

impl CurrentUser {
    /// The user of a valid credential, and whether `last_used_at` is due for a write.
    ///
    /// # Errors
    /// Those of [`store::sign_in`].
    pub(super) fn find(
        conn: &mut DbConnection,
        token: RequestToken,
        now: DateTime<Utc>,
    ) -> Result<(Self, bool), AppError> {
        let found = store::sign_in(conn, token.credential, token.needed, now)?;
        Ok(Self::of(found, token.credential, now))
    }

    /// The same, for a transaction that writes the user's days or habits.
    ///
    /// # Errors
    /// Those of [`store::lock_for_write`].
    pub(super) fn lock(
        conn: &mut DbConnection,
        token: RequestToken,
        now: DateTime<Utc>,
    ) -> Result<(Self, bool), AppError> {
        let found = store::lock_for_write(conn, token.credential, token.needed, now)?;
        Ok(Self::of(found, token.credential, now))
    }

    fn of(found: SignedIn, credential: Credential, now: DateTime<Utc>) -> (Self, bool) {
        let interval = credential.touch_interval();
        let needs_touch = found.last_used.is_none_or(|at| at + interval <= now);
        let user = Self {
            today: found.account.today_at(now),
            account: found.account,
            now,
            revision: found.revision,
        };
        (user, needs_touch)
    }

    /// The user of a request, with its token.
    async fn of_request(request: HttpRequest, token: RequestToken) -> Result<Self, AppError> {
        let state = request.app_data::<Data<AppState>>().cloned();
        let state = state.ok_or(AppError::Unauthenticated)?;
        let now = state.clock.now();
        let found = state.db.query(move |conn| Self::find(conn, token, now));
        let (user, needs_touch) = found.await?;
        telemetry::set_user(&request, user.id.into());
        record_use_and_renew(&request, &state, token, needs_touch, now).await;
        Ok(user)
    }

    /// The cache version of responses to this request.
    pub(super) fn cache_version(&self) -> CacheVersion {
        CacheVersion {
            revision: self.revision,
            today: self.today,
        }
    }
}

impl Deref for CurrentUser {
    type Target = Account;

    fn deref(&self) -> &Account {
        &self.account
    }
}

impl FromRequest for CurrentUser {
    type Error = AppError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, AppError>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let (request, token) = (request.clone(), RequestToken::of(request));
        Box::pin(async move { Self::of_request(request, token?).await })
    }
}

/// The signed-in user and the session of the request: for credentials, sessions and whatever else no access token may
/// do.
#[derive(Debug, Clone)]
pub struct SessionUser {
    /// The user.
    pub user: CurrentUser,
    /// The session.
    pub session: SessionId,
    /// The token version of the session's token.
    pub token_version: i32,
}

impl Deref for SessionUser {
    type Target = CurrentUser;

    fn deref(&self) -> &CurrentUser {
        &self.user
    }
}

impl FromRequest for SessionUser {
    type Error = AppError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, AppError>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        // No scope would help a token.
        let token = RequestToken::of(request).map(|token| RequestToken {
            needed: Scope::Read,
            ..token
        });
        let request = request.clone();
        Box::pin(async move {
            let token = token?;
            let user = CurrentUser::of_request(request, token).await?;
            match token.credential {
                Credential::Session(token) => Ok(Self {
                    user,
                    session: token.session,
                    token_version: token.version,
                }),
                Credential::AccessToken(_) => Err(AppError::SessionRequired),
            }
        })
    }
}

/// A signed-in administrator.
#[derive(Debug, Clone)]
pub struct Admin(SessionUser);

impl Deref for Admin {
    type Target = CurrentUser;

    fn deref(&self) -> &CurrentUser {
        &self.0
    }
}

impl FromRequest for Admin {
    type Error = AppError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, AppError>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let user = SessionUser::from_request(request, payload);
        Box::pin(async move {
            let user = user.await?;
            match user.role {
                Role::Admin => Ok(Self(user)),
                Role::User => Err(AppError::Forbidden),
            }
        })
    }
}
