//! The third phase: nobody asks too often.
//!
//! | rule | counts | by |
//! | --- | --- | --- |
//! | `address` | requests to `/api` of those who are not signed in | the client's address |
//! | `user` | requests to `/api` of those who are | the user |
//! | `sign-in` | sign-ins, registrations and resets, besides the first rule | the client's address |
//!
//! An address is that of the client as far as it can be believed; of an IPv6 address the network
//! counts (its first 64 bits), for one household has as many addresses as it likes.
//!
//! Whom a request counts for is found the way actix-governor asks for it ([`KeyExtractor`]), and
//! governor counts ([`kpi_common::rate_limit`]). actix-governor's own middleware has no place for
//! a second rule, for windows that end, for bounded memory, or for asking Redis.

use std::fmt::Write;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::Arc;

use actix_governor::{KeyExtractor, SimpleKeyExtractionError};
use actix_web::dev::ServiceRequest;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use kpi_common::problem::Problem;
use kpi_common::rate_limit::{Count, Counter, Redis, Rule, Shared};
use uuid::Uuid;

use super::Edge;
use super::settings::LimitConfig;
use super::visit::{self, Area, Visit};

const LIMIT: HeaderName = HeaderName::from_static("ratelimit-limit");
const REMAINING: HeaderName = HeaderName::from_static("ratelimit-remaining");
const RESET: HeaderName = HeaderName::from_static("ratelimit-reset");
const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");
const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

/// Whom a request counts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Owner {
    Address(IpAddr),
    User(Uuid),
}

/// Finds the [`Owner`] of a request that has been identified.
#[derive(Debug, Clone, Copy)]
struct WhoAsks;

impl KeyExtractor for WhoAsks {
    type Key = Owner;
    type KeyExtractionError = SimpleKeyExtractionError<&'static str>;

    fn extract(&self, request: &ServiceRequest) -> Result<Owner, Self::KeyExtractionError> {
        visit::of(request)
            .map(|visit| Owner::of(&visit))
            .ok_or_else(|| SimpleKeyExtractionError::new("not identified"))
    }
}

impl Owner {
    fn of(visit: &Visit) -> Self {
        visit
            .user()
            .map_or_else(|| Self::of_address(visit.address), Self::User)
    }

    pub(super) fn of_address(address: IpAddr) -> Self {
        const NETWORK: u128 = !0 << 64;
        Self::Address(match address.to_canonical() {
            IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & NETWORK).into(),
            address @ IpAddr::V4(_) => address,
        })
    }
}

impl std::fmt::Display for Owner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Address(address) => address.fmt(f),
            Self::User(user) => user.fmt(f),
        }
    }
}

/// The counts of this process; all workers share them.
pub(super) struct Counters {
    address: Option<Counter<Owner>>,
    user: Option<Counter<Owner>>,
    sign_in: Option<Counter<Owner>>,
}

impl Counters {
    pub(super) fn new(config: &LimitConfig) -> Self {
        let counter = |rule: Option<Rule>| rule.map(|rule| Counter::new(rule, config.max_keys));
        Self {
            address: counter(config.address),
            user: counter(config.user),
            sign_in: counter(config.sign_in),
        }
    }
}

/// Counts, as one worker does it.
pub(super) struct Limiter {
    local: Arc<Counters>,
    shared: Option<Shared>,
}

/// What a request has been counted by: first the stricter rule, if it is under that one too.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Counted([Option<(Rule, Count)>; 2]);

impl Limiter {
    pub(super) fn new(local: Arc<Counters>, redis: Option<&Redis>) -> Self {
        let shared = redis.map(Shared::new);
        Self { local, shared }
    }

    /// Counts a request by two rules, the second only if the first lets it through.
    async fn count(&self, asks: [Option<(&Counter<Owner>, Owner)>; 2]) -> Counted {
        let rules = asks.map(|ask| ask.map(|(counter, _)| *counter.rule()));
        let together = match &self.shared {
            Some(shared) => Box::pin(count_together(shared, asks)).await,
            None => None,
        };
        let counts = together.unwrap_or_else(|| count_alone(asks));
        let mut rules = rules.into_iter();
        Counted(counts.map(|count| rules.next().flatten().zip(count)))
    }
}

fn count_alone(asks: [Option<(&Counter<Owner>, Owner)>; 2]) -> [Option<Count>; 2] {
    let [first, second] = asks;
    let first = first.map(|(counter, owner)| counter.count(owner));
    if first.is_some_and(|count| !count.is_allowed) {
        return [first, None];
    }
    [first, second.map(|(counter, owner)| counter.count(owner))]
}

async fn count_together(
    shared: &Shared,
    asks: [Option<(&Counter<Owner>, Owner)>; 2],
) -> Option<[Option<Count>; 2]> {
    let owners = asks.map(|ask| ask.map(|(_, owner)| owner.to_string()));
    let asked = [0, 1].map(|at| Some((asks[at]?.0.rule(), owners[at].as_deref()?)));
    shared.count(asked).await
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
    let local = &edge.limiter.local;
    let address = Owner::of_address(visit.address);
    let asks = if edge.public.is_sign_in(&visit.method, visit.uri.path()) {
        [(&local.sign_in, address), (&local.address, address)]
    } else {
        let owner = WhoAsks
            .extract(request)
            .map_err(|error| Problem::internal().caused_by(error.to_string()))?;
        let counter = match owner {
            Owner::Address(_) => &local.address,
            Owner::User(_) => &local.user,
        };
        [(&None, address), (counter, owner)]
    };
    let asks = asks.map(|(counter, owner)| Some((counter.as_ref()?, owner)));
    if asks.iter().all(Option::is_none) {
        return Ok(());
    }
    let counted = edge.limiter.count(asks).await;
    visit.counted.replace(Some(counted));
    match counted.refused() {
        None => Ok(()),
        Some((rule, count)) => {
            edge.metrics.refused_by(rule.name);
            Err(too_many(rule, count))
        }
    }
}

fn too_many(rule: &Rule, count: &Count) -> Problem {
    let seconds = u32::try_from(count.resets_in_seconds()).unwrap_or(u32::MAX);
    let detail = match rule.name {
        "user" => "Too many requests from this account",
        _ => "Too many requests from this IP",
    };
    Problem::new(
        StatusCode::TOO_MANY_REQUESTS,
        "too-many-requests",
        "Too many requests",
    )
    .detail(detail)
    .retry_after(seconds)
}

impl Counted {
    fn counts(&self) -> impl Iterator<Item = &(Rule, Count)> {
        self.0.iter().flatten()
    }

    fn refused(&self) -> Option<(&Rule, &Count)> {
        self.counts()
            .find(|(_, count)| !count.is_allowed)
            .map(|(rule, count)| (rule, count))
    }

    /// Tells the counts: in the three fields that the guide's limiter has (they were the draft's
    /// up to its sixth version), of the rule that is nearest to its end, and in the present
    /// draft's two (draft-ietf-httpapi-ratelimit-headers-10), of all.
    pub(super) fn tell(&self, headers: &mut HeaderMap) {
        let nearest = self.counts().min_by_key(|(_, count)| count.remaining);
        let Some((rule, count)) = nearest else {
            return;
        };
        headers.insert(LIMIT, HeaderValue::from(rule.limit.get()));
        headers.insert(REMAINING, HeaderValue::from(count.remaining));
        headers.insert(RESET, HeaderValue::from(count.resets_in_seconds()));
        let mut now = String::with_capacity(64);
        let mut policy = String::with_capacity(64);
        for (rule, count) in self.counts() {
            let comma = if now.is_empty() { "" } else { ", " };
            let (name, seconds) = (rule.name, count.resets_in_seconds());
            // Writing to a string does not fail.
            let _ = write!(now, "{comma}\"{name}\";r={};t={seconds}", count.remaining);
            let (limit, window) = (rule.limit, rule.window.as_millis().div_ceil(1000));
            let _ = write!(policy, "{comma}\"{name}\";q={limit};w={window}");
        }
        for (name, text) in [(RATE_LIMIT, now), (POLICY, policy)] {
            if let Ok(value) = HeaderValue::try_from(text) {
                headers.insert(name, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owner(address: &str) -> Owner {
        Owner::of_address(address.parse().unwrap())
    }

    #[test]
    fn a_household_of_ipv6_is_one_owner() {
        assert_eq!(owner("2001:db8:1:2::1"), owner("2001:db8:1:2:ffff::9"));
        assert_ne!(owner("2001:db8:1:2::1"), owner("2001:db8:1:3::1"));
        assert_eq!(owner("::ffff:192.0.2.1"), owner("192.0.2.1"));
        assert_ne!(owner("192.0.2.1"), owner("192.0.2.2"));
        assert_eq!(owner("2001:db8:1:2::1").to_string(), "2001:db8:1:2::");
    }
}
