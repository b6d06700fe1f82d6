//! The connection pool, and the task that monitors whether Redis is available.

use std::error::Error;
use std::fmt::Display;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use deadpool_redis::redis::aio::{MultiplexedConnection, PubSub};
use deadpool_redis::redis::{self, AsyncConnectionConfig, Client, RedisResult};
use deadpool_redis::{Connection, Manager, Pool, PoolError, Runtime, Timeouts};
use tokio::sync::{Notify, watch};
use tokio::time::{sleep, timeout, timeout_at};

use super::RedisConfig;
use super::backoff::ReconnectBackoff;

const MAX_CONNECTIONS: usize = 8;

/// The timeout for a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);

/// The interval of pings while nothing fails, and the timeout of a ping.
const PING_INTERVAL: Duration = Duration::from_secs(1);

/// Error replies, such as out of memory, are logged at most this often.
const ERROR_LOG_INTERVAL: Duration = Duration::from_secs(60);

/// Why Redis cannot be used at all.
#[derive(Debug, thiserror::Error)]
pub enum RedisError {
    /// The URL cannot be used.
    #[error("REDIS_URL cannot be used: {0}")]
    Address(#[from] redis::RedisError),
    /// The pool cannot be built.
    #[error("Redis cannot be used: {0}")]
    Build(#[from] deadpool_redis::BuildError),
}

/// A handle to Redis; cheap to clone, and shared by threads.
#[derive(Clone)]
pub struct Redis(Arc<Inner>);

struct Inner {
    client: Client,
    pool: Pool,
    prefix: String,
    state: watch::Sender<State>,
    /// Notified when a command has failed, to ping at once.
    ping_now: Notify,
    error_logged: Mutex<Option<Instant>>,
}

/// `None` during the first attempt to connect; then whether Redis is available, or why not.
type State = Option<Result<(), String>>;

impl Redis {
    /// Connects in the background, and reconnects for as long as this runtime runs. Must be called
    /// inside one.
    ///
    /// # Errors
    /// When the settings cannot be used. An unavailable Redis is not an error here.
    pub fn start(config: &RedisConfig) -> Result<Self, RedisError> {
        if config.is_tls() {
            // Fails if a provider is installed already.
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
            ping_now: Notify::new(),
            error_logged: Mutex::default(),
        }));
        tokio::spawn(redis.clone().monitor());
        Ok(redis)
    }

    /// Waits for the first attempt to connect.
    ///
    /// # Errors
    /// The library's message.
    pub async fn initial_connect(&self) -> Result<(), String> {
        let mut state = self.0.state.subscribe();
        let state = state.wait_for(Option::is_some).await;
        // The sender lives as long as `self`.
        state.ok().and_then(|state| state.clone()).unwrap_or(Ok(()))
    }

    /// Whether Redis is available, as of the last two seconds or so.
    #[must_use]
    pub fn is_available(&self) -> bool {
        is_available(&self.0.state.borrow())
    }

    /// Waits until Redis is available, or unavailable.
    pub async fn wait_until(&self, is_available: bool) {
        let mut state = self.0.state.subscribe();
        // The sender lives as long as `self`.
        let _ = state
            .wait_for(|state| self::is_available(state) == is_available)
            .await;
    }

    /// A key with the prefix.
    #[must_use]
    pub fn key(&self, name: impl Display) -> String {
        format!("{}{name}", self.0.prefix)
    }

    /// Runs a command; `None` if Redis is unavailable, replies with an error, or does not reply
    /// within `timeout`. Waits for a connection only during the first attempt to connect.
    pub async fn execute<T>(
        &self,
        timeout: Duration,
        command: impl AsyncFnOnce(&mut Connection) -> RedisResult<T>,
    ) -> Option<T> {
        let deadline = tokio::time::Instant::now() + timeout;
        let mut connection = timeout_at(deadline, self.connection()).await.ok()??;
        match timeout_at(deadline, command(&mut connection)).await {
            Ok(Ok(reply)) => return Some(reply),
            Ok(Err(error)) if !error.is_io_error() && !error.is_unrecoverable_error() => {
                self.log_error(&error);
                return None;
            }
            Ok(Err(_)) | Err(_) => self.0.ping_now.notify_one(),
        }
        // A late reply must not be read by the next command, so the connection is discarded.
        drop(Connection::take(connection));
        None
    }

    /// A connection of its own that is subscribed to a channel, made within `timeout`.
    ///
    /// # Errors
    /// When Redis can't be reached, or refuses.
    pub async fn subscribe(&self, channel: &str, timeout: Duration) -> RedisResult<PubSub> {
        let subscribe = async {
            let mut connection = self.0.client.get_async_pubsub().await?;
            connection.subscribe(channel).await?;
            Ok(connection)
        };
        tokio::time::timeout(timeout, subscribe)
            .await
            .map_err(|_elapsed| io::Error::from(io::ErrorKind::TimedOut))?
    }

    /// A connection of the pool, if Redis is available.
    async fn connection(&self) -> Option<Connection> {
        if !self.is_available() {
            self.initial_connect().await.ok()?;
        }
        // Spawned: if the caller times out, the connection is still made, and pooled for the next.
        let pool = self.0.pool.clone();
        let outcome = tokio::spawn(async move { pool.get().await }).await.ok()?;
        if matches!(outcome, Err(PoolError::Backend(_))) {
            self.0.ping_now.notify_one();
        }
        outcome.ok()
    }

    /// Connects, pings until a ping fails, waits, and reconnects.
    async fn monitor(self) {
        let started = Instant::now();
        let mut backoff = ReconnectBackoff::default();
        loop {
            let error = match self.connect().await {
                Ok(connection) => {
                    backoff.connected(started.elapsed());
                    if let Some(Err(_)) = self.0.state.send_replace(Some(Ok(()))) {
                        tracing::info!("Redis is available again");
                    }
                    self.ping_until_it_fails(connection).await
                }
                Err(error) => error,
            };
            let unavailable = Some(Err(error.to_string()));
            if !matches!(self.0.state.send_replace(unavailable), Some(Err(_))) {
                tracing::warn!(error, "Redis is unavailable: this process works without it");
            }
            // Pooled connections are as broken as the monitored one.
            self.0.pool.retain(|_, _| false);
            sleep(backoff.failed(started.elapsed())).await;
        }
    }

    /// The monitor's own connection, not one of the pool.
    async fn connect(&self) -> Result<MultiplexedConnection, Box<dyn Error + Send + Sync>> {
        let config = connection_config();
        let connecting = self
            .0
            .client
            .get_multiplexed_async_connection_with_config(&config);
        let mut connection = timeout(CONNECT_TIMEOUT, connecting).await??;
        // A server that is still loading accepts connections, but no commands.
        ping(&mut connection).await?;
        Ok(connection)
    }

    async fn ping_until_it_fails(
        &self,
        mut connection: MultiplexedConnection,
    ) -> Box<dyn Error + Send + Sync> {
        loop {
            // Ping at the interval, or when notified.
            let _ = timeout(PING_INTERVAL, self.0.ping_now.notified()).await;
            if let Err(error) = ping(&mut connection).await {
                return error;
            }
        }
    }

    fn log_error(&self, error: &redis::RedisError) {
        let logged = self.0.error_logged.lock();
        let mut logged = logged.unwrap_or_else(PoisonError::into_inner);
        if logged.is_none_or(|logged| logged.elapsed() >= ERROR_LOG_INTERVAL) {
            *logged = Some(Instant::now());
            tracing::warn!(error = %error, "Redis replied with an error");
        }
    }
}

fn is_available(state: &State) -> bool {
    matches!(state, Some(Ok(())))
}

/// Without the library's timeouts: `execute` and the monitor have their own.
fn connection_config() -> AsyncConnectionConfig {
    AsyncConnectionConfig::new()
        .set_connection_timeout(None)
        .set_response_timeout(None)
}

async fn ping(connection: &mut MultiplexedConnection) -> Result<(), Box<dyn Error + Send + Sync>> {
    timeout(PING_INTERVAL, redis::cmd("PING").exec_async(connection)).await??;
    Ok(())
}
