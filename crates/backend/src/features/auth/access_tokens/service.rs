//! Access token logic.

use chrono::{DateTime, TimeDelta, Utc};

use super::dto::{AccessTokenInfo, AccessTokenList, IssuedAccessToken, NewAccessToken};
use super::store::{self, AccessTokenRow};
use crate::db::DbEnum;
use crate::domain::AccessTokenId;
use crate::error::AppError;
use crate::features::auth::store as accounts;
use crate::identity::{SecretToken, issue_access_token};
use crate::session::SessionUser;
use crate::state::AppState;

/// Most access tokens of a user.
const MAX_TOKENS: i64 = 20;
/// How long a token that ends lasts at most.
const MAX_LIFETIME: TimeDelta = TimeDelta::days(366);

pub(super) async fn list(
    state: &AppState,
    user: &SessionUser,
) -> Result<AccessTokenList, AppError> {
    let (id, now) = (user.id, user.now);
    let rows = state
        .db
        .query(move |conn| store::list(conn, id, now))
        .await?;
    let access_tokens = rows.into_iter().map(Into::into).collect();
    Ok(AccessTokenList { access_tokens })
}

/// Makes a token. The account is locked, so that two requests make no more tokens than one, and none outlives the
/// sessions that end meanwhile.
pub(super) async fn create(
    state: &AppState,
    user: SessionUser,
    new: NewAccessToken,
) -> Result<IssuedAccessToken, AppError> {
    let now = user.now;
    new.expires_at.map_or(Ok(()), |at| check_expiry(at, now))?;
    let token = issue_access_token(&state.access_tokens, user.id);
    let digest = SecretToken::digest_of(&token);
    let row = AccessTokenRow {
        id: AccessTokenId::new(),
        name: new.name.into(),
        scope: DbEnum(new.scopes.0),
        created_at: now.into(),
        expires_at: new.expires_at.map(Into::into),
        last_used_at: None,
    };
    let row = state
        .db
        .write(move |conn| {
            let credentials = accounts::lock_credentials(conn, user.id)?;
            credentials
                .filter(|credentials| credentials.token_version == user.token_version)
                .ok_or(AppError::Unauthenticated)?;
            if store::count(conn, user.id, now)? >= MAX_TOKENS {
                return Err(AppError::TooManyAccessTokens);
            }
            store::insert(conn, user.id, &digest, &row)?;
            Ok(row)
        })
        .await?;
    Ok(IssuedAccessToken {
        token,
        access_token: row.into(),
    })
}

fn check_expiry(at: DateTime<Utc>, now: DateTime<Utc>) -> Result<(), AppError> {
    let invalid = |code, message| Err(AppError::invalid("/expiresAt", code, message));
    if at <= now {
        invalid("in_past", "must be in the future")
    } else if at > now + MAX_LIFETIME {
        invalid("too_late", "must be at most 366 days from now")
    } else {
        Ok(())
    }
}

pub(super) async fn revoke(
    state: &AppState,
    user: &SessionUser,
    token: AccessTokenId,
) -> Result<(), AppError> {
    let (id, now) = (user.id, user.now);
    state
        .db
        .write(move |conn| store::revoke(conn, id, token, now))
        .await
}

impl From<AccessTokenRow> for AccessTokenInfo {
    fn from(row: AccessTokenRow) -> Self {
        Self {
            id: row.id,
            name: row.name,
            scopes: row.scope.0.included(),
            created_at: row.created_at.into(),
            expires_at: row.expires_at.map(Into::into),
            last_used_at: row.last_used_at.map(Into::into),
        }
    }
}
