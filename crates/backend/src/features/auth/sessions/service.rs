//! Session logic.

use std::net::IpAddr;

use chrono::{DateTime, TimeDelta, Utc};

use super::dto::{OpenSession, Session};
use super::store::{self, SessionRow};
use crate::db::DbConnection;
use crate::domain::SessionId;
use crate::error::AppError;
use crate::features::auth::client_info::ClientInfo;
use crate::features::auth::dto::User;
use crate::features::auth::login_throttle;
use crate::identity::{Account, TokenClaims};
use crate::session::SessionUser;
use crate::state::AppState;

/// A session to insert.
pub(crate) struct NewSession {
    id: SessionId,
    /// When it is created.
    pub at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    client: ClientInfo,
}

impl NewSession {
    /// A session that is created now.
    pub(crate) fn now(state: &AppState, client: ClientInfo) -> Self {
        let at = state.clock.now();
        let lifetime: TimeDelta = state.config.auth.session_lifetime.into();
        Self {
            id: SessionId::new(),
            at,
            expires_at: at + lifetime,
            client,
        }
    }

    /// Inserts the session, and makes the client's network known to the account.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) fn insert(
        &self,
        conn: &mut DbConnection,
        account: &Account,
    ) -> Result<(), AppError> {
        let row = store::NewSessionRow {
            id: self.id,
            user_id: account.id,
            user_agent: self.client.user_agent.as_deref(),
            created_at: self.at.into(),
            expires_at: self.expires_at.into(),
            address: self.client.address.as_ref().map(IpAddr::to_string),
        };
        store::insert(conn, row)?;
        login_throttle::remember_network(conn, account, &self.client, self.at)
    }

    /// The response, after the session was inserted.
    ///
    /// # Errors
    /// When signing the token fails.
    pub(crate) fn session(
        self,
        state: &AppState,
        account: Account,
        version: i32,
    ) -> Result<Session, AppError> {
        let token = TokenClaims {
            user: account.id,
            session: self.id,
            version,
            issued_at: self.at,
            expires_at: self.expires_at,
        };
        Ok(Session {
            token: Some(state.tokens.sign(token)?),
            user: User::of(account, state),
            expires_at: self.expires_at,
            lifetime: self.expires_at - self.at,
        })
    }
}

pub(super) async fn list(
    state: &AppState,
    user: &SessionUser,
) -> Result<Vec<OpenSession>, AppError> {
    let (id, current, now) = (user.id, user.session, state.clock.now());
    let rows = state
        .db
        .query(move |conn| store::list(conn, id, now))
        .await?;
    let mut sessions: Vec<OpenSession> = rows.into_iter().map(|row| open(row, current)).collect();
    sessions.sort_by_key(|session| std::cmp::Reverse(session.last_used_at));
    Ok(sessions)
}

fn open(row: SessionRow, current: SessionId) -> OpenSession {
    OpenSession {
        id: row.id,
        current: row.id == current,
        user_agent: row.user_agent,
        address: row.address,
        created_at: row.created_at.into(),
        last_used_at: row.last_used_at.unwrap_or(row.created_at).into(),
        expires_at: row.expires_at.into(),
    }
}

/// Ends a session of the user.
///
/// # Errors
/// [`AppError::NotFound`] when the user has none with this id.
pub(crate) async fn end(
    state: &AppState,
    user: &SessionUser,
    session: SessionId,
) -> Result<(), AppError> {
    let (id, now) = (user.id, state.clock.now());
    state
        .write(move |conn, events| {
            events.sessions_ended(id);
            store::end(conn, id, session, now)
        })
        .await
}
