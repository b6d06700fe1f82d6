//! Counting together with other processes, in Redis.
//!
//! One call of one script counts a request by all its rules, so that no two processes can both
//! take the last of a window. Redis is never waited for long: it answers within its patience, or
//! it counts as away for a while, and the caller counts by itself. It is then tried again in the
//! background, and no request waits for that.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::{Duration, Instant};

use deadpool_redis::redis::aio::MultiplexedConnection;
use deadpool_redis::redis::{ConnectionInfo, IntoConnectionInfo, RedisError, Script, ToRedisArgs};
use deadpool_redis::{Connection, Manager, Pool, Runtime, Timeouts};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Notify;
use tokio::time::timeout;

use super::{Count, Rule};
use crate::config::Settings;

/// How long a request waits for Redis.
const PATIENCE: Duration = Duration::from_millis(50);

/// How long a connection may take to stand, while nobody waits for it.
const CONNECT_PATIENCE: Duration = Duration::from_secs(2);

/// How long Redis is left alone after it failed.
const REST: Duration = Duration::from_secs(1);

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

/// Where Redis is (`REDIS_URL`, `REDIS_USERNAME`, `REDIS_PASSWORD`, `REDIS_DB`).
#[derive(Debug, Clone)]
pub struct RedisConfig(SecretString, Overrides);

#[derive(Debug, Clone, Default)]
struct Overrides {
    username: Option<String>,
    password: Option<SecretString>,
    db: Option<i64>,
}

impl RedisConfig {
    /// Reads the settings; without `REDIS_URL` there is no Redis.
    pub fn read(settings: &mut Settings) -> Option<Self> {
        let overrides = Overrides {
            username: settings.text("REDIS_USERNAME"),
            password: settings.secret("REDIS_PASSWORD"),
            db: settings.parse_optional("REDIS_DB", "the number of a database, such as 0"),
        };
        let url = settings.secret("REDIS_URL")?;
        let config = Self(url, overrides);
        if config.connection().is_err() {
            // The address may hold a password, so it is not repeated.
            settings.problem(
                "REDIS_URL",
                "is no address of the form redis://host:6379 or rediss://user:password@host:6380/0",
            );
            return None;
        }
        Some(config)
    }

    fn connection(&self) -> Result<ConnectionInfo, RedisError> {
        let Self(url, overrides) = self;
        let info = url.expose_secret().trim().into_connection_info()?;
        let mut redis = info.redis_settings().clone();
        if let Some(username) = &overrides.username {
            redis = redis.set_username(username);
        }
        if let Some(password) = &overrides.password {
            redis = redis.set_password(password.expose_secret());
        }
        if let Some(db) = overrides.db {
            redis = redis.set_db(db);
        }
        Ok(info.set_redis_settings(redis))
    }
}

/// Why there can be no shared count at all.
#[derive(Debug, thiserror::Error)]
pub enum SharedError {
    /// The address cannot be used.
    #[error("REDIS_URL cannot be used: {0}")]
    Address(#[from] RedisError),
    /// The library refuses.
    #[error("Redis cannot be used: {0}")]
    Build(#[from] deadpool_redis::BuildError),
}

/// Where connections to Redis come from; shared by threads.
#[derive(Clone)]
pub struct Redis(Pool);

impl Redis {
    /// By these settings. Redis need not be there yet.
    pub fn new(config: &RedisConfig) -> Result<Self, SharedError> {
        let pool = Pool::builder(Manager::new(config.connection()?)?)
            .timeouts(Timeouts {
                wait: Some(CONNECT_PATIENCE),
                create: Some(CONNECT_PATIENCE),
                recycle: Some(CONNECT_PATIENCE),
            })
            .runtime(Runtime::Tokio1)
            .build()?;
        Ok(Self(pool))
    }
}

/// Counts in Redis. It belongs to one thread, which has one connection; requests share it.
#[derive(Clone)]
pub struct Shared(Rc<Inner>);

struct Inner {
    pool: Pool,
    script: Script,
    connection: RefCell<Option<MultiplexedConnection>>,
    /// Since the last failure; nobody waits for a connection meanwhile.
    is_away: Cell<bool>,
    is_connecting: Cell<bool>,
    connected: Notify,
    rests_until: Cell<Instant>,
}

impl Shared {
    /// Counts in this Redis.
    #[must_use]
    pub fn new(redis: &Redis) -> Self {
        Self(Rc::new(Inner {
            pool: redis.0.clone(),
            script: Script::new(SCRIPT),
            connection: RefCell::new(None),
            is_away: Cell::new(false),
            is_connecting: Cell::new(false),
            connected: Notify::new(),
            rests_until: Cell::new(Instant::now()),
        }))
    }

    /// Counts a request by several rules in their order, up to the first that refuses it. `None`
    /// means that Redis is away, and that the caller has to count by itself.
    ///
    /// `owner` names whom each rule counts for; in a Redis cluster all of them must be the same.
    pub async fn count<const N: usize>(
        &self,
        asks: [Option<(&Rule, &str)>; N],
    ) -> Option<[Option<Count>; N]> {
        let mut connection = self.connection().await?;
        let mut call = self.0.script.prepare_invoke();
        for (rule, owner) in asks.iter().flatten() {
            call.key(Key(rule.name, owner));
            call.arg(rule.limit.get()).arg(rule.window_millis());
        }
        let answer = timeout(PATIENCE, call.invoke_async::<Vec<i64>>(&mut connection));
        match answer.await {
            Ok(Ok(counts)) => Some(read(&counts, asks.map(|ask| ask.is_some()))),
            Ok(Err(error)) => {
                self.failed(&error);
                None
            }
            Err(elapsed) => {
                self.failed(&elapsed);
                None
            }
        }
    }

    /// The connection, if there is one or comes soon enough.
    async fn connection(&self) -> Option<MultiplexedConnection> {
        if let Some(connection) = self.current() {
            return Some(connection);
        }
        if self.0.rests_until.get() > Instant::now() {
            return None;
        }
        let connected = self.0.connected.notified();
        if !self.0.is_connecting.replace(true) {
            let shared = self.clone();
            tokio::task::spawn_local(async move { shared.connect().await });
        }
        if self.0.is_away.get() {
            return None;
        }
        // Only at the very beginning: what is counted elsewhere would be missed here.
        timeout(PATIENCE, connected).await.ok()?;
        self.current()
    }

    fn current(&self) -> Option<MultiplexedConnection> {
        self.0.connection.borrow().clone()
    }

    async fn connect(&self) {
        match self.0.pool.get().await {
            Ok(connection) => {
                if self.0.is_away.replace(false) {
                    tracing::info!("Redis is back: requests are counted together again");
                }
                *self.0.connection.borrow_mut() = Some(Connection::take(connection));
            }
            Err(error) => self.failed(&error),
        }
        self.0.is_connecting.set(false);
        self.0.connected.notify_waiters();
    }

    fn failed(&self, error: &(dyn std::error::Error + 'static)) {
        self.0.connection.borrow_mut().take();
        self.0.rests_until.set(Instant::now() + REST);
        if !self.0.is_away.replace(true) {
            tracing::warn!(
                error,
                "Redis is away: requests are counted in this process alone"
            );
        }
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

/// `kpi:limit:{owner}:rule`; the braces keep an owner's keys in one slot of a cluster.
struct Key<'a>(&'a str, &'a str);

impl ToRedisArgs for Key<'_> {
    fn write_redis_args<W>(&self, out: &mut W)
    where
        W: ?Sized + deadpool_redis::redis::RedisWrite,
    {
        out.write_arg_fmt(format_args!("kpi:limit:{{{}}}:{}", self.1, self.0));
    }
}

impl deadpool_redis::redis::ToSingleRedisArg for Key<'_> {}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(pairs: &[(&str, &str)]) -> (Option<RedisConfig>, bool) {
        let mut settings = Settings::from_pairs(pairs.iter().copied());
        let config = RedisConfig::read(&mut settings);
        (config, settings.finish().is_ok())
    }

    #[test]
    fn the_single_settings_complete_the_address() {
        let (config, is_fine) = config(&[
            ("REDIS_URL", "redis://cache:6380/1"),
            ("REDIS_USERNAME", "kpi"),
            ("REDIS_PASSWORD", "p@ss:word"),
            ("REDIS_DB", "3"),
        ]);
        assert!(is_fine);
        let info = config.unwrap().connection().unwrap();
        let redis = info.redis_settings();
        assert_eq!(redis.username(), Some("kpi"));
        assert_eq!(redis.password(), Some("p@ss:word"));
        assert_eq!(redis.db(), 3);
    }

    #[test]
    fn tls_is_understood_and_nonsense_told_without_its_secrets() {
        assert!(config(&[("REDIS_URL", "rediss://cache.example.com:6380")]).1);
        assert!(config(&[]).0.is_none());
        let mut settings = Settings::from_pairs([("REDIS_URL", "http://user:hunter2@cache")]);
        assert!(RedisConfig::read(&mut settings).is_none());
        let problems = settings.finish().unwrap_err().to_string();
        assert!(problems.starts_with("REDIS_URL: "), "{problems}");
        assert!(!problems.contains("hunter2"), "{problems}");
    }

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
