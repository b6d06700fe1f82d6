//! What a client is told of the counting.

use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};

use super::{Count, Rule};
use crate::problem::Problem;

const LIMIT: HeaderName = HeaderName::from_static("ratelimit-limit");
const REMAINING: HeaderName = HeaderName::from_static("ratelimit-remaining");
const RESET: HeaderName = HeaderName::from_static("ratelimit-reset");
const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");
const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

/// What a request has been counted by: first the stricter rule, if it is under that one too.
#[derive(Debug, Clone, Copy)]
pub struct Counted(pub(super) [Option<(Rule, Count)>; 2]);

impl Counted {
    fn counts(&self) -> impl Iterator<Item = &(Rule, Count)> {
        self.0.iter().flatten()
    }

    /// The rule that refuses the request, if one does.
    #[must_use]
    pub fn refused(&self) -> Option<(&Rule, &Count)> {
        self.counts()
            .find(|(_, count)| !count.is_allowed)
            .map(|(rule, count)| (rule, count))
    }

    /// Tells the counts: in the three fields that the guide's limiter has (they were the draft's
    /// up to its sixth version), of the rule that is nearest to its end, and in the present
    /// draft's two (draft-ietf-httpapi-ratelimit-headers-10), of all.
    pub fn tell(&self, headers: &mut HeaderMap) {
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
            let window = rule.window_millis().div_ceil(1000);
            let (left, limit) = (count.remaining.into(), rule.limit.get().into());
            for (text, parameters) in [
                (
                    &mut now,
                    [(";r=", left), (";t=", count.resets_in_seconds())],
                ),
                (&mut policy, [(";q=", limit), (";w=", window)]),
            ] {
                for part in [comma, "\"", rule.name, "\""] {
                    text.push_str(part);
                }
                for (name, value) in parameters {
                    text.push_str(name);
                    text.push_str(itoa::Buffer::new().format::<u64>(value));
                }
            }
        }
        for (name, text) in [(RATE_LIMIT, now), (POLICY, policy)] {
            if let Ok(value) = HeaderValue::try_from(text) {
                headers.insert(name, value);
            }
        }
    }
}

/// What somebody is told whose request is one too many by this rule.
#[must_use]
pub fn too_many(rule: &Rule, count: &Count) -> Problem {
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
