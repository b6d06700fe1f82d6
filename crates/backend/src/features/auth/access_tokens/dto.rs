//! Requests and responses about access tokens.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ArrayBuilder, Ref, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::domain::{AccessTokenId, Name, ValidationError};
use crate::identity::Scope;

/// Makes an access token.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct NewAccessToken {
    /// What it is for.
    pub name: Name,
    /// What it may do. `write` includes `read`.
    pub scopes: Scopes,
    /// When it ends: in the future, and at most 366 days from now. Without it, the token stays until it is revoked.
    pub expires_at: Option<DateTime<Utc>>,
}

/// The scopes of a token: at least one, and none twice. It is the widest of them that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Vec<Scope>")]
pub(crate) struct Scopes(pub Scope);

impl TryFrom<Vec<Scope>> for Scopes {
    type Error = ValidationError;

    fn try_from(mut scopes: Vec<Scope>) -> Result<Self, ValidationError> {
        let named = scopes.len();
        scopes.sort_unstable();
        scopes.dedup();
        if scopes.len() < named {
            return Err(ValidationError::new(
                "duplicate",
                "must not name a scope twice",
            ));
        }
        let widest = scopes.pop();
        widest
            .map(Self)
            .ok_or_else(|| ValidationError::new("required", "must name a scope"))
    }
}

impl PartialSchema for Scopes {
    fn schema() -> RefOr<Schema> {
        ArrayBuilder::new()
            .items(Ref::from_schema_name("Scope"))
            .min_items(Some(1))
            .max_items(Some(Scope::ALL.len()))
            .unique_items(true)
            .into()
    }
}

impl ToSchema for Scopes {}

/// An access token, without the token itself.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = AccessToken)]
pub(crate) struct AccessTokenInfo {
    /// Id.
    pub id: AccessTokenId,
    /// What it is for.
    pub name: String,
    /// What it may do, with all that is included.
    pub scopes: Vec<Scope>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it ends, if it does by itself.
    #[schema(required)]
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was last used, to within a minute; null if it was not.
    #[schema(required)]
    pub last_used_at: Option<DateTime<Utc>>,
}

/// The user's access tokens that have not ended, the newest first.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AccessTokenList {
    /// The tokens.
    pub access_tokens: Vec<AccessTokenInfo>,
}

/// A new access token. This response alone has the token itself.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct IssuedAccessToken {
    /// Send as `Authorization: Bearer …`.
    #[schema(example = "kpi_pat_…")]
    pub token: String,
    /// What was made.
    pub access_token: AccessTokenInfo,
}
