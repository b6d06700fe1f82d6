//! Counting together with other processes, in Redis.
//!
//! One call of one script counts a request by all its rules, so that no two processes can both
//! take the last of a window. Redis answers within its patience, or the caller counts by itself.

use std::time::Duration;

use super::{Count, Rule};
use crate::redis::client::Script;
use crate::redis::{Connection, Redis};

/// How long a request waits for Redis.
const PATIENCE: Duration = Duration::from_millis(50);

/// For each key: the remaining requests, or −1 if there is none left, and the milliseconds to the
/// end of its window. The first key that has nothing left ends the counting.
///
/// A key without an end (which nobody here makes) would refuse for ever; it is begun anew.
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

/// Counts in Redis.
pub struct Shared {
    redis: Redis,
    script: Script,
}

impl Shared {
    /// Counts in this Redis.
    #[must_use]
    pub fn new(redis: Redis) -> Self {
        Self {
            redis,
            script: Script::new(SCRIPT),
        }
    }

    /// Counts a request by several rules in their order, up to the first that refuses it. `None`
    /// means that Redis is away, and that the caller has to count by itself.
    ///
    /// `owner` names whom each rule counts for; in a Redis cluster all of them must be the same.
    pub async fn count<const N: usize>(
        &self,
        asks: [Option<(&Rule, &str)>; N],
    ) -> Option<[Option<Count>; N]> {
        let mut call = self.script.prepare_invoke();
        for (rule, owner) in asks.iter().flatten() {
            // The braces keep an owner's keys in one slot of a cluster.
            call.key(
                self.redis
                    .key(format_args!("limit:{{{owner}}}:{}", rule.name)),
            );
            call.arg(rule.limit.get()).arg(rule.window_millis());
        }
        let question =
            async |connection: &mut Connection| call.invoke_async::<Vec<i64>>(connection).await;
        let counts = self.redis.ask(PATIENCE, question).await?;
        Some(read(&counts, asks.map(|ask| ask.is_some())))
    }
}

fn read<const N: usize>(counts: &[i64], asked: [bool; N]) -> [Option<Count>; N] {
    let mut counts = counts.chunks_exact(2);
    asked.map(|is_asked| {
        let [remaining, resets_in] = *is_asked.then(|| counts.next()).flatten()? else {
            return None;
        };
        Some(Count {
            is_allowed: remaining >= 0,
            remaining: u32::try_from(remaining).unwrap_or(0),
            resets_in: Duration::from_millis(resets_in.try_into().unwrap_or(0)),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_read_up_to_the_first_refusal() {
        let told = read(&[3, 1500, -1, 20], [true, false, true]);
        assert_eq!(
            told[0].map(|count| (count.is_allowed, count.remaining)),
            Some((true, 3))
        );
        assert_eq!(told[1], None);
        assert_eq!(told[2].map(|count| count.is_allowed), Some(false));
        assert_eq!(read(&[-1, 20], [true, true])[1], None);
    }
}
