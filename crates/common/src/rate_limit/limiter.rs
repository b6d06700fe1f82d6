//! The three rules together, as a service holds them against each request.
//!
//! | rule | counts | by |
//! | --- | --- | --- |
//! | `address` | requests of those who are not signed in | the client's address |
//! | `user` | requests of those who are | the user |
//! | `sign-in` | sign-ins, registrations and resets, besides the first rule | the client's address |

use std::sync::Arc;

use super::{Count, Counted, Counter, LimitConfig, Owner, Rule, Shared};
use crate::redis::Redis;

/// The counts of this process; all workers share them.
pub struct Counters {
    address: Option<Counter<Owner>>,
    user: Option<Counter<Owner>>,
    sign_in: Option<Counter<Owner>>,
}

impl Counters {
    /// Nobody has asked yet.
    #[must_use]
    pub fn new(config: &LimitConfig) -> Self {
        let counter = |rule: Option<Rule>| rule.map(|rule| Counter::new(rule, config.max_keys));
        Self {
            address: counter(config.address),
            user: counter(config.user),
            sign_in: counter(config.sign_in),
        }
    }
}

/// What a request is to be counted by, at most two rules.
type Asks<'a> = [Option<(&'a Counter<Owner>, Owner)>; 2];

impl Counters {
    /// Counts a request of this owner in this process. One that would sign in counts for its
    /// address, by the stricter rule, and only if that lets it through by the other. `None`: no
    /// rule is there.
    pub fn count(&self, owner: Owner, is_sign_in: bool) -> Option<Counted> {
        let asks = self.asks(owner, is_sign_in)?;
        Some(counted(asks, count_alone(asks)))
    }

    fn asks(&self, owner: Owner, is_sign_in: bool) -> Option<Asks<'_>> {
        let stricter = self.sign_in.as_ref().filter(|_| is_sign_in);
        let usual = match owner {
            Owner::Address(_) => &self.address,
            Owner::User(_) => &self.user,
        };
        let asks = [stricter, usual.as_ref()].map(|counter| Some((counter?, owner)));
        asks.iter().any(Option::is_some).then_some(asks)
    }
}

/// Counts, as one worker does it.
pub struct Limiter {
    local: Arc<Counters>,
    shared: Option<Shared>,
}

impl Limiter {
    /// Counts in this process, and together with others where there is a Redis.
    #[must_use]
    pub fn new(local: Arc<Counters>, redis: Option<Redis>) -> Self {
        let shared = redis.map(Shared::new);
        Self { local, shared }
    }

    /// As [`Counters::count`], but together with the other processes, as long as Redis is there.
    pub async fn count(&self, owner: Owner, is_sign_in: bool) -> Option<Counted> {
        let asks = self.local.asks(owner, is_sign_in)?;
        let together = match &self.shared {
            Some(shared) => Box::pin(count_together(shared, asks)).await,
            None => None,
        };
        let counts = together.unwrap_or_else(|| count_alone(asks));
        Some(counted(asks, counts))
    }
}

/// Puts the counts beside the rules they are of.
fn counted(asks: Asks<'_>, counts: [Option<Count>; 2]) -> Counted {
    let mut rules = asks
        .map(|ask| ask.map(|(counter, _)| *counter.rule()))
        .into_iter();
    Counted(counts.map(|count| rules.next().flatten().zip(count)))
}

fn count_alone(asks: Asks<'_>) -> [Option<Count>; 2] {
    let [first, second] = asks;
    let first = first.map(|(counter, owner)| counter.count(owner));
    if first.is_some_and(|count| !count.is_allowed) {
        return [first, None];
    }
    [first, second.map(|(counter, owner)| counter.count(owner))]
}

async fn count_together(shared: &Shared, asks: Asks<'_>) -> Option<[Option<Count>; 2]> {
    let owners = asks.map(|ask| ask.map(|(_, owner)| owner.to_string()));
    let asked = [0, 1].map(|at| Some((asks[at]?.0.rule(), owners[at].as_deref()?)));
    shared.count(asked).await
}
