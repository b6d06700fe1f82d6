//! Answers in Redis, one for each user and question: the stamp stands before the body, so that a
//! newer one takes the place of an older one.

use std::time::Duration;

use actix_web::web::Bytes;
use kpi_common::redis::client::AsyncCommands;
use kpi_common::redis::{Connection, Redis};

use super::{Key, LIFETIME};

/// How long an answer is looked for. Making it anew takes no longer.
const PATIENCE: Duration = Duration::from_millis(100);

/// Between stamp and body.
const END_OF_STAMP: u8 = b'\n';

/// The answers of all instances.
pub(super) struct RedisStore(Redis);

impl RedisStore {
    pub(super) fn new(redis: Redis) -> Self {
        Self(redis)
    }

    /// The answer, if there is one with this stamp.
    pub(super) async fn get(&self, key: &Key) -> Option<Bytes> {
        let name = self.name(key);
        let question =
            async |connection: &mut Connection| connection.get::<_, Option<Vec<u8>>>(&name).await;
        let stored = Bytes::from(self.0.execute(PATIENCE, question).await??);
        let end = stored.iter().position(|byte| *byte == END_OF_STAMP)?;
        (stored[..end] == *key.stamp.to_string().as_bytes()).then(|| stored.slice(end + 1..))
    }

    /// Keeps an answer. Nobody waits for that.
    pub(super) fn put(&self, key: &Key, body: &Bytes) {
        let (redis, name) = (self.0.clone(), self.name(key));
        let mut stored = key.stamp.to_string().into_bytes();
        stored.push(END_OF_STAMP);
        stored.extend_from_slice(body);
        actix_web::rt::spawn(async move {
            let question = async |connection: &mut Connection| {
                let (stored, seconds) = (stored.as_slice(), LIFETIME.as_secs());
                connection.set_ex::<_, _, ()>(&name, stored, seconds).await
            };
            redis.execute(PATIENCE, question).await
        });
    }

    fn name(&self, Key { user, path, .. }: &Key) -> String {
        self.0.key(format_args!("cache:{user}:{path}"))
    }
}
