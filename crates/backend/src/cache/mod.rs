//! A cache of responses to GET requests, per user, for five minutes.
//!
//! # Invalidation
//!
//! The [`CacheVersion`] is part of the key: the [`crate::domain::Revision`] of the user's data, and the
//! user's logical date. Every write of days and habits sets a new revision in its own transaction, and
//! every request reads the revision with its session first. So a cached response is never older than
//! its version, and no request after an acknowledged write uses an older version, on any instance, with
//! or without Redis. Nothing has to be evicted when a write and a slow read overlap, nor at midnight.
//! Responses that depend on more than days, habits and the date must not be cached here.
//!
//! # Levels
//!
//! Each process has a bounded in-memory cache. Responses that are expensive to compute (a year, a month,
//! the statistics of a habit: each aggregates hundreds of days) are also in Redis if there is one, for
//! the other instances and after a restart. Reads from Redis have a timeout and writes happen in the
//! background, so Redis can neither fail nor delay a response. Lists and single days take a few indexed
//! reads, no more than a read from Redis. Concurrent requests for the same response compute it once.

mod key;
mod redis;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use actix_web::web::Bytes;
use kpi_common::redis::Redis;

use self::redis::RedisStore;
use crate::domain::string_enum;
pub use key::{CacheKey, CacheVersion};

/// How long a response is cached.
const TTL: Duration = Duration::from_secs(300);

/// Size limit of the in-memory cache, in bytes.
const CAPACITY: u64 = 16 * 1024 * 1024;

/// Bytes per entry besides the path and the body.
const ENTRY_OVERHEAD: usize = 512;

/// Where a response is cached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CacheScope {
    /// In this process only: it takes a few indexed reads.
    Local,
    /// Also in Redis, for all instances: it is expensive to compute.
    Shared,
}

/// The cache that instances share.
enum Store {
    /// None.
    None,
    Redis(RedisStore),
}

string_enum! {
    /// Whether a response came from the cache.
    CacheStatus {
        /// Yes, or a concurrent request computed it.
        Hit = "hit",
        /// No, this request computed it.
        Miss = "miss",
    }
}

/// The response cache.
pub struct ResponseCache {
    memory: moka::sync::Cache<CacheKey, Bytes>,
    store: Store,
    hits: AtomicU64,
    misses: AtomicU64,
}

impl ResponseCache {
    /// An in-memory cache, with Redis as the shared one if there is a Redis.
    #[must_use]
    pub fn new(redis: Option<Redis>) -> Self {
        let weight = |key: &CacheKey, body: &Bytes| {
            let bytes = ENTRY_OVERHEAD + key.path.len() + body.len();
            u32::try_from(bytes).unwrap_or(u32::MAX)
        };
        Self {
            memory: moka::sync::Cache::builder()
                .weigher(weight)
                .max_capacity(CAPACITY)
                .time_to_live(TTL)
                .build(),
            store: redis.map_or(Store::None, |redis| Store::Redis(RedisStore::new(redis))),
            hits: AtomicU64::new(0),
            misses: AtomicU64::new(0),
        }
    }

    /// The number of lookups so far, by status.
    #[must_use]
    pub fn lookups(&self) -> [(CacheStatus, u64); 2] {
        [
            (CacheStatus::Hit, &self.hits),
            (CacheStatus::Miss, &self.misses),
        ]
        .map(|(status, count)| (status, count.load(Ordering::Relaxed)))
    }

    /// Whether there is a shared cache.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        matches!(self.store, Store::Redis(_))
    }

    /// The response in the in-memory cache.
    #[must_use]
    pub fn get_local(&self, key: &CacheKey) -> Option<Bytes> {
        let body = self.memory.get(key)?;
        self.hits.fetch_add(1, Ordering::Relaxed);
        Some(body)
    }

    /// The response in the shared cache, which is then also cached in memory.
    pub async fn get_shared(&self, key: &CacheKey) -> Option<Bytes> {
        let Store::Redis(redis) = &self.store else {
            return None;
        };
        let body = redis.get(key).await?;
        self.memory.insert(key.clone(), body.clone());
        self.hits.fetch_add(1, Ordering::Relaxed);
        Some(body)
    }

    /// Puts a response into the shared cache.
    pub fn put_shared(&self, key: &CacheKey, body: &Bytes) {
        if let Store::Redis(redis) = &self.store {
            redis.put(key, body);
        }
    }

    /// The cached response, or the one that `compute` returns. Of concurrent callers one computes it,
    /// and the threads of the others wait.
    ///
    /// # Errors
    /// The error of `compute`, for all concurrent callers. Errors are not cached.
    pub fn get_or_compute<E: Send + Sync + 'static>(
        &self,
        key: &CacheKey,
        compute: impl FnOnce() -> Result<Bytes, E>,
    ) -> Result<(Bytes, CacheStatus), Arc<E>> {
        let mut status = CacheStatus::Hit;
        let compute = || {
            status = CacheStatus::Miss;
            compute()
        };
        let body = self.memory.try_get_with_by_ref(key, compute)?;
        let count = match status {
            CacheStatus::Hit => &self.hits,
            CacheStatus::Miss => &self.misses,
        };
        count.fetch_add(1, Ordering::Relaxed);
        Ok((body, status))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;
    use std::thread;

    use chrono::NaiveDate;

    use super::*;
    use crate::domain::{Revision, UserId};

    fn key(user: UserId, revision: Revision, today: &str) -> CacheKey {
        let today: NaiveDate = today.parse().unwrap();
        CacheKey::new(
            user,
            CacheVersion { revision, today },
            "year/2026".to_owned(),
        )
    }

    fn lookup(cache: &ResponseCache, key: &CacheKey, body: &'static str) -> (Bytes, CacheStatus) {
        let compute = || Ok::<_, ()>(Bytes::from_static(body.as_bytes()));
        cache.get_or_compute(key, compute).unwrap()
    }

    #[test]
    fn a_response_is_cached_by_user_revision_and_date() {
        let cache = ResponseCache::new(None);
        let (ann, first) = (UserId::new(), Revision::new());
        let known = key(ann, first, "2026-03-18");
        assert_eq!(
            lookup(&cache, &known, "one"),
            ("one".into(), CacheStatus::Miss)
        );
        assert_eq!(
            lookup(&cache, &known, "two"),
            ("one".into(), CacheStatus::Hit)
        );
        for other in [
            key(UserId::new(), first, "2026-03-18"),
            key(ann, Revision::new(), "2026-03-18"),
            key(ann, first, "2026-03-19"),
        ] {
            assert_eq!(
                lookup(&cache, &other, "new").1,
                CacheStatus::Miss,
                "{other:?}"
            );
        }
    }

    #[test]
    fn concurrent_callers_compute_once() {
        let cache = ResponseCache::new(None);
        let key = key(UserId::new(), Revision::new(), "2026-03-18");
        let (computed, start) = (AtomicU64::new(0), Barrier::new(8));
        let statuses: Vec<CacheStatus> = thread::scope(|scope| {
            let lookup = || {
                start.wait();
                let compute = || {
                    computed.fetch_add(1, Ordering::Relaxed);
                    Ok::<_, ()>(Bytes::from_static(b"it"))
                };
                cache.get_or_compute(&key, compute).unwrap().1
            };
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(lookup)).collect();
            threads
                .into_iter()
                .map(|thread| thread.join().unwrap())
                .collect()
        });
        assert_eq!(computed.into_inner(), 1);
        let misses = statuses
            .iter()
            .filter(|status| **status == CacheStatus::Miss);
        assert_eq!(misses.count(), 1);
    }

    #[test]
    fn errors_are_not_cached() {
        let cache = ResponseCache::new(None);
        let key = key(UserId::new(), Revision::new(), "2026-03-18");
        let failed = cache.get_or_compute(&key, || Err("away"));
        assert_eq!(failed, Err(Arc::new("away")));
        assert_eq!(lookup(&cache, &key, "back").1, CacheStatus::Miss);
    }

    #[test]
    fn the_size_is_bounded() {
        let cache = ResponseCache::new(None);
        let user = UserId::new();
        let body = Bytes::from(vec![0; 1024 * 1024]);
        for _ in 0..64 {
            let compute = || Ok::<_, ()>(body.clone());
            let key = key(user, Revision::new(), "2026-03-18");
            cache.get_or_compute(&key, compute).unwrap();
        }
        cache.memory.run_pending_tasks();
        assert!(cache.memory.weighted_size() <= CAPACITY);
        assert!(cache.memory.entry_count() > 0);
    }
}
