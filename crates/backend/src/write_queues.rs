//! A queue for the writes of each user, before a connection is taken.
//!
//! Writers of one user's data wait for one another anyway, by the lock of the user's row. If they
//! did so on their connections, one account could hold all of them.

use std::array;
use std::time::Duration;

use tokio::sync::{Semaphore, SemaphorePermit};
use uuid::Uuid;

use crate::db::DatabaseError;
use crate::domain::UserId;

/// Two users share a queue now and then, and wait a little longer for it.
const QUEUES: usize = 256;

/// The queues of this process; each is served in order.
pub struct WriteQueues {
    queues: [Semaphore; QUEUES],
    patience: Duration,
}

impl WriteQueues {
    /// Queues in which nobody waits longer than `patience`.
    #[must_use]
    pub fn new(patience: Duration) -> Self {
        Self {
            queues: array::from_fn(|_| Semaphore::new(1)),
            patience,
        }
    }

    /// Waits until no other write of the user is under way; the next one may begin when the permit
    /// is dropped.
    ///
    /// # Errors
    /// [`DatabaseError::Pool`] when it is not the user's turn in time.
    pub async fn wait(&self, user: UserId) -> Result<SemaphorePermit<'_>, DatabaseError> {
        let queue = &self.queues[queue_of(user)];
        let late = || DatabaseError::Pool("too many writes of one user wait".to_owned());
        match tokio::time::timeout(self.patience, queue.acquire()).await {
            Ok(permit) => permit.map_err(|_closed| DatabaseError::Canceled),
            Err(_elapsed) => Err(late()),
        }
    }
}

/// By the last bits of the id, which are random.
fn queue_of(user: UserId) -> usize {
    usize::from(Uuid::from(user).as_bytes()[15]) % QUEUES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_users_writes_come_one_after_the_other_and_do_not_hold_others_up() {
        let queues = WriteQueues::new(Duration::from_millis(10));
        let (ann, bob) = (UserId::new(), UserId::new());
        let first = queues.wait(ann).await.unwrap();
        assert!(queues.wait(ann).await.is_err());
        if queue_of(ann) != queue_of(bob) {
            assert!(queues.wait(bob).await.is_ok());
        }
        drop(first);
        assert!(queues.wait(ann).await.is_ok());
    }
}
