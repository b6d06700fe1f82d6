//! The pool of connections, and the task that watches whether Redis is there.

use std::error::Error;
use std::fmt::Display;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use deadpool_redis::redis::aio::MultiplexedConnection;
use deadpool_redis::redis::{self, AsyncConnectionConfig, Client, RedisResult};
use deadpool_redis::{Connection, Manager, Pool, PoolError, Runtime, Timeouts};
use tokio::sync::{Notify, watch};
use tokio::time::{sleep, timeout, timeout_at};

use super::RedisConfig;
use super::backoff::ReconnectBackoff;

const MAX_CONNECTIONS: usize = 8;

/// How long a connection may take to stand.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);

/// How often Redis is pinged while nothing gives reason to doubt it, and how long it may take to
/// reply.
const PING_INTERVAL: Duration = Duration::from_secs(1);

/// What Redis refuses, such as for want of memory, is logged no more often than this.
const REFUSAL_LOG_INTERVAL: Duration = Duration::from_secs(60);

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
    client: Client,
    pool: Pool,
    prefix: String,
    state: watch::Sender<State>,
    /// There is reason to ping at once.
    doubt: Notify,
    refusal_logged: Mutex<Option<Instant>>,
}

/// Nothing while the first try is under way; then whether Redis is there, or why it is not.
type State = Option<Result<(), String>>;

impl Redis {
    /// Begins to connect, and keeps at it for as long as this runtime lasts. Must be called
    /// inside one.
    ///
    /// # Errors
    /// When the settings can't be used at all; that Redis is away is none.
    pub fn start(config: &RedisConfig) -> Result<Self, RedisError> {
        if config.is_tls() {
            // Fails where it is done already.
            let _ = rustls::crypto::ring::default_provider().install_default();
        }
        let manager = Manager::new_with_config(config.connection.clone(), connection_config())?;
        let pool = Pool::builder(manager)
            .max_size(MAX_CONNECTIONS)
            .timeouts(Timeouts {
                wait: Some(CONNECT_TIMEOUT),
                create: Some(CONNECT_TIMEOUT),
                recycle: Some(CONNECT_TIMEOUT),
            })
            .runtime(Runtime::Tokio1)
            .build()?;
        let redis = Self(Arc::new(Inner {
            client: Client::open(config.connection.clone())?,
            pool,
            prefix: config.prefix.clone(),
            state: watch::Sender::new(None),
            doubt: Notify::new(),
            refusal_logged: Mutex::default(),
        }));
        tokio::spawn(redis.clone().keep_watch());
        Ok(redis)
    }

    /// The outcome of the first try, once it is there: nothing, or why it failed.
    ///
    /// # Errors
    /// The reason, in the library's words.
    pub async fn first_try(&self) -> Result<(), String> {
        let mut state = self.0.state.subscribe();
        let state = state.wait_for(Option::is_some).await;
        // It ends only with the sender, which is here.
        state.ok().and_then(|state| state.clone()).unwrap_or(Ok(()))
    }

    /// Whether it is there, as far as is known: within about two seconds of the truth.
    #[must_use]
    pub fn is_here(&self) -> bool {
        is_here(&self.0.state.borrow())
    }

    /// Waits until it is there, or not any more.
    pub async fn until(&self, is_here: bool) {
        let mut state = self.0.state.subscribe();
        // It ends only with the sender, which is here.
        let _ = state
            .wait_for(|state| self::is_here(state) == is_here)
            .await;
    }

    /// A key of ours.
    #[must_use]
    pub fn key(&self, name: impl Display) -> String {
        format!("{}{name}", self.0.prefix)
    }

    /// Asks Redis, and has its reply within `patience`; `None` when it is away, is late or
    /// refuses. Only while the very first try to connect is under way is that waited for.
    pub async fn ask<T>(
        &self,
        patience: Duration,
        question: impl AsyncFnOnce(&mut Connection) -> RedisResult<T>,
    ) -> Option<T> {
        let deadline = tokio::time::Instant::now() + patience;
        let mut connection = timeout_at(deadline, self.connection()).await.ok()??;
        match timeout_at(deadline, question(&mut connection)).await {
            Ok(Ok(reply)) => return Some(reply),
            Ok(Err(error)) if !error.is_io_error() && !error.is_unrecoverable_error() => {
                self.log_refusal(&error);
                return None;
            }
            Ok(Err(_)) | Err(_) => self.0.doubt.notify_one(),
        }
        // A reply may still come: nobody else may meet it.
        drop(Connection::take(connection));
        None
    }

    /// A connection of the pool, unless Redis is away.
    async fn connection(&self) -> Option<Connection> {
        if !self.is_here() {
            self.first_try().await.ok()?;
        }
        // Whoever asks may give up: a connection that takes longer is there for the next one.
        let pool = self.0.pool.clone();
        let outcome = tokio::spawn(async move { pool.get().await }).await.ok()?;
        if matches!(outcome, Err(PoolError::Backend(_))) {
            self.0.doubt.notify_one();
        }
        outcome.ok()
    }

    /// Connects, pings until that fails, waits, and begins again.
    async fn keep_watch(self) {
        let began = Instant::now();
        let mut backoff = ReconnectBackoff::default();
        loop {
            let error = match self.connect().await {
                Ok(connection) => {
                    backoff.connected(began.elapsed());
                    if let Some(Err(_)) = self.0.state.send_replace(Some(Ok(()))) {
                        tracing::info!("Redis is back");
                    }
                    self.ping_until_it_fails(connection).await
                }
                Err(error) => error,
            };
            let away = Some(Err(error.to_string()));
            if !matches!(self.0.state.send_replace(away), Some(Err(_))) {
                tracing::warn!(error, "Redis is away: this process works by itself");
            }
            // They are as broken as the one that was pinged.
            self.0.pool.retain(|_, _| false);
            sleep(backoff.failed(began.elapsed())).await;
        }
    }

    /// A connection of the watch's own: it never waits for one of the pool.
    async fn connect(&self) -> Result<MultiplexedConnection, Box<dyn Error + Send + Sync>> {
        let config = connection_config();
        let connecting = self
            .0
            .client
            .get_multiplexed_async_connection_with_config(&config);
        let mut connection = timeout(CONNECT_TIMEOUT, connecting).await??;
        // A server that is still loading takes connections, and nothing else.
        ping(&mut connection).await?;
        Ok(connection)
    }

    async fn ping_until_it_fails(
        &self,
        mut connection: MultiplexedConnection,
    ) -> Box<dyn Error + Send + Sync> {
        loop {
            // Either is a reason to ping.
            let _ = timeout(PING_INTERVAL, self.0.doubt.notified()).await;
            if let Err(error) = ping(&mut connection).await {
                return error;
            }
        }
    }

    fn log_refusal(&self, error: &redis::RedisError) {
        let logged = self.0.refusal_logged.lock();
        let mut logged = logged.unwrap_or_else(PoisonError::into_inner);
        if logged.is_none_or(|logged| logged.elapsed() >= REFUSAL_LOG_INTERVAL) {
            *logged = Some(Instant::now());
            tracing::warn!(error = %error, "Redis refuses what it is asked");
        }
    }
}

fn is_here(state: &State) -> bool {
    matches!(state, Some(Ok(())))
}

/// Without the library's timeouts: whoever asks has one.
fn connection_config() -> AsyncConnectionConfig {
    AsyncConnectionConfig::new()
        .set_connection_timeout(None)
        .set_response_timeout(None)
}

async fn ping(connection: &mut MultiplexedConnection) -> Result<(), Box<dyn Error + Send + Sync>> {
    timeout(PING_INTERVAL, redis::cmd("PING").exec_async(connection)).await??;
    Ok(())
}
