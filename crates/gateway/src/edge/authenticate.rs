//! The authenticate phase: operations that are not public need credentials.
//!
//! The gateway rejects invalid credentials before they reach the backend. Revoked sessions, personal
//! access tokens and permissions are checked by the backend.

use kpi_common::problem::Problem;

use super::Edge;
use super::context::{Credentials, RequestContext};
use crate::area::Area;

/// Rejects a request without valid credentials, unless it is public.
pub(super) fn check(context: &RequestContext, edge: &Edge) -> Result<(), Problem> {
    let is_allowed = edge.tokens.is_none()
        || context.area != Area::Api
        || context.credentials != Credentials::None
        || edge
            .public
            .contains(&context.entry.method, context.entry.uri.path());
    if is_allowed {
        return Ok(());
    }
    Err(Problem::unauthorized(
        "Sign in, and send the token as Authorization: Bearer.",
    ))
}
