//! [`CurrentUser`] and [`Admin`]: a handler that names one in its signature is only reached by
//! signed-in users, or by administrators.

use std::future::Future;
use std::ops::Deref;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use diesel::prelude::*;
use kpi_common::telemetry;

use crate::account::{Account, Language, Role, Theme};
use crate::bounded::Hour;
use crate::cache::Stamp;
use crate::clock::Clock;
use crate::db::{DbConnection, Instant, Stored, sessions, users};
use crate::error::AppError;
use crate::ids::{Revision, SessionId, UserId};
use crate::state::AppState;
use crate::tokens::Token;

/// How often a session's use is noted: a write for each request would cost more than most requests.
const USE_NOTED_EVERY: TimeDelta = TimeDelta::minutes(5);

/// The signed-in user, and the session the request came in.
#[derive(Debug, Clone)]
pub struct CurrentUser {
    /// The account.
    pub account: Account,
    /// The session.
    pub session: SessionId,
    /// Which state the user's data were in when the request came.
    revision: Revision,
}

impl CurrentUser {
    /// What an answer is made of that is made now.
    #[must_use]
    pub fn stamp(&self, clock: &Clock) -> Stamp {
        Stamp {
            revision: self.revision,
            today: self.today(clock),
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
        let token = state
            .as_ref()
            .and_then(|state| state.tokens.verify(bearer(request)?, state.clock.now()));
        let request = request.clone();
        Box::pin(async move {
            let (Some(state), Some(token)) = (state, token) else {
                return Err(AppError::Unauthenticated);
            };
            let now = state.clock.now();
            let (account, revision, last_used) = state
                .db
                .query(move |conn| find_session(conn, token, now))
                .await?;
            telemetry::name_user(&request, token.user.into());
            if last_used + USE_NOTED_EVERY <= now {
                let noted = state
                    .db
                    .write(move |conn| note_use(conn, token.session, now));
                // Not worth failing a request for.
                if let Err(error) = noted.await {
                    tracing::warn!(%error, "a session's use was not noted");
                }
            }
            Ok(Self {
                account,
                session: token.session,
                revision,
            })
        })
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

/// The token of `Authorization: Bearer TOKEN` (RFC 6750 §2.1; the scheme's case is free).
fn bearer(request: &HttpRequest) -> Option<&str> {
    let value = request
        .headers()
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then_some(token.trim())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = users)]
pub(crate) struct AccountRow {
    id: UserId,
    email: String,
    name: String,
    time_zone: String,
    day_start_hour: i16,
    language: Stored<Language>,
    theme: Stored<Theme>,
    role: Stored<Role>,
    email_verified_at: Option<Instant>,
    created_at: Instant,
}

impl TryFrom<AccountRow> for Account {
    type Error = AppError;

    fn try_from(row: AccountRow) -> Result<Self, AppError> {
        let unreadable = |what: &str| AppError::Inconsistent(format!("user {}: {what}", row.id));
        Ok(Self {
            id: row.id,
            time_zone: row
                .time_zone
                .parse::<Tz>()
                .map_err(|error| unreadable(&error.to_string()))?,
            day_start_hour: Hour::new(row.day_start_hour)
                .ok_or_else(|| unreadable("day_start_hour"))?,
            email: row.email,
            name: row.name,
            language: row.language.0,
            theme: row.theme.0,
            role: row.role.0,
            email_verified_at: row.email_verified_at.map(Into::into),
            created_at: row.created_at.into(),
        })
    }
}

/// Whose session it is, and when it was last known to be used.
fn find_session(
    conn: &mut DbConnection,
    token: Token,
    now: DateTime<Utc>,
) -> Result<(Account, Revision, DateTime<Utc>), AppError> {
    let (account, revision, created_at, last_used_at) = sessions::table
        .inner_join(users::table)
        .filter(sessions::id.eq(token.session))
        .filter(sessions::user_id.eq(token.user))
        .filter(sessions::expires_at.gt(Instant::from(now)))
        .filter(users::token_version.eq(token.version))
        .select((
            AccountRow::as_select(),
            users::revision,
            sessions::created_at,
            sessions::last_used_at,
        ))
        .first::<(AccountRow, Revision, Instant, Option<Instant>)>(conn)
        .optional()?
        .ok_or(AppError::Unauthenticated)?;
    Ok((
        account.try_into()?,
        revision,
        last_used_at.unwrap_or(created_at).into(),
    ))
}

fn note_use(
    conn: &mut DbConnection,
    session: SessionId,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    diesel::update(sessions::table.find(session))
        .set(sessions::last_used_at.eq(Instant::from(now)))
        .execute(conn)?;
    Ok(())
}
