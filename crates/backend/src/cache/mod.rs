//! Answers to a user's GETs, kept for five minutes for whoever asks for them again.
//!
//! # Why nobody is shown an old one
//!
//! The [`Stamp`] says what an answer was made of: the [`crate::domain::Revision`] of the user's data,
//! and the user's today. Every write of days and habits gives the user a new revision, in its own
//! transaction, and every request reads it with its session, before anything else. So an answer is
//! at least as new as its stamp; and once a write is acknowledged, nobody asks by an older stamp, on
//! whichever instance, whether Redis is there or not. There is nothing to take back when a write and
//! a slow reader cross, and nothing to forget at midnight. What depends on more than days, habits
//! and today must not be kept here.
//!
//! # Where
//!
//! In this process, in bounded memory. What is dear to make (a year, a month, a habit's figures:
//! each sums up hundreds of days) also in Redis, where there is one: for the other instances, and
//! after a restart. Redis is asked within its patience and told in the background, so that it can
//! neither fail nor hold up an answer. Lists and single days take a few indexed reads, no more than
//! asking Redis would cost. Whoever asks for what is just being made waits for that instead of
//! making it once more.

mod redis;
mod stamp;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use actix_web::web::Bytes;
use kpi_common::redis::Redis;

use self::redis::RedisStore;
use crate::domain::string_enum;
pub use stamp::{Key, Stamp};

/// How long an answer is kept.
const LIFETIME: Duration = Duration::from_secs(300);

/// The most bytes that are kept in this process.
const CAPACITY: u64 = 16 * 1024 * 1024;

/// What a kept answer costs besides its body.
const OVERHEAD: usize = 512;

/// Who keeps an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// This process: it is made by a few indexed reads.
    Here,
    /// All instances, by Redis: it is dear.
    ByAllInstances,
}

/// Where the answers of other instances are found.
enum Store {
    /// Nowhere: this process is alone.
    Memory,
    Redis(RedisStore),
}

string_enum! {
    /// Whether an answer was there already.
    Found {
        /// It was, or was just being made.
        Hit = "hit",
        /// It was made for this request.
        Miss = "miss",
    }
}

/// The answers of late.
pub struct ResponseCache {
    memory: moka::sync::Cache<Key, Bytes>,
    store: Store,
    hits: AtomicU64,
    misses: AtomicU64,
}

impl ResponseCache {
    /// Keeps answers in this process, and in Redis if there is one.
    #[must_use]
    pub fn new(redis: Option<Redis>) -> Self {
        let weight = |key: &Key, body: &Bytes| {
            let bytes = OVERHEAD + key.path.len() + body.len();
            u32::try_from(bytes).unwrap_or(u32::MAX)
        };
        Self {
            memory: moka::sync::Cache::builder()
                .weigher(weight)
                .max_capacity(CAPACITY)
                .time_to_live(LIFETIME)
                .build(),
            store: redis.map_or(Store::Memory, |redis| Store::Redis(RedisStore::new(redis))),
            hits: AtomicU64::new(0),
            misses: AtomicU64::new(0),
        }
    }

    /// How many answers have been found so far, and how.
    #[must_use]
    pub fn tally(&self) -> [(Found, u64); 2] {
        [(Found::Hit, &self.hits), (Found::Miss, &self.misses)]
            .map(|(found, count)| (found, count.load(Ordering::Relaxed)))
    }

    /// Whether there are other instances to ask.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        matches!(self.store, Store::Redis(_))
    }

    /// The answer that this process has kept.
    #[must_use]
    pub fn find(&self, key: &Key) -> Option<Bytes> {
        let body = self.memory.get(key)?;
        self.hits.fetch_add(1, Ordering::Relaxed);
        Some(body)
    }

    /// The answer that another instance has kept; then this one keeps it too.
    pub async fn ask_others(&self, key: &Key) -> Option<Bytes> {
        let Store::Redis(redis) = &self.store else {
            return None;
        };
        let body = redis.get(key).await?;
        self.memory.insert(key.clone(), body.clone());
        self.hits.fetch_add(1, Ordering::Relaxed);
        Some(body)
    }

    /// Keeps an answer for the other instances.
    pub fn tell_others(&self, key: &Key, body: &Bytes) {
        if let Store::Redis(redis) = &self.store {
            redis.put(key, body);
        }
    }

    /// The answer that is kept, or the one that `make` makes. Of several who ask at once, one
    /// makes it, and the others' threads wait.
    ///
    /// # Errors
    /// What `make` fails with, the same for all who waited for it; failures are not kept.
    pub fn answer<E: Send + Sync + 'static>(
        &self,
        key: &Key,
        make: impl FnOnce() -> Result<Bytes, E>,
    ) -> Result<(Bytes, Found), Arc<E>> {
        let mut found = Found::Hit;
        let make = || {
            found = Found::Miss;
            make()
        };
        let body = self.memory.try_get_with_by_ref(key, make)?;
        let count = match found {
            Found::Hit => &self.hits,
            Found::Miss => &self.misses,
        };
        count.fetch_add(1, Ordering::Relaxed);
        Ok((body, found))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;
    use std::thread;

    use chrono::NaiveDate;

    use super::*;
    use crate::domain::{Revision, UserId};

    fn key(user: UserId, revision: Revision, today: &str) -> Key {
        let today: NaiveDate = today.parse().unwrap();
        Key::new(user, Stamp { revision, today }, "year/2026".to_owned())
    }

    fn ask(cache: &ResponseCache, key: &Key, body: &'static str) -> (Bytes, Found) {
        let make = || Ok::<_, ()>(Bytes::from_static(body.as_bytes()));
        cache.answer(key, make).unwrap()
    }

    #[test]
    fn an_answer_is_found_by_the_same_user_state_and_day_only() {
        let cache = ResponseCache::new(None);
        let (ann, first) = (UserId::new(), Revision::new());
        let known = key(ann, first, "2026-03-18");
        assert_eq!(ask(&cache, &known, "one"), ("one".into(), Found::Miss));
        assert_eq!(ask(&cache, &known, "two"), ("one".into(), Found::Hit));
        for other in [
            key(UserId::new(), first, "2026-03-18"),
            key(ann, Revision::new(), "2026-03-18"),
            key(ann, first, "2026-03-19"),
        ] {
            assert_eq!(ask(&cache, &other, "new").1, Found::Miss, "{other:?}");
        }
    }

    #[test]
    fn one_of_many_makes_it() {
        let cache = ResponseCache::new(None);
        let key = key(UserId::new(), Revision::new(), "2026-03-18");
        let (made, all_ask) = (AtomicU64::new(0), Barrier::new(8));
        let found: Vec<Found> = thread::scope(|scope| {
            let ask = || {
                all_ask.wait();
                let make = || {
                    made.fetch_add(1, Ordering::Relaxed);
                    Ok::<_, ()>(Bytes::from_static(b"it"))
                };
                cache.answer(&key, make).unwrap().1
            };
            let asking: Vec<_> = (0..8).map(|_| scope.spawn(ask)).collect();
            asking.into_iter().map(|one| one.join().unwrap()).collect()
        });
        assert_eq!(made.into_inner(), 1);
        let misses = found.iter().filter(|found| **found == Found::Miss);
        assert_eq!(misses.count(), 1);
    }

    #[test]
    fn a_failure_is_not_kept() {
        let cache = ResponseCache::new(None);
        let key = key(UserId::new(), Revision::new(), "2026-03-18");
        let failed = cache.answer(&key, || Err("away"));
        assert_eq!(failed, Err(Arc::new("away")));
        assert_eq!(ask(&cache, &key, "back").1, Found::Miss);
    }

    #[test]
    fn memory_is_bounded() {
        let cache = ResponseCache::new(None);
        let user = UserId::new();
        let body = Bytes::from(vec![0; 1024 * 1024]);
        for _ in 0..64 {
            let make = || Ok::<_, ()>(body.clone());
            let key = key(user, Revision::new(), "2026-03-18");
            cache.answer(&key, make).unwrap();
        }
        cache.memory.run_pending_tasks();
        assert!(cache.memory.weighted_size() <= CAPACITY);
        assert!(cache.memory.entry_count() > 0);
    }
}
