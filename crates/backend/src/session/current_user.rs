//! [`CurrentUser`] and [`Admin`]: extractors that admit only signed-in users, or only administrators.
//! Handlers that read or write days and habits use [`UserRequest`](super::UserRequest) instead, which
//! needs no separate query for the session.

use std::future::Future;
use std::ops::Deref;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use kpi_common::telemetry;

use super::cookie::record_use_and_renew;
use super::request_token::RequestToken;
use crate::cache::CacheVersion;
use crate::db::DbConnection;
use crate::domain::{Revision, SessionId};
use crate::error::AppError;
use crate::identity::{Account, Role, TokenClaims, store};
use crate::state::AppState;

/// How often `last_used_at` of a session is written: not with each request, because the write would
/// cost more than most requests.
const TOUCH_INTERVAL: TimeDelta = TimeDelta::minutes(5);

/// The signed-in user and the session of the request.
#[derive(Debug, Clone)]
pub struct CurrentUser {
    /// The account.
    pub account: Account,
    /// The session.
    pub session: SessionId,
    /// The token version of the session's token.
    pub token_version: i32,
    /// The time of the request.
    pub now: DateTime<Utc>,
    /// The user's logical date at that time.
    pub today: NaiveDate,
    /// The revision of the user's data at that time.
    pub(super) revision: Revision,
}

impl CurrentUser {
    /// The user of a valid session, and whether `last_used_at` is due for a write.
    ///
    /// # Errors
    /// [`AppError::Unauthenticated`] when the session has expired or was ended.
    pub(super) fn from_session(
        conn: &mut DbConnection,
        token: TokenClaims,
        now: DateTime<Utc>,
    ) -> Result<(Self, bool), AppError> {
        let session = store::session(conn, token, now)?;
        let needs_touch = session.last_used + TOUCH_INTERVAL <= now;
        let user = Self::new(session.account, session.revision, token, now);
        Ok((user, needs_touch))
    }

    /// The user of this account and these token claims.
    pub(super) fn new(
        account: Account,
        revision: Revision,
        token: TokenClaims,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            today: account.today_at(now),
            account,
            session: token.session,
            token_version: token.version,
            now,
            revision,
        }
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
        let state = request.app_data::<Data<AppState>>().cloned();
        let token = RequestToken::of(request);
        let request = request.clone();
        Box::pin(async move {
            let token = token?;
            let state = state.ok_or(AppError::Unauthenticated)?;
            let now = state.clock.now();
            let session = state
                .db
                .query(move |conn| Self::from_session(conn, token.claims, now));
            let (user, needs_touch) = session.await?;
            telemetry::set_user(&request, token.claims.user.into());
            record_use_and_renew(&request, &state, token, needs_touch, now).await;
            Ok(user)
        })
    }
}

/// A signed-in administrator.
#[derive(Debug, Clone)]
pub struct Admin(CurrentUser);

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
        let user = CurrentUser::from_request(request, payload);
        Box::pin(async move {
            let user = user.await?;
            match user.role {
                Role::Admin => Ok(Self(user)),
                Role::User => Err(AppError::Forbidden),
            }
        })
    }
}
