//! Answers that are dear to make, kept for five minutes for whoever asks for them again.
//!
//! # Which
//!
//! The year's and the month's dashboard and a habit's figures: each reads and sums up to hundreds
//! of days in six statements or so. Lists of habits and single days are two indexed reads, and are
//! asked for mostly after a write; keeping them would cost as much as it spares.
//!
//! # Why nobody is shown an old one
//!
//! The [`Stamp`] says what an answer was made of: the [`crate::ids::Revision`] of the user's data, and the
//! user's today. Every write of days and habits gives the user a new revision, in its own
//! transaction ([`crate::scoring::lock`]), and every request reads it with its session, before
//! anything else. So an answer is at least as new as its stamp; and once a write is acknowledged,
//! nobody asks by an older stamp, on whichever instance, whether Redis is there or not. There is
//! nothing to take back when a write and a slow reader cross, and nothing to forget at midnight.
//! What depends on more than days, habits and today must not be kept here.
//!
//! # Where
//!
//! In this process, in bounded memory; and where there is a Redis, also there, for the other
//! instances and after a restart. Redis is asked within its patience and told in the background,
//! so that it can neither fail nor hold up an answer. Whoever asks for what is just being made
//! waits for that instead of making it once more.

mod redis;
mod stamp;

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use actix_web::web::Bytes;
use kpi_common::redis::Redis;

use self::redis::RedisStore;
use crate::vocabulary::vocabulary;
pub use stamp::{Key, Stamp};

/// How long an answer is kept.
const LIFETIME: Duration = Duration::from_secs(300);

/// The most bytes that are kept in this process.
const CAPACITY: u64 = 16 * 1024 * 1024;

/// What a kept answer costs besides its body.
const OVERHEAD: usize = 512;

/// Where the answers of other instances are found.
enum Store {
    /// Nowhere: this process is alone.
    Memory,
    Redis(RedisStore),
}

vocabulary! {
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
    memory: moka::future::Cache<Key, Bytes>,
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
            memory: moka::future::Cache::builder()
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

    /// The answer that is kept, or the one that `make` makes. Of several who ask at once, one
    /// makes it; should that one hang up, the next one does.
    ///
    /// # Errors
    /// What `make` fails with, the same for all who waited for it; failures are not kept.
    pub async fn answer<E: Send + Sync + 'static>(
        &self,
        key: Key,
        make: impl Future<Output = Result<Bytes, E>>,
    ) -> Result<(Bytes, Found), Arc<E>> {
        let found = Cell::new(Found::Hit);
        let find = async {
            if let Store::Redis(redis) = &self.store
                && let Some(body) = redis.get(&key).await
            {
                return Ok(body);
            }
            found.set(Found::Miss);
            let body = make.await?;
            if let Store::Redis(redis) = &self.store {
                redis.put(&key, &body);
            }
            Ok(body)
        };
        let body = self.memory.try_get_with_by_ref(&key, find).await?;
        let count = match found.get() {
            Found::Hit => &self.hits,
            Found::Miss => &self.misses,
        };
        count.fetch_add(1, Ordering::Relaxed);
        Ok((body, found.get()))
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use futures_util::future::{join_all, poll_immediate};

    use super::*;
    use crate::ids::{Revision, UserId};

    fn key(user: UserId, revision: Revision, today: &str) -> Key {
        let today: NaiveDate = today.parse().unwrap();
        Key::new(user, Stamp { revision, today }, "year/2026".to_owned())
    }

    async fn ask(cache: &ResponseCache, key: &Key, body: &'static str) -> (Bytes, Found) {
        let make = async { Ok::<_, ()>(Bytes::from_static(body.as_bytes())) };
        cache.answer(key.clone(), make).await.unwrap()
    }

    #[tokio::test]
    async fn an_answer_is_found_by_the_same_user_state_and_day_only() {
        let cache = ResponseCache::new(None);
        let (ann, first) = (UserId::new(), Revision::new());
        let known = key(ann, first, "2026-03-18");
        assert_eq!(
            ask(&cache, &known, "one").await,
            ("one".into(), Found::Miss)
        );
        assert_eq!(ask(&cache, &known, "two").await, ("one".into(), Found::Hit));
        for other in [
            key(UserId::new(), first, "2026-03-18"),
            key(ann, Revision::new(), "2026-03-18"),
            key(ann, first, "2026-03-19"),
        ] {
            assert_eq!(ask(&cache, &other, "new").await.1, Found::Miss, "{other:?}");
        }
    }

    #[tokio::test]
    async fn one_of_many_makes_it_and_the_next_one_if_that_one_hangs_up() {
        let cache = ResponseCache::new(None);
        let key = key(UserId::new(), Revision::new(), "2026-03-18");
        let never = cache.answer(key.clone(), std::future::pending::<Result<Bytes, ()>>());
        assert!(poll_immediate(never).await.is_none());
        let made = Cell::new(0);
        let asked = join_all((0..50).map(|_| {
            cache.answer(key.clone(), async {
                made.set(made.get() + 1);
                tokio::task::yield_now().await;
                Ok::<_, ()>(Bytes::from_static(b"it"))
            })
        }));
        let found: Vec<Found> = asked.await.into_iter().map(|one| one.unwrap().1).collect();
        assert_eq!(made.get(), 1);
        let misses = found.iter().filter(|found| **found == Found::Miss);
        assert_eq!(misses.count(), 1);
    }

    #[tokio::test]
    async fn a_failure_is_not_kept() {
        let cache = ResponseCache::new(None);
        let key = key(UserId::new(), Revision::new(), "2026-03-18");
        let failed = cache.answer(key.clone(), async { Err("away") }).await;
        assert_eq!(failed, Err(Arc::new("away")));
        assert_eq!(ask(&cache, &key, "back").await.1, Found::Miss);
    }

    #[tokio::test]
    async fn memory_is_bounded() {
        let cache = ResponseCache::new(None);
        let user = UserId::new();
        let body = Bytes::from(vec![0; 1024 * 1024]);
        for _ in 0..64 {
            let make = async { Ok::<_, ()>(body.clone()) };
            let key = key(user, Revision::new(), "2026-03-18");
            cache.answer(key, make).await.unwrap();
        }
        cache.memory.run_pending_tasks().await;
        assert!(cache.memory.weighted_size() <= CAPACITY);
        assert!(cache.memory.entry_count() > 0);
    }
}
