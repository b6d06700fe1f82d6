//! Requests and responses about invitations.

use chrono::{DateTime, Utc};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::model::{InvitationKind, InvitationStatus, InvitationTarget};
use crate::domain::{InvitationId, Name, TeamId, TimeZone};
use crate::features::auth::Email;
use crate::features::auth::sessions::SessionTransport;
use crate::identity::{Language, NewPassword};

/// Invites an address.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewInvitation)]
pub(crate) struct NewInvitation {
    /// What to invite to.
    pub target: InvitationTarget,
    /// For whom.
    pub email: Email,
    /// The language of the mail; the inviter's by default.
    pub language: Option<Language>,
}

/// An invitation that was made, or renewed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MadeInvitation {
    /// The invitation.
    pub invitation: SentInvitation,
    /// The path of its link on the web app's host, to copy. It is told only now; renewing makes another one.
    pub path: String,
    /// Whether it is sent by mail, too.
    pub mailed: bool,
}

/// Which invitations to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct InvitationsQuery {
    /// Of this kind; by default to be friends. Administrators see all to the installation.
    pub kind: Option<InvitationKind>,
    /// All to this team, for its leaders and deputies.
    pub team_id: Option<TeamId>,
    /// Only invitations before the one with this id: the last one of the list before.
    pub before: Option<InvitationId>,
}

/// Invitations that were sent.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Invitations {
    /// The latest first, at most 50.
    pub invitations: Vec<SentInvitation>,
    /// Whether there are more.
    pub more: bool,
}

/// An invitation that was sent.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SentInvitation {
    /// Id.
    pub id: InvitationId,
    /// To what.
    pub target: InvitationTarget,
    /// For whom.
    pub email: String,
    /// The name of who sent it.
    pub inviter: String,
    /// What became of it.
    pub status: InvitationStatus,
    /// When it was sent first.
    pub created_at: DateTime<Utc>,
    /// Until when it can be accepted.
    pub expires_at: DateTime<Utc>,
}

/// The token of an invitation.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = InvitationToken)]
pub(crate) struct InvitationToken {
    /// The token in the link.
    #[schema(value_type = String)]
    pub token: SecretString,
}

/// An invitation, as its link shows it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Invitation {
    /// To what.
    pub target: InvitationTarget,
    /// The name of who invites.
    pub inviter: String,
    /// The name of the team; null unless it is to one.
    #[schema(required)]
    pub team: Option<String>,
    /// The address that it is for, masked: `a•••@example.com`.
    pub masked_email: String,
    /// The whole address; null unless the link came by mail.
    #[schema(required)]
    pub email: Option<String>,
    /// Until when it can be accepted.
    pub expires_at: DateTime<Utc>,
    /// Whether somebody without an account can register with it.
    pub can_register: bool,
}

/// An invitation that was accepted.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AcceptedInvitation {
    /// To what.
    pub target: InvitationTarget,
}

/// Registers the account that an invitation is for, and accepts it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = InvitedRegistration)]
pub(crate) struct InvitedRegistration {
    /// The token in the link.
    #[schema(value_type = String)]
    pub token: SecretString,
    /// The address to sign in with: that of the invitation.
    pub email: Email,
    /// At least 8 characters, at most 72 bytes.
    pub password: NewPassword,
    /// Display name.
    pub name: Name,
    /// Time zone; UTC by default.
    pub time_zone: Option<TimeZone>,
    /// Language, also of the ten default habits; English by default.
    pub language: Option<Language>,
    /// Where the token of the session goes; into the response by default.
    #[serde(default)]
    pub session: SessionTransport,
}
