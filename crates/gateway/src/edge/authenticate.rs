//! The authenticate phase: operations that are not public need credentials.
//!
//! The gateway rejects invalid credentials before they reach the backend. Revoked sessions and access
//! tokens, scopes and permissions are checked by the backend.

use actix_web::HttpRequest;
use kpi_common::problem::Problem;
use kpi_common::{session_cookie, session_token};

use super::Edge;
use super::context::RequestContext;
use crate::area::Area;

/// Rejects a request without valid credentials, unless it is public, and one of a foreign origin by
/// the session cookie.
pub(super) fn check(
    request: &HttpRequest,
    context: &RequestContext,
    edge: &Edge,
) -> Result<(), Problem> {
    let (method, headers) = (&context.entry.method, request.headers());
    let is_signed_in = context.entry.user.get().is_some();
    if is_signed_in
        && session_token::bearer(headers).is_none()
        && !session_cookie::is_allowed(method, headers, context.is_https)
    {
        return Err(Problem::foreign_origin());
    }
    let is_allowed = edge.tokens.is_none()
        || context.area != Area::Api
        || is_signed_in
        || edge.public.contains(method, context.entry.uri.path());
    if is_allowed {
        return Ok(());
    }
    Err(Problem::unauthorized(
        "Sign in; without a session cookie, send the token as Authorization: Bearer.",
    ))
}
