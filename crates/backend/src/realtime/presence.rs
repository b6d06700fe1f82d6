//! [`Presence`]: who is online, in this process and, with Redis, in the others.
//!
//! In Redis each person has a sorted set of the processes that hold a socket of theirs, by the time of their
//! last heartbeat. A process that ended without a word is left out soon.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::TimeDelta;
use kpi_common::redis::client::{FromRedisValue, Pipeline, pipe};
use kpi_common::redis::{Connection, Redis};
use uuid::Uuid;

use crate::domain::{Clock, UserId};

/// A process whose last heartbeat is older has ended.
const VALID_FOR: TimeDelta = TimeDelta::seconds(45);
/// For how many seconds Redis keeps the set of a person after the last heartbeat.
const EXPIRES_AFTER: i64 = 60;
/// The timeout of a command.
const TIMEOUT: Duration = Duration::from_secs(1);

/// Who is online.
pub struct Presence {
    /// The people with a socket of this process, or who had one until some seconds ago.
    here: Mutex<HashSet<UserId>>,
    elsewhere: Option<Elsewhere>,
}

/// The processes of each person, in Redis.
struct Elsewhere {
    redis: Redis,
    clock: Clock,
    /// This process.
    process: Uuid,
}

impl Presence {
    /// Nobody is online.
    #[must_use]
    pub fn new(redis: Option<Redis>, clock: Clock) -> Self {
        let elsewhere = redis.map(|redis| Elsewhere {
            redis,
            clock,
            process: Uuid::new_v4(),
        });
        Self {
            here: Mutex::default(),
            elsewhere,
        }
    }

    fn here(&self) -> MutexGuard<'_, HashSet<UserId>> {
        self.here.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the person is online here.
    #[must_use]
    pub fn is_here(&self, user: UserId) -> bool {
        self.here().contains(&user)
    }

    /// These people are online here; those who were not online anywhere before.
    pub async fn add(&self, users: &[UserId]) -> Vec<UserId> {
        let new: Vec<UserId> = {
            let mut here = self.here();
            let users = users.iter().copied();
            users.filter(|user| here.insert(*user)).collect()
        };
        match &self.elsewhere {
            Some(elsewhere) => {
                let known = elsewhere.known(&new).await;
                elsewhere.add(&new).await;
                without(&new, &known)
            }
            None => new,
        }
    }

    /// These people are not online here any more; those who are not online anywhere.
    pub async fn remove(&self, users: &[UserId]) -> Vec<UserId> {
        self.here().retain(|user| !users.contains(user));
        match &self.elsewhere {
            Some(elsewhere) => {
                elsewhere.remove(users).await;
                without(users, &elsewhere.known(users).await)
            }
            None => users.to_vec(),
        }
    }

    /// The heartbeat of this process.
    pub async fn refresh(&self) {
        if let Some(elsewhere) = &self.elsewhere {
            let users: Vec<UserId> = self.here().iter().copied().collect();
            elsewhere.add(&users).await;
        }
    }

    /// Those of the people who are online.
    pub async fn online(&self, of: Vec<UserId>) -> Vec<UserId> {
        let (mut online, others): (Vec<UserId>, Vec<UserId>) = {
            let here = self.here();
            of.into_iter().partition(|user| here.contains(user))
        };
        if let Some(elsewhere) = &self.elsewhere {
            online.extend(elsewhere.known(&others).await);
        }
        online
    }
}

impl Elsewhere {
    /// People are online here at this time.
    async fn add(&self, users: &[UserId]) {
        let now = self.clock.now().timestamp_millis();
        let mut commands = pipe();
        for user in users {
            let key = self.key(*user);
            commands
                .zadd(&key, self.process.as_bytes(), now)
                .ignore()
                .expire(&key, EXPIRES_AFTER)
                .ignore();
        }
        self.execute::<()>(commands).await;
    }

    /// People are not online here any more.
    async fn remove(&self, users: &[UserId]) {
        let mut commands = pipe();
        for user in users {
            commands
                .zrem(self.key(*user), self.process.as_bytes())
                .ignore();
        }
        self.execute::<()>(commands).await;
    }

    /// Those of the people who are online in any process; nobody while Redis is away.
    async fn known(&self, users: &[UserId]) -> HashSet<UserId> {
        let valid_since = (self.clock.now() - VALID_FOR).timestamp_millis();
        let mut commands = pipe();
        for user in users {
            commands.zcount(self.key(*user), valid_since, "+inf");
        }
        let counts: Vec<u64> = self.execute(commands).await.unwrap_or_default();
        let known = users.iter().zip(counts).filter(|(_, count)| *count > 0);
        known.map(|(user, _)| *user).collect()
    }

    fn key(&self, user: UserId) -> String {
        self.redis.key(format!("presence:{user}"))
    }

    async fn execute<T: FromRedisValue>(&self, commands: Pipeline) -> Option<T> {
        if commands.is_empty() {
            return None;
        }
        let execute = async |connection: &mut Connection| commands.query_async(connection).await;
        self.redis.execute(TIMEOUT, execute).await
    }
}

fn without(users: &[UserId], others: &HashSet<UserId>) -> Vec<UserId> {
    let users = users.iter().copied();
    users.filter(|user| !others.contains(user)).collect()
}
