//! Responses about sessions.

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::SessionId;
use crate::features::auth::dto::User;

/// A new session.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Session)]
pub(crate) struct Session {
    /// The signed-in user.
    pub user: User,
    /// Send as `Authorization: Bearer …`; null if it is in the session cookie.
    #[schema(required)]
    pub token: Option<String>,
    /// When the token expires.
    pub expires_at: DateTime<Utc>,
    /// Until then.
    #[serde(skip)]
    pub lifetime: TimeDelta,
}

/// The user's active sessions, the last used first.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SessionList)]
pub(crate) struct SessionList {
    /// The sessions.
    pub sessions: Vec<OpenSession>,
}

/// An active session.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = OpenSession)]
pub(crate) struct OpenSession {
    /// Id.
    pub id: SessionId,
    /// Whether the request belongs to it.
    pub current: bool,
    /// The `User-Agent` at sign-in.
    pub user_agent: Option<String>,
    /// The network address at sign-in.
    pub address: Option<String>,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When it was last used, to within five minutes.
    pub last_used_at: DateTime<Utc>,
    /// When it expires.
    pub expires_at: DateTime<Utc>,
}
