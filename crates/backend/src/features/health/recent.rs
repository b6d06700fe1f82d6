//! What was found out a moment ago.

use std::time::{Duration, Instant};

use tokio::sync::Mutex;

/// How old an outcome may be.
const MAX_AGE: Duration = Duration::from_secs(1);

/// An outcome that is kept for a second, and that one asker finds out for all who ask meanwhile.
pub(super) struct Recent<T>(Mutex<Option<(Instant, T)>>);

impl<T> Default for Recent<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T: Clone> Recent<T> {
    /// The outcome, by `find` if there is none of late. Should its asker hang up, the next one
    /// begins anew.
    pub(super) async fn get(&self, find: impl Future<Output = T>) -> T {
        let mut kept = self.0.lock().await;
        if let Some((at, outcome)) = &*kept
            && at.elapsed() < MAX_AGE
        {
            return outcome.clone();
        }
        let outcome = find.await;
        *kept = Some((Instant::now(), outcome.clone()));
        outcome
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use futures_util::future::{join_all, poll_immediate};

    use super::*;

    #[tokio::test]
    async fn one_asker_finds_out_for_all() {
        let (recent, asked) = (Recent::default(), Cell::new(0));
        let find = || async {
            asked.set(asked.get() + 1);
            tokio::task::yield_now().await;
            asked.get()
        };
        let found = join_all((0..100).map(|_| recent.get(find()))).await;
        assert_eq!(found, [1; 100]);
    }

    #[tokio::test]
    async fn who_hangs_up_leaves_the_question_to_the_next() {
        let recent = Recent::default();
        let given_up = poll_immediate(recent.get(std::future::pending::<u8>())).await;
        assert_eq!(given_up, None);
        assert_eq!(recent.get(async { 7 }).await, 7);
    }
}
