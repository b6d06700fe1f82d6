//! How long to wait before Redis is tried again. Pure: it is told the time.

use std::time::Duration;

/// Each wait is longer than the one before by this, …
const STEP: Duration = Duration::from_millis(100);

/// … up to this.
const LONGEST: Duration = Duration::from_secs(3);

/// Tries after the first failure that are made before it is given up, …
const MOST_TRIES: u32 = 10;

/// … unless they have taken this long already.
const LONGEST_ROW: Duration = Duration::from_secs(3600);

/// How often it is looked for once it is given up.
const PROBE: Duration = Duration::from_secs(5);

/// A connection that breaks sooner continues the row of failures, so that one that comes and goes
/// is left alone for longer and longer too.
const STEADY: Duration = Duration::from_secs(10);

/// The failures in a row, and since when Redis has been there.
#[derive(Debug, Clone, Default)]
pub(super) struct ReconnectBackoff {
    failures: u32,
    first_failure: Option<Duration>,
    here_since: Option<Duration>,
}

impl ReconnectBackoff {
    /// A connection stands since `at`, which like all times here counts from any one moment.
    pub(super) fn connected(&mut self, at: Duration) {
        self.here_since = Some(at);
    }

    /// A try has failed, or the connection has broken: how long to wait before the next try.
    pub(super) fn failed(&mut self, at: Duration) -> Duration {
        let stood = self.here_since.take().map(|since| at.saturating_sub(since));
        if stood.is_some_and(|stood| stood >= STEADY) {
            *self = Self::default();
        }
        self.failures = self.failures.saturating_add(1);
        let first = *self.first_failure.get_or_insert(at);
        if self.failures > MOST_TRIES || at.saturating_sub(first) > LONGEST_ROW {
            PROBE
        } else {
            LONGEST.min(STEP.saturating_mul(self.failures))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What happens, at which second, and after a failure the milliseconds to wait.
    enum Event {
        Connected(u64),
        Failed(u64, u64),
    }
    use Event::{Connected, Failed};

    #[test]
    fn waits_grow_until_it_is_given_up_and_looked_for_now_and_then() {
        let ten_tries = || (1..=10).map(|number| Failed(0, number * 100));
        for (case, events) in [
            (
                "ten tries in a row, then probes without end",
                ten_tries()
                    .chain((0..100).map(|second| Failed(second, 5_000)))
                    .collect::<Vec<_>>(),
            ),
            (
                "a probe that finds it, and holds, begins anew",
                ten_tries()
                    .chain([
                        Failed(10, 5_000),
                        Connected(15),
                        Failed(25, 100),
                        Failed(25, 200),
                    ])
                    .collect(),
            ),
            (
                "what comes and goes is no new beginning",
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
                "an hour of slow tries ends them too",
                vec![Failed(0, 100), Failed(3_600, 200), Failed(3_601, 5_000)],
            ),
            (
                "the first connection that breaks after long",
                vec![Connected(0), Failed(86_400, 100)],
            ),
        ] {
            let mut backoff = ReconnectBackoff::default();
            for (number, event) in events.into_iter().enumerate() {
                match event {
                    Connected(at) => backoff.connected(Duration::from_secs(at)),
                    Failed(at, wait) => {
                        let found = backoff.failed(Duration::from_secs(at));
                        assert_eq!(found, Duration::from_millis(wait), "{case}, event {number}");
                    }
                }
            }
        }
    }

    #[test]
    fn no_wait_is_longer_than_three_seconds_before_it_is_given_up() {
        const {
            assert!(STEP.as_millis() * MOST_TRIES as u128 <= LONGEST.as_millis());
        }
    }
}
