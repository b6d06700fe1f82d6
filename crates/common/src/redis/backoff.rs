//! The reconnect backoff. Pure: the time is a parameter.

use std::time::Duration;

/// Each delay is longer than the one before by this, …
const STEP: Duration = Duration::from_millis(100);

/// … up to this.
const MAX_DELAY: Duration = Duration::from_secs(3);

/// Attempts before it falls back to probing, …
const MAX_ATTEMPTS: u32 = 10;

/// … or the time after which it does so.
const MAX_ATTEMPT_TIME: Duration = Duration::from_secs(3600);

/// The interval of probes.
const PROBE_INTERVAL: Duration = Duration::from_secs(5);

/// A connection that breaks sooner does not reset the backoff, so that a flapping server is retried
/// less and less often, too.
const STABLE_AFTER: Duration = Duration::from_secs(10);

/// Consecutive failures, and since when the connection is up.
#[derive(Debug, Clone, Default)]
pub(super) struct ReconnectBackoff {
    failures: u32,
    first_failure: Option<Duration>,
    connected_since: Option<Duration>,
}

impl ReconnectBackoff {
    /// The connection is up since `at`. All times here are relative to one arbitrary instant.
    pub(super) fn connected(&mut self, at: Duration) {
        self.connected_since = Some(at);
    }

    /// An attempt has failed, or the connection has broken: the delay before the next attempt.
    pub(super) fn failed(&mut self, at: Duration) -> Duration {
        let since = self.connected_since.take();
        if since.is_some_and(|since| at.saturating_sub(since) >= STABLE_AFTER) {
            *self = Self::default();
        }
        self.failures = self.failures.saturating_add(1);
        let first = *self.first_failure.get_or_insert(at);
        if self.failures > MAX_ATTEMPTS || at.saturating_sub(first) > MAX_ATTEMPT_TIME {
            PROBE_INTERVAL
        } else {
            MAX_DELAY.min(STEP.saturating_mul(self.failures))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What happens, at which second, and after a failure the delay in milliseconds.
    enum Event {
        Connected(u64),
        Failed(u64, u64),
    }
    use Event::{Connected, Failed};

    #[test]
    fn delays_grow_up_to_ten_attempts_and_probes_follow() {
        let ten_attempts = || (1..=10).map(|number| Failed(0, number * 100));
        for (case, events) in [
            (
                "ten attempts in a row, then probes",
                ten_attempts()
                    .chain((0..100).map(|second| Failed(second, 5_000)))
                    .collect::<Vec<_>>(),
            ),
            (
                "a stable connection resets the backoff",
                ten_attempts()
                    .chain([
                        Failed(10, 5_000),
                        Connected(15),
                        Failed(25, 100),
                        Failed(25, 200),
                    ])
                    .collect(),
            ),
            (
                "a flapping connection does not reset it",
                vec![
                    Failed(0, 100),
                    Connected(1),
                    Failed(2, 200),
                    Connected(3),
                    Failed(12, 300),
                    Connected(13),
                    Failed(23, 100),
                ],
            ),
            (
                "an hour of slow attempts ends them too",
                vec![Failed(0, 100), Failed(3_600, 200), Failed(3_601, 5_000)],
            ),
            (
                "the first connection breaks after a long time",
                vec![Connected(0), Failed(86_400, 100)],
            ),
        ] {
            let mut backoff = ReconnectBackoff::default();
            for (number, event) in events.into_iter().enumerate() {
                match event {
                    Connected(at) => backoff.connected(Duration::from_secs(at)),
                    Failed(at, delay) => {
                        let found = backoff.failed(Duration::from_secs(at));
                        assert_eq!(
                            found,
                            Duration::from_millis(delay),
                            "{case}, event {number}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn no_delay_before_probing_is_longer_than_three_seconds() {
        const {
            assert!(STEP.as_millis() * MAX_ATTEMPTS as u128 <= MAX_DELAY.as_millis());
        }
    }
}
