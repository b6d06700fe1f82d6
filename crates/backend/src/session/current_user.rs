//! [`CurrentUser`] and [`Admin`]: a handler that names one in its signature is only reached by
//! signed-in users, or by administrators. What reads or writes days and habits asks for a
//! [`UserRequest`](super::UserRequest) instead, which needs no query of its own for that.

use std::future::Future;
use std::ops::Deref;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use kpi_common::session_token::bearer;
use kpi_common::telemetry;

use crate::domain::{Revision, SessionId};
use crate::identity::{Account, Role, TokenClaims, store};
use crate::cache::Stamp;
use crate::db::DbConnection;
use crate::error::AppError;
use crate::state::AppState;

/// How often a session's use is noted: a write for each request would cost more than most requests.
const USE_NOTED_EVERY: TimeDelta = TimeDelta::minutes(5);

/// The signed-in user, and the session the request came in.
#[derive(Debug, Clone)]
pub struct CurrentUser {
    /// The account.
    pub account: Account,
    /// The session.
    pub session: SessionId,
    /// When the request came.
    pub now: DateTime<Utc>,
    /// The user's logical date then.
    pub today: NaiveDate,
    /// Which state the user's data were in then.
    pub(super) revision: Revision,
}

impl CurrentUser {
    /// The user of a session that stands, and whether its use should be noted.
    ///
    /// # Errors
    /// [`AppError::Unauthenticated`] when the session has expired or was ended.
    pub(super) fn of_session(
        conn: &mut DbConnection,
        token: TokenClaims,
        now: DateTime<Utc>,
    ) -> Result<(Self, bool), AppError> {
        let session = store::session(conn, token, now)?;
        let is_use_due = session.last_used + USE_NOTED_EVERY <= now;
        let user = Self::new(session.account, session.revision, token, now);
        Ok((user, is_use_due))
    }

    /// The user with this account, as a request's token says it.
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
            now,
            revision,
        }
    }

    /// What an answer is made of that is made for this request.
    pub(super) fn stamp(&self) -> Stamp {
        Stamp {
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
        let token = token(request);
        let request = request.clone();
        Box::pin(async move {
            let (Some(state), Some(token)) = (state, token) else {
                return Err(AppError::Unauthenticated);
            };
            let now = state.clock.now();
            let session = state
                .db
                .query(move |conn| Self::of_session(conn, token, now));
            let (user, is_use_due) = session.await?;
            telemetry::name_user(&request, token.user.into());
            if is_use_due {
                note_use(&state, token.session, now).await;
            }
            Ok(user)
        })
    }
}

/// Notes that a session is used, which is not worth failing a request for.
pub(super) async fn note_use(state: &AppState, session: SessionId, now: DateTime<Utc>) {
    let noted = state
        .db
        .write(move |conn| store::touch_session(conn, session, now));
    if let Err(error) = noted.await {
        tracing::warn!(%error, "a session's use was not noted");
    }
}

/// A signed-in user who looks after the installation.
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

/// What the token of a request says, if it is ours and has not expired; verified once.
pub(crate) fn token(request: &HttpRequest) -> Option<TokenClaims> {
    let state = request.app_data::<Data<AppState>>()?;
    once(request, |token| {
        state.tokens.verify(token, state.clock.now())
    })
}

/// The result of [`token`], in the extensions of its request.
#[derive(Clone, Copy)]
struct Verified(Option<TokenClaims>);

fn once(request: &HttpRequest, verify: impl FnOnce(&str) -> Option<TokenClaims>) -> Option<TokenClaims> {
    let known = request.extensions().get::<Verified>().copied();
    let Verified(token) = known.unwrap_or_else(|| {
        let verified = Verified(bearer(request.headers()).and_then(verify));
        request.extensions_mut().insert(verified);
        verified
    });
    token
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;
    use crate::domain::UserId;

    #[test]
    fn a_token_is_verified_once_whatever_comes_of_it() {
        for stands in [true, false] {
            let request = TestRequest::default().insert_header(("Authorization", "Bearer t"));
            let request = request.to_http_request();
            let token = TokenClaims {
                user: UserId::new(),
                session: SessionId::new(),
                version: 0,
            };
            let mut times = 0;
            for _ in 0..3 {
                let verified = once(&request, |text| {
                    assert_eq!(text, "t");
                    times += 1;
                    stands.then_some(token)
                });
                assert_eq!(verified, stands.then_some(token));
            }
            assert_eq!(times, 1);
        }
    }
}
