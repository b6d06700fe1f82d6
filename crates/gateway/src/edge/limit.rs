//! The third phase: nobody asks too often.
//!
//! The rules and their counting are [`kpi_common::rate_limit`]'s, and so is what a client is told.
//! Requests to `/api` are counted. An address is that of the client as far as it can be believed.
//!
//! Whom a request counts for is found the way actix-governor asks for it ([`KeyExtractor`]).
//! actix-governor's own middleware has no place for a second rule, for windows that end, for
//! bounded memory, or for asking Redis.

use actix_governor::{KeyExtractor, SimpleKeyExtractionError};
use actix_web::dev::ServiceRequest;
use kpi_common::problem::Problem;
use kpi_common::rate_limit::{Owner, too_many};

use super::Edge;
use super::visit::{self, Visit};
use crate::area::Area;

/// Finds the [`Owner`] of a request that has been identified.
#[derive(Debug, Clone, Copy)]
struct WhoAsks;

impl KeyExtractor for WhoAsks {
    type Key = Owner;
    type KeyExtractionError = SimpleKeyExtractionError<&'static str>;

    fn extract(&self, request: &ServiceRequest) -> Result<Owner, Self::KeyExtractionError> {
        visit::of(request)
            .map(|visit| {
                let user = visit.user().map(Owner::User);
                user.unwrap_or_else(|| Owner::of_address(visit.address))
            })
            .ok_or_else(|| SimpleKeyExtractionError::new("not identified"))
    }
}

/// Counts a request, and refuses one too many.
pub(super) async fn check(
    request: &ServiceRequest,
    visit: &Visit,
    edge: &Edge,
) -> Result<(), Problem> {
    if visit.area != Area::Api {
        return Ok(());
    }
    // As the backend's router reads it: a password is not guessed the sooner for being sent to
    // `/api/auth/%6cogin`.
    let path = request.match_info().as_str();
    let is_sign_in = edge.public.is_sign_in(&visit.method, path);
    let owner = if is_sign_in {
        Owner::of_address(visit.address)
    } else {
        WhoAsks
            .extract(request)
            .map_err(|error| Problem::internal().caused_by(error.to_string()))?
    };
    let Some(counted) = edge.limiter.count(owner, is_sign_in).await else {
        return Ok(());
    };
    visit.counted.replace(Some(counted));
    match counted.refused() {
        None => Ok(()),
        Some((rule, count)) => {
            edge.metrics.refused_by(rule.name);
            Err(too_many(rule, count))
        }
    }
}
