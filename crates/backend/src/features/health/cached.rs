//! [`CachedResult`]: a short-lived cache with request coalescing.

use std::time::{Duration, Instant};

use tokio::sync::Mutex;

/// Maximum age of a result.
const MAX_AGE: Duration = Duration::from_secs(1);

/// A result that is cached for a second. Concurrent callers wait for one computation.
pub(super) struct CachedResult<T>(Mutex<Option<(Instant, T)>>);

impl<T> Default for CachedResult<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T: Clone> CachedResult<T> {
    /// The cached result, or that of `find`. If the caller that runs `find` is dropped, the next caller
    /// runs it again.
    pub(super) async fn get(&self, find: impl Future<Output = T>) -> T {
        let mut cached_result = self.0.lock().await;
        if let Some((at, result)) = &*cached_result
            && at.elapsed() < MAX_AGE
        {
            return result.clone();
        }
        let result = find.await;
        *cached_result = Some((Instant::now(), result.clone()));
        result
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use futures_util::future::{join_all, poll_immediate};

    use super::*;

    #[tokio::test]
    async fn concurrent_callers_share_one_result() {
        let (cached, calls) = (CachedResult::default(), Cell::new(0));
        let find = || async {
            calls.set(calls.get() + 1);
            tokio::task::yield_now().await;
            calls.get()
        };
        let found = join_all((0..100).map(|_| cached.get(find()))).await;
        assert_eq!(found, [1; 100]);
    }

    #[tokio::test]
    async fn a_dropped_caller_does_not_block_the_next() {
        let cached = CachedResult::default();
        let given_up = poll_immediate(cached.get(std::future::pending::<u8>())).await;
        assert_eq!(given_up, None);
        assert_eq!(cached.get(async { 7 }).await, 7);
    }
}
