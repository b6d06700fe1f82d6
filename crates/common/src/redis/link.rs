//! The connection to Redis, kept by one task for the whole process.

use std::error::Error;
use std::fmt::Display;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use deadpool_redis::redis::aio::MultiplexedConnection;
use deadpool_redis::redis::{self, RedisResult};
use deadpool_redis::{Connection, Manager, Pool, Runtime, Timeouts};
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

use super::RedisConfig;
use super::standing::Standing;

/// How long a connection may take to stand; nobody waits for it.
const CONNECT_PATIENCE: Duration = Duration::from_secs(2);

/// How often the connection is tried while nobody else does.
const PING_EVERY: Duration = Duration::from_secs(1);

/// What Redis refuses, such as for want of memory, is told no more often than this.
const TELL_EVERY: Duration = Duration::from_secs(60);

/// Why there can be no Redis at all.
#[derive(Debug, thiserror::Error)]
pub enum RedisError {
    /// The address cannot be used.
    #[error("REDIS_URL cannot be used: {0}")]
    Address(#[from] redis::RedisError),
    /// The library refuses.
    #[error("Redis cannot be used: {0}")]
    Build(#[from] deadpool_redis::BuildError),
}

/// Redis, as far as it is there; cheap to clone, and shared by threads.
#[derive(Clone)]
pub struct Redis(Arc<Inner>);

struct Inner {
    pool: Pool,
    prefix: String,
    state: watch::Sender<State>,
    refusal_told: Mutex<Option<Instant>>,
}

#[derive(Clone)]
enum State {
    /// The first try is under way.
    Unknown,
    Here(Lease),
    /// Not there, for this reason.
    Away(String),
}

/// A connection, and which one it is: trouble with an older one says nothing of a newer.
#[derive(Clone)]
struct Lease {
    number: u64,
    connection: MultiplexedConnection,
}

impl Redis {
    /// Begins to connect, and keeps at it for as long as this runtime lasts. Must be called
    /// inside one.
    ///
    /// # Errors
    /// When the settings can't be used at all; that Redis is away is none.
    pub fn start(config: &RedisConfig) -> Result<Self, RedisError> {
        let redis = Self(Arc::new(Inner {
            pool: pool(config)?,
            prefix: config.prefix.clone(),
            state: watch::Sender::new(State::Unknown),
            refusal_told: Mutex::default(),
        }));
        tokio::spawn(redis.clone().keep());
        Ok(redis)
    }

    /// The outcome of the first try, once it is there: nothing, or why it failed.
    ///
    /// # Errors
    /// The reason, in the library's words.
    pub async fn first_try(&self) -> Result<(), String> {
        match self.settled().await {
            Ok(_) => Ok(()),
            Err(reason) => Err(reason),
        }
    }

    /// Whether it is there, as far as is known: within about a second of the truth.
    #[must_use]
    pub fn is_here(&self) -> bool {
        matches!(*self.0.state.borrow(), State::Here(_))
    }

    /// Waits until it is there, or not any more.
    pub async fn until(&self, is_here: bool) {
        let mut state = self.0.state.subscribe();
        let there = |state: &State| matches!(state, State::Here(_)) == is_here;
        // It ends only with the sender, which is here.
        let _ = state.wait_for(there).await;
    }

    /// A key of ours.
    #[must_use]
    pub fn key(&self, name: impl Display) -> String {
        format!("{}{name}", self.0.prefix)
    }

    /// Asks Redis, and has its answer within `patience`; `None` when it is away, is late or
    /// refuses. Only while the very first try to connect is under way is that waited for.
    pub async fn ask<T>(
        &self,
        patience: Duration,
        question: impl AsyncFnOnce(MultiplexedConnection) -> RedisResult<T>,
    ) -> Option<T> {
        let asked = Instant::now();
        let lease = timeout(patience, self.settled()).await.ok()?.ok()?;
        let left = patience.saturating_sub(asked.elapsed());
        match timeout(left, question(lease.connection)).await {
            Ok(Ok(answer)) => Some(answer),
            Ok(Err(error)) if error.is_io_error() || error.is_unrecoverable_error() => {
                self.leave(lease.number, &error);
                None
            }
            Ok(Err(error)) => {
                self.refused(&error);
                None
            }
            Err(elapsed) => {
                self.leave(lease.number, &elapsed);
                None
            }
        }
    }

    /// The present connection, or why there is none.
    async fn settled(&self) -> Result<Lease, String> {
        // Nobody needs to be told of later changes once there is one.
        if let State::Here(lease) = &*self.0.state.borrow() {
            return Ok(lease.clone());
        }
        let mut state = self.0.state.subscribe();
        let state = state.wait_for(|state| !matches!(state, State::Unknown));
        match state.await.as_deref() {
            Ok(State::Here(lease)) => Ok(lease.clone()),
            Ok(State::Away(reason)) => Err(reason.clone()),
            Ok(State::Unknown) | Err(_) => Err("not tried yet".to_owned()),
        }
    }

    /// Connects, keeps watch, waits, and begins again.
    async fn keep(self) {
        let began = Instant::now();
        let mut standing = Standing::default();
        for number in 0.. {
            match self.connect().await {
                Ok(connection) => {
                    standing.connected(began.elapsed());
                    let lease = Lease { number, connection };
                    self.arrive(lease.clone());
                    self.keep_watch(lease).await;
                }
                Err(error) => self.leave(number, &*error),
            }
            sleep(standing.failed(began.elapsed())).await;
        }
    }

    async fn connect(&self) -> Result<MultiplexedConnection, Box<dyn Error + Send + Sync>> {
        let connection = Connection::take(self.0.pool.get().await?);
        // A server that is still loading takes connections, and nothing else.
        ping(&connection).await?;
        Ok(connection)
    }

    /// Until the connection is given up, by this ping or by somebody's question.
    async fn keep_watch(&self, lease: Lease) {
        let mut state = self.0.state.subscribe();
        loop {
            let left = state.wait_for(|state| !state.is(lease.number));
            if timeout(PING_EVERY, left).await.is_ok() {
                return;
            }
            if let Err(error) = ping(&lease.connection).await {
                self.leave(lease.number, &*error);
                return;
            }
        }
    }

    fn arrive(&self, lease: Lease) {
        if let State::Away(_) = self.0.state.send_replace(State::Here(lease)) {
            tracing::info!("Redis is back");
        }
    }

    /// Gives a connection up, unless there is a newer one; it is told once, however many find out.
    fn leave(&self, number: u64, error: &(dyn Error + 'static)) {
        let mut goes = false;
        self.0.state.send_if_modified(|state| {
            let is_newer = matches!(state, State::Here(lease) if lease.number != number);
            if !is_newer {
                goes = !matches!(state, State::Away(_));
                *state = State::Away(error.to_string());
            }
            !is_newer
        });
        if goes {
            tracing::warn!(error, "Redis is away: this process works by itself");
        }
    }

    fn refused(&self, error: &redis::RedisError) {
        let mut told = self
            .0
            .refusal_told
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if told.is_none_or(|told| told.elapsed() >= TELL_EVERY) {
            *told = Some(Instant::now());
            tracing::warn!(error = %error, "Redis refuses what it is asked");
        }
    }
}

impl State {
    fn is(&self, number: u64) -> bool {
        matches!(self, Self::Here(lease) if lease.number == number)
    }
}

fn pool(config: &RedisConfig) -> Result<Pool, RedisError> {
    if config.is_tls() {
        // Fails where it is done already.
        let _ = rustls::crypto::ring::default_provider().install_default();
    }
    let pool = Pool::builder(Manager::new(config.connection.clone())?)
        .timeouts(Timeouts {
            wait: Some(CONNECT_PATIENCE),
            create: Some(CONNECT_PATIENCE),
            recycle: Some(CONNECT_PATIENCE),
        })
        .runtime(Runtime::Tokio1)
        .build()?;
    Ok(pool)
}

async fn ping(connection: &MultiplexedConnection) -> Result<(), Box<dyn Error + Send + Sync>> {
    let mut connection = connection.clone();
    let ping = redis::cmd("PING");
    timeout(PING_EVERY, ping.exec_async(&mut connection)).await??;
    Ok(())
}
