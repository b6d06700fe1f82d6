//! Responses in Redis, one entry per user and path. The version precedes the body, so a newer version
//! replaces an older one.

use std::time::Duration;

use actix_web::web::Bytes;
use kpi_common::redis::client::AsyncCommands;
use kpi_common::redis::{Connection, Redis};

use super::{CacheKey, TTL};

/// Timeout of a command. Computing the response takes no longer.
const TIMEOUT: Duration = Duration::from_millis(100);

/// Separates the version from the body.
const VERSION_SEPARATOR: u8 = b'\n';

/// The shared cache in Redis.
pub(super) struct RedisStore(Redis);

impl RedisStore {
    pub(super) fn new(redis: Redis) -> Self {
        Self(redis)
    }

    /// The response, if there is one of this version.
    pub(super) async fn get(&self, key: &CacheKey) -> Option<Bytes> {
        let name = self.key_of(key);
        let command =
            async |connection: &mut Connection| connection.get::<_, Option<Vec<u8>>>(&name).await;
        let stored = Bytes::from(self.0.execute(TIMEOUT, command).await??);
        let end = stored.iter().position(|byte| *byte == VERSION_SEPARATOR)?;
        (stored[..end] == *key.version.to_string().as_bytes()).then(|| stored.slice(end + 1..))
    }

    /// Stores a response in the background.
    pub(super) fn put(&self, key: &CacheKey, body: &Bytes) {
        let (redis, name) = (self.0.clone(), self.key_of(key));
        let mut stored = key.version.to_string().into_bytes();
        stored.push(VERSION_SEPARATOR);
        stored.extend_from_slice(body);
        actix_web::rt::spawn(async move {
            let command = async |connection: &mut Connection| {
                let (stored, seconds) = (stored.as_slice(), TTL.as_secs());
                connection.set_ex::<_, _, ()>(&name, stored, seconds).await
            };
            redis.execute(TIMEOUT, command).await
        });
    }

    fn key_of(&self, CacheKey { user, path, .. }: &CacheKey) -> String {
        self.0.key(format_args!("cache:{user}:{path}"))
    }
}
