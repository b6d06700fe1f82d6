//! What goes over the wire for sessions.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::features::auth::dto::User;
use crate::domain::SessionId;

/// A session that has just begun.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Session)]
pub(crate) struct Session {
    /// Who is signed in.
    pub user: User,
    /// Send as `Authorization: Bearer …`.
    pub token: String,
    /// When the token stops working.
    pub expires_at: DateTime<Utc>,
}

/// The user's open sessions, the one used last first.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SessionList)]
pub(crate) struct SessionList {
    /// The sessions.
    pub sessions: Vec<OpenSession>,
}

/// One of the places where the user is signed in.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = OpenSession)]
pub(crate) struct OpenSession {
    /// Id.
    pub id: SessionId,
    /// Whether this list was asked for in it.
    pub current: bool,
    /// The program that signed in, in its own words.
    pub user_agent: Option<String>,
    /// The network address it signed in from.
    pub address: Option<String>,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// When it was last used, to within five minutes.
    pub last_used_at: DateTime<Utc>,
    /// When it ends by itself.
    pub expires_at: DateTime<Utc>,
}
