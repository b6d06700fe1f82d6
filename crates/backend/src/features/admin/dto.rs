//! Requests and responses of the administration.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::audit::AuditAction;
use crate::db::LastBackup;
use crate::domain::{AuditEntryId, AuditSubjectId, Name, UserId, string_enum};
use crate::features::auth::Email;
use crate::identity::{Language, Role};
use crate::state::AppState;

/// Which people to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct PeopleQuery {
    /// A part of the address or of the name; all people without it.
    #[param(max_length = 100)]
    pub q: Option<String>,
    /// Only people who came before the one with this id: the last one of the list before.
    pub before: Option<UserId>,
}

/// People of the installation.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct People {
    /// Who came last first, at most 50.
    pub people: Vec<AdministeredPerson>,
    /// Whether there are more.
    pub more: bool,
}

/// A person, as administrators see them: nothing of their days.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AdministeredPerson {
    /// Id.
    pub id: UserId,
    /// Address.
    pub email: String,
    /// Display name.
    pub name: String,
    /// Role.
    pub role: Role,
    /// Whether the account may not be signed in to.
    pub disabled: bool,
    /// Whether the address is verified.
    pub email_verified: bool,
    /// When the account was created.
    pub created_at: DateTime<Utc>,
    /// When a session was last used, to within five minutes; null without a session.
    #[schema(required)]
    pub last_seen_at: Option<DateTime<Utc>>,
}

/// An account to create, whoever may sign up.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewPerson)]
pub(crate) struct NewPerson {
    /// The address to sign in with.
    pub email: Email,
    /// Display name.
    pub name: Name,
    /// Language; English by default.
    pub language: Option<Language>,
}

/// A created account.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CreatedPerson {
    /// The account.
    pub person: AdministeredPerson,
    /// With this link its owner chooses the password.
    pub link: ResetLink,
}

/// A role to give.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RoleChange)]
pub(crate) struct RoleChange {
    /// The role.
    pub role: Role,
}

/// Whether an account may be signed in to.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Disabling)]
pub(crate) struct Disabling {
    /// True if it may not.
    pub disabled: bool,
}

string_enum! {
    /// How a link reaches its person.
    LinkDelivery {
        /// By mail, to the account's address.
        Mail = "mail",
        /// The administrator copies it.
        Copy = "copy",
    }
}

/// A link to reset a password, to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewResetLink)]
pub(crate) struct NewResetLink {
    /// How it reaches its person.
    pub delivery: LinkDelivery,
}

/// A link to reset a password.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ResetLink {
    /// Its path on the web app's host; null if it was sent by mail.
    #[schema(required)]
    pub path: Option<String>,
    /// Until when it is valid, once.
    #[schema(required)]
    pub valid_until: Option<DateTime<Utc>>,
}

/// The installation, as administrators see it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct InstallationStatus {
    /// The version of the service.
    pub version: &'static str,
    /// The environment that it is set up for.
    pub environment: String,
    /// The kind of its database.
    pub database: String,
    /// Whether it has a Redis, which may be away.
    pub redis: bool,
    /// The last backup of the database; null if the database knows of none.
    #[schema(required)]
    pub last_backup: Option<Backup>,
}

/// A backup of the database.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Backup)]
pub(crate) struct Backup {
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// Its size.
    pub bytes: i64,
}

impl InstallationStatus {
    pub(super) fn new(state: &AppState, last_backup: Option<LastBackup>) -> Self {
        Self {
            version: env!("CARGO_PKG_VERSION"),
            environment: state.config.environment.to_string(),
            database: state.db.kind().to_string(),
            redis: state.redis.is_some(),
            last_backup: last_backup.map(|LastBackup { made_at, bytes }| Backup { made_at, bytes }),
        }
    }
}

/// Which entries of the audit log to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct AuditQuery {
    /// Only entries before this one.
    pub before: Option<AuditEntryId>,
}

/// Entries of the audit log.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AuditLog {
    /// The latest first, at most 100.
    pub entries: Vec<AuditEntry>,
    /// Whether there are earlier ones.
    pub more: bool,
}

/// What an administrator did.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AuditEntry {
    /// Id.
    pub id: AuditEntryId,
    /// When.
    pub at: DateTime<Utc>,
    /// The administrator, who may be gone since.
    pub actor_id: UserId,
    /// Their address at that time.
    pub actor: String,
    /// What they did.
    pub action: AuditAction,
    /// The account or the invitation that it was about, which may be gone since.
    pub subject_id: AuditSubjectId,
    /// Their address at that time.
    pub subject: String,
    /// What the action says of itself, such as the new role.
    #[schema(required)]
    pub detail: Option<String>,
}
