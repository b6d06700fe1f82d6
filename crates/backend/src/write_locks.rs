//! A lock for the writes of each user, acquired before a database connection.
//!
//! Writes of one user wait for each other anyway, by the lock on the user's row. But they would do so
//! while they hold a connection, so one account could exhaust the pool.

use std::array;
use std::time::Duration;

use tokio::sync::{Semaphore, SemaphorePermit};
use uuid::Uuid;

use crate::db::DatabaseError;
use crate::domain::UserId;

/// Lock striping: two users share a lock now and then, and wait a little longer.
const STRIPES: usize = 256;

/// The locks of this process. Each is fair: first come, first served.
pub struct WriteLocks {
    stripes: [Semaphore; STRIPES],
    timeout: Duration,
}

impl WriteLocks {
    /// Locks with this timeout.
    #[must_use]
    pub fn new(timeout: Duration) -> Self {
        Self {
            stripes: array::from_fn(|_| Semaphore::new(1)),
            timeout,
        }
    }

    /// Waits until no other write of the user runs. Dropping the permit lets the next one run.
    ///
    /// # Errors
    /// [`DatabaseError::Pool`] after the timeout.
    pub async fn acquire(&self, user: UserId) -> Result<SemaphorePermit<'_>, DatabaseError> {
        let stripe = &self.stripes[stripe_of(user)];
        let timed_out = || DatabaseError::Pool("too many writes of one user wait".to_owned());
        match tokio::time::timeout(self.timeout, stripe.acquire()).await {
            Ok(permit) => permit.map_err(|_closed| DatabaseError::Canceled),
            Err(_elapsed) => Err(timed_out()),
        }
    }
}

/// By the last bits of the id, which are random.
fn stripe_of(user: UserId) -> usize {
    usize::from(Uuid::from(user).as_bytes()[15]) % STRIPES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn writes_of_one_user_are_serialised_and_do_not_block_other_users() {
        let stripes = WriteLocks::new(Duration::from_millis(10));
        let (ann, bob) = (UserId::new(), UserId::new());
        let first = stripes.acquire(ann).await.unwrap();
        assert!(stripes.acquire(ann).await.is_err());
        if stripe_of(ann) != stripe_of(bob) {
            assert!(stripes.acquire(bob).await.is_ok());
        }
        drop(first);
        assert!(stripes.acquire(ann).await.is_ok());
    }
}
