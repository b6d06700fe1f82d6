//! Counting in this process.

use std::cell::Cell;
use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use governor::clock::Clock;
use governor::middleware::StateInformationMiddleware;
use governor::nanos::Nanos;
use governor::state::StateStore;
use governor::{Quota, RateLimiter};

use super::{Count, Rule};

/// Locks are held for a few instructions each; this many make waiting for one rare.
const SHARDS: usize = 16;

/// Counts the requests of each key in this process; shared by its threads.
pub struct Counter<K, C = Ticks>
where
    K: Copy + Eq + Hash,
    C: Clock<Instant = Nanos> + Clone,
{
    rule: Rule,
    limiter: RateLimiter<Slot<K>, Windows<K, C>, C, StateInformationMiddleware>,
}

impl<K: Copy + Eq + Hash> Counter<K> {
    /// Counts by `rule`, and remembers at most about `max_keys` keys; of more, the oldest windows
    /// are forgotten first.
    #[must_use]
    pub fn new(rule: Rule, max_keys: usize) -> Self {
        Self::with_clock(rule, max_keys, Ticks(Instant::now()))
    }
}

impl<K, C> Counter<K, C>
where
    K: Copy + Eq + Hash,
    C: Clock<Instant = Nanos> + Clone,
{
    fn with_clock(rule: Rule, max_keys: usize, clock: C) -> Self {
        let window = rule.window_millis();
        // In a period of two windows no request is given back within one.
        let period = Duration::from_nanos(window.saturating_mul(2).max(1));
        let quota = Quota::with_period(period)
            .unwrap_or_else(|| Quota::per_second(rule.limit))
            .allow_burst(rule.limit);
        let windows = Windows::new(window, max_keys, clock.clone());
        Self {
            rule,
            limiter: RateLimiter::new(quota, windows, clock),
        }
    }

    /// What it counts by.
    pub fn rule(&self) -> &Rule {
        &self.rule
    }

    /// Counts a request.
    pub fn count(&self, key: K) -> Count {
        let slot = Slot {
            key,
            resets_in: Cell::new(self.rule.window_millis()),
        };
        let outcome = self.limiter.check_key(&slot);
        Count {
            is_allowed: outcome.is_ok(),
            remaining: outcome.map_or(0, |state| state.remaining_burst_capacity()),
            resets_in: Duration::from_millis(slot.resets_in.get()),
        }
    }
}

/// A clock of milliseconds. Governor measures in units of its own, and with one unit for a
/// millisecond any limit and window fit its arithmetic: limit × window must stay below 2⁶³.
#[derive(Debug, Clone)]
pub struct Ticks(Instant);

impl Clock for Ticks {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        u64::try_from(self.0.elapsed().as_millis())
            .unwrap_or(u64::MAX)
            .into()
    }
}

/// A key, and what governor's result has no place for: when its window ends.
#[derive(Debug, Clone)]
struct Slot<K> {
    key: K,
    resets_in: Cell<u64>,
}

impl<K: Eq> PartialEq for Slot<K> {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl<K: Eq> Eq for Slot<K> {}

impl<K: Hash> Hash for Slot<K> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.key.hash(state);
    }
}

/// The open windows.
struct Windows<K, C> {
    shards: Vec<Mutex<Shard<K>>>,
    hasher: RandomState,
    /// In ticks, as all times here.
    window: u64,
    max_keys: usize,
    clock: C,
}

struct Shard<K> {
    open: HashMap<K, Window>,
    /// The keys by the beginning of their windows, which is also the order in which they end.
    order: VecDeque<(K, u64)>,
}

#[derive(Debug, Clone, Copy)]
struct Window {
    began: u64,
    state: Nanos,
}

impl<K: Copy + Eq + Hash, C: Clock<Instant = Nanos> + Clone> Windows<K, C> {
    fn new(window: u64, max_keys: usize, clock: C) -> Self {
        let shard = || {
            Mutex::new(Shard {
                open: HashMap::new(),
                order: VecDeque::new(),
            })
        };
        Self {
            shards: std::iter::repeat_with(shard).take(SHARDS).collect(),
            hasher: RandomState::new(),
            window,
            max_keys: max_keys.div_ceil(SHARDS).max(1),
            clock,
        }
    }

    fn shard(&self, key: &K) -> &Mutex<Shard<K>> {
        let at = self.hasher.hash_one(key) as usize % SHARDS;
        &self.shards[at]
    }
}

impl<K: Copy + Eq + Hash> Shard<K> {
    /// Forgets the windows that have ended.
    fn end(&mut self, now: u64, window: u64) {
        while let Some((key, began)) = self.order.front().copied()
            && now.saturating_sub(began) >= window
        {
            self.order.pop_front();
            self.open.remove(&key);
        }
    }

    fn begin(&mut self, key: K, window: Window, max_keys: usize) {
        if self.order.len() >= max_keys
            && let Some((oldest, _)) = self.order.pop_front()
        {
            self.open.remove(&oldest);
        }
        self.open.insert(key, window);
        self.order.push_back((key, window.began));
    }
}

impl<K, C> StateStore for Windows<K, C>
where
    K: Copy + Eq + Hash,
    C: Clock<Instant = Nanos> + Clone,
{
    type Key = Slot<K>;

    fn measure_and_replace<T, F, E>(&self, slot: &Slot<K>, judge: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        let key = &slot.key;
        let mut shard = self
            .shard(key)
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let now = u64::from(self.clock.now());
        shard.end(now, self.window);
        if let Some(window) = shard.open.get_mut(key) {
            let past = now.saturating_sub(window.began);
            slot.resets_in.set(self.window.saturating_sub(past));
            let (outcome, state) = judge(Some(window.state))?;
            window.state = state;
            return Ok(outcome);
        }
        slot.resets_in.set(self.window);
        let (outcome, state) = judge(None)?;
        shard.begin(*key, Window { began: now, state }, self.max_keys);
        Ok(outcome)
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU32;
    use std::sync::Arc;

    use governor::clock::FakeRelativeClock;

    use super::*;

    const WINDOW: Duration = Duration::from_secs(900);

    fn rule(limit: u32) -> Rule {
        Rule {
            name: "address",
            limit: NonZeroU32::new(limit).unwrap(),
            window: WINDOW,
        }
    }

    /// A counter and its clock, which stands still until it is moved.
    fn counter(limit: u32, max_keys: usize) -> (Counter<u32, FakeRelativeClock>, impl Fn(u64)) {
        let clock = FakeRelativeClock::default();
        let counter = Counter::with_clock(rule(limit), max_keys, clock.clone());
        let pass = move |millis| clock.advance(Duration::from_nanos(millis));
        (counter, pass)
    }

    #[test]
    fn a_window_lets_exactly_its_limit_through_however_the_requests_are_spread() {
        for step in [0, 1, 900, 8_999] {
            let (counter, pass) = counter(100, 10);
            let mut allowed = 0;
            let mut past = 0;
            while past < 900_000 && allowed + 1 < 10_000 {
                let count = counter.count(7);
                if !count.is_allowed {
                    break;
                }
                allowed += 1;
                assert_eq!(count.remaining, 100 - allowed);
                pass(step);
                past += step;
            }
            assert_eq!(allowed, 100, "a request every {step} ms");
            pass(900_000 - past - 1);
            let refused = counter.count(7);
            assert!(!refused.is_allowed && refused.remaining == 0);
            assert_eq!(refused.resets_in, Duration::from_millis(1));
            assert_eq!(refused.resets_in_seconds(), 1);
            pass(1);
            let next = counter.count(7);
            assert_eq!((next.is_allowed, next.remaining), (true, 99));
            assert_eq!(next.resets_in, WINDOW);
        }
    }

    #[test]
    fn refused_requests_do_not_make_the_window_longer() {
        let (counter, pass) = counter(1, 10);
        assert!(counter.count(1).is_allowed);
        for _ in 0..899 {
            pass(1000);
            assert!(!counter.count(1).is_allowed);
        }
        pass(1000);
        assert!(counter.count(1).is_allowed);
    }

    #[test]
    fn keys_do_not_count_for_each_other() {
        let (counter, _) = counter(1, 10_000);
        for key in 0..1000 {
            assert!(counter.count(key).is_allowed);
        }
        assert!(!counter.count(0).is_allowed);
    }

    #[test]
    fn memory_is_bounded_and_ended_windows_are_forgotten() {
        let (counter, pass) = counter(1, 160);
        let kept = || {
            // The state is the limiter's own; its size shows in who is still refused.
            (0..10_000)
                .filter(|key| !counter.count(*key).is_allowed)
                .count()
        };
        for key in 0..10_000 {
            counter.count(key);
        }
        assert!(kept() <= 160);
        pass(900_000);
        assert_eq!(kept(), 0);
    }

    #[test]
    fn threads_share_one_count() {
        let counter = Arc::new(Counter::new(rule(1000), 10));
        let allowed: usize = std::thread::scope(|scope| {
            let ask = || (0..500).filter(|_| counter.count(1_u32).is_allowed).count();
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(ask)).collect();
            threads
                .into_iter()
                .map(|thread| thread.join().unwrap())
                .sum()
        });
        assert_eq!(allowed, 1000);
    }

    #[test]
    fn the_largest_limit_and_window_fit() {
        let rule = Rule {
            name: "user",
            limit: NonZeroU32::MAX,
            window: Duration::from_secs(86_400),
        };
        let counter = Counter::new(rule, 10);
        assert_eq!(counter.count(1_u32).remaining, u32::MAX - 1);
        assert_eq!(counter.count(1_u32).remaining, u32::MAX - 2);
    }
}
