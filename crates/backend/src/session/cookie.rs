//! The session cookie: set at sign-in, renewed as it is used, removed at sign-out.

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpMessage, HttpRequest};
use chrono::{DateTime, TimeDelta, Utc};
use kpi_common::{client_ip, session_cookie};

use super::request_token::RequestToken;
use crate::error::AppError;
use crate::identity::{Credential, TokenClaims, store};
use crate::state::AppState;

/// The cookie with a token that lasts this long. Over TLS it is the one that only this host can set.
fn cookie(token: String, lifetime: TimeDelta, is_secure: bool) -> Cookie<'static> {
    let name = if is_secure {
        session_cookie::SECURE_NAME
    } else {
        session_cookie::NAME
    };
    Cookie::build(name, token)
        .path("/")
        .http_only(true)
        .secure(is_secure)
        .same_site(SameSite::Strict)
        .max_age(Duration::seconds(lifetime.num_seconds()))
        .finish()
}

/// Whether the browser uses TLS: its `Origin` says so too when the proxy in front is not trusted.
fn is_secure(request: &HttpRequest) -> bool {
    let headers = request.headers();
    let origin = headers.get(header::ORIGIN);
    origin.is_some_and(|origin| origin.as_bytes().starts_with(b"https://"))
        || session_cookie::tokens(headers, true).next().is_some()
        || client_ip::is_external_https(request)
}

/// Checks that a page of the API's own origin asks for a cookie.
///
/// # Errors
/// [`AppError::ForeignOrigin`].
pub(crate) fn check_origin(request: &HttpRequest) -> Result<(), AppError> {
    let is_https = client_ip::is_external_https(request);
    if session_cookie::is_own_origin(request.headers(), is_https) {
        Ok(())
    } else {
        Err(AppError::ForeignOrigin)
    }
}

/// The `Set-Cookie` fields of the response, in the request's extensions; the security middleware adds
/// them.
struct SetCookies(Vec<HeaderValue>);

/// Sets the cookie to a token, with the response to this request.
///
/// # Errors
/// When the token is not a valid header value, which tokens always are.
pub(crate) fn set(
    request: &HttpRequest,
    token: String,
    lifetime: TimeDelta,
) -> Result<(), AppError> {
    replace(request, &[cookie(token, lifetime, is_secure(request))])
}

/// Removes the cookie with the response to this request, if it came with one: that of TLS and that of
/// plain HTTP, since a browser may have both.
///
/// # Errors
/// None in practice; see [`set`].
pub(crate) fn remove(request: &HttpRequest) -> Result<(), AppError> {
    if RequestToken::verified(request).is_some_and(|token| token.is_cookie) {
        let expired = |is_secure| cookie(String::new(), TimeDelta::zero(), is_secure);
        replace(request, &[expired(true), expired(false)])?;
    }
    Ok(())
}

fn replace(request: &HttpRequest, cookies: &[Cookie]) -> Result<(), AppError> {
    let values: Result<Vec<_>, _> = cookies
        .iter()
        .map(|cookie| HeaderValue::from_str(&cookie.to_string()))
        .collect();
    let values = values.map_err(|error| AppError::Inconsistent(error.to_string()))?;
    request.extensions_mut().insert(SetCookies(values));
    Ok(())
}

/// The `Set-Cookie` fields for the response to a request.
pub(crate) fn take(request: &HttpRequest) -> Vec<HeaderValue> {
    let set = request.extensions_mut().remove::<SetCookies>();
    set.map(|SetCookies(values)| values).unwrap_or_default()
}

/// Records the use of a credential: its `last_used_at` when `needs_touch`, and a later end when the cookie of a
/// session is due for renewal. An error does not fail the request.
pub(super) async fn record_use_and_renew(
    request: &HttpRequest,
    state: &AppState,
    token: RequestToken,
    needs_touch: bool,
    now: DateTime<Utc>,
) {
    let renewed = match token.credential {
        Credential::Session(claims) if token.is_cookie && claims.is_due_for_renewal(now) => {
            Some(TokenClaims {
                issued_at: now,
                expires_at: now + TimeDelta::from(state.config.auth.session_lifetime),
                ..claims
            })
        }
        _ => None,
    };
    if !needs_touch && renewed.is_none() {
        return;
    }
    let expires_at = renewed.map(|claims| claims.expires_at);
    let touched = state
        .db
        .write(move |conn| store::touch(conn, token.credential, now, expires_at));
    let outcome = match (touched.await, renewed) {
        (Ok(true), Some(claims)) => renew(request, state, claims),
        (touched, _) => touched.map(drop),
    };
    if let Err(error) = outcome {
        tracing::warn!(%error, "the use of a session or access token was not recorded");
    }
}

fn renew(request: &HttpRequest, state: &AppState, claims: TokenClaims) -> Result<(), AppError> {
    let token = state.tokens.sign(claims)?;
    set(request, token, claims.expires_at - claims.issued_at)
}
