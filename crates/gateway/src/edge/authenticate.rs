//! The phase authenticate: what is not for everybody needs a user.
//!
//! The gateway turns away what cannot be right, so that the backend need not. It lets in what may
//! be: whether a session has been ended, what a personal access token is for, and what a user may
//! do is the backend's to judge.

use kpi_common::problem::Problem;

use super::Edge;
use super::context::{Credentials, RequestContext};
use crate::area::Area;

/// Judges whether a request may pass as far as its sender is concerned.
pub(super) fn check(context: &RequestContext, edge: &Edge) -> Result<(), Problem> {
    let is_free = edge.tokens.is_none()
        || context.area != Area::Api
        || context.credentials != Credentials::None
        || edge
            .public
            .contains(&context.entry.method, context.entry.uri.path());
    if is_free {
        return Ok(());
    }
    Err(Problem::unauthorized(
        "Sign in, and send the token as Authorization: Bearer.",
    ))
}
