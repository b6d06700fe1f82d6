//! Requests and responses about WebSockets.

use chrono::{DateTime, Utc};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::domain::UserId;

/// A ticket that opens one WebSocket.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = RealtimeTicket)]
pub(crate) struct NewTicket {
    /// The ticket, for `GET /api/realtime/ws`.
    pub ticket: String,
    /// When it expires: after 30 seconds.
    pub expires_at: DateTime<Utc>,
}

/// How to open a WebSocket.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct SocketQuery {
    /// A ticket, which is then spent.
    #[param(value_type = String)]
    pub ticket: SecretString,
    /// The id of the last event that the client has received.
    pub last_event_id: Option<String>,
}

/// Who is online.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Presence {
    /// Those whom the user may see, in no order.
    pub online: Vec<UserId>,
}
