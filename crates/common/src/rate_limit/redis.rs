//! Fixed windows in Redis, shared by all processes.
//!
//! One script call counts a request by all its rules, so that two processes cannot both take the
//! last request of a window. If Redis does not reply within the timeout, the governors count.

use std::time::Duration;

use super::{Decision, Decisions, RULES, RateLimitKey, Rule};
use crate::redis::client::Script;
use crate::redis::{Connection, Redis};

/// How long a request waits for Redis.
const TIMEOUT: Duration = Duration::from_millis(50);

/// For each key: the remaining requests, or −1 if the limit is exceeded, and the milliseconds to
/// the end of its window. Counting stops at the first exceeded limit.
///
/// A key without a TTL would reject requests forever; its window is restarted.
const SCRIPT: &str = r"
local counts = {}
for i, key in ipairs(KEYS) do
  local limit, window = tonumber(ARGV[2 * i - 1]), tonumber(ARGV[2 * i])
  local used, left = tonumber(redis.call('GET', key) or '0'), redis.call('PTTL', key)
  if left <= 0 then
    used, left = 0, window
    redis.call('SET', key, 0, 'PX', window)
  end
  if used >= limit then
    counts[#counts + 1] = -1
    counts[#counts + 1] = left
    return counts
  end
  redis.call('INCR', key)
  counts[#counts + 1] = limit - used - 1
  counts[#counts + 1] = left
end
return counts
";

/// The fixed windows.
pub(super) struct SharedWindows {
    redis: Redis,
    script: Script,
}

impl SharedWindows {
    pub(super) fn new(redis: Redis) -> Self {
        Self {
            redis,
            script: Script::new(SCRIPT),
        }
    }

    /// Counts a request by its rules, up to the first exceeded one. `None` if no rule applies, and
    /// while Redis is unavailable or slow.
    pub(super) async fn count(
        &self,
        key: RateLimitKey,
        rules: [Option<Rule>; RULES],
    ) -> Option<Decisions> {
        let mut call = self.script.prepare_invoke();
        for rule in rules.iter().flatten() {
            // The hash tag keeps the keys of one subject in one slot of a cluster.
            call.key(
                self.redis
                    .key(format_args!("limit:{{{key}}}:{}", rule.name)),
            );
            call.arg(rule.limit.get()).arg(millis(rule.window));
        }
        rules.iter().flatten().next()?;
        let command =
            async |connection: &mut Connection| call.invoke_async::<Vec<i64>>(connection).await;
        let counts = self.redis.execute(TIMEOUT, command).await?;
        Some(read(&counts, rules))
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

fn read(counts: &[i64], rules: [Option<Rule>; RULES]) -> Decisions {
    let mut counts = counts.chunks_exact(2);
    rules.map(|rule| {
        let rule = rule?;
        let [remaining, resets_in] = *counts.next()? else {
            return None;
        };
        Some(Decision {
            rule,
            is_allowed: remaining >= 0,
            remaining: u32::try_from(remaining).unwrap_or(0),
            resets_in: Duration::from_millis(resets_in.try_into().unwrap_or(0)),
        })
    })
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU32;

    use super::*;

    #[test]
    fn counts_are_read_up_to_the_first_exceeded_limit() {
        let rule = Some(Rule {
            name: "address",
            limit: NonZeroU32::MIN,
            window: Duration::from_secs(1),
        });
        let decisions = read(&[3, 1500, -1, 20], [rule, None, rule, None]);
        assert_eq!(
            decisions[0].map(|decision| (decision.is_allowed, decision.remaining)),
            Some((true, 3))
        );
        assert_eq!(decisions[1], None);
        assert_eq!(
            decisions[2].map(|decision| decision.is_allowed),
            Some(false)
        );
        assert_eq!(read(&[-1, 20], [rule, None, rule, None])[2], None);
    }
}
