//! The connection pool, used by [`Database::read`], [`Database::query`] and [`Database::write`].
//!
//! All of them run on actix's blocking threads, never on the event loop. Waiting for a connection is
//! asynchronous, and limited by the pool timeout.
//!
//! A write is one transaction, on SQLite an immediate one: a deferred transaction that is upgraded to a
//! write fails with "database is locked" regardless of the busy timeout. A read sees one snapshot of
//! the database.

use std::sync::Arc;
use std::time::Duration;

use actix_web::web;
use diesel::r2d2::{Pool, PooledConnection, R2D2Connection};
use kpi_common::request_id;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::connection_manager::{ConnectionManager, LogErrors, LostConnections};
use super::pooler::PoolerCheck;
use super::transaction::{Transaction, transaction};
use super::{
    DatabaseError, DatabaseKind, DatabaseUrl, DbConnection, QueryInstrumentation, TransactionError,
};

/// The state of the pool.
#[derive(Debug, Clone, Copy)]
pub struct PoolState {
    /// Open connections.
    pub open: u32,
    /// Open and not in use.
    pub idle: u32,
    /// Maximum number of connections.
    pub limit: u32,
}

/// The database, cheap to clone.
#[derive(Clone)]
pub struct Database {
    pool: Pool<ConnectionManager>,
    kind: DatabaseKind,
    lost_connections: LostConnections,
    pooler_check: Arc<PoolerCheck>,
    /// One permit per connection, so a request with a permit finds a free connection.
    connection_permits: Arc<Semaphore>,
    /// SQLite allows one writer at a time. This semaphore is fair, while SQLite's busy handler polls and
    /// may starve a writer.
    write_permits: Option<Arc<Semaphore>>,
    pool_timeout: Duration,
    instrumentation: Option<QueryInstrumentation>,
}

impl Database {
    /// Creates the pool without opening a connection, so the service also starts while the database is
    /// unreachable.
    #[must_use]
    pub fn new(url: DatabaseUrl) -> Self {
        Self::build(url, None)
    }

    /// As [`Database::new`], with instrumentation.
    #[must_use]
    pub fn instrumented(url: DatabaseUrl, instrumentation: QueryInstrumentation) -> Self {
        Self::build(url, Some(instrumentation))
    }

    fn build(url: DatabaseUrl, instrumentation: Option<QueryInstrumentation>) -> Self {
        let kind = url.kind;
        let lost_connections = LostConnections::default();
        let pooler_check = Arc::new(PoolerCheck::new(url.clone()));
        let connection_permits =
            usize::try_from(url.connection_limit).unwrap_or(Semaphore::MAX_PERMITS);
        let pool_timeout = url.pool_timeout;
        let pool = Pool::builder()
            .max_size(url.connection_limit)
            .min_idle(Some(1))
            .connection_timeout(url.pool_timeout)
            .test_on_check_out(false)
            .error_handler(Box::new(LogErrors))
            .build_unchecked(ConnectionManager {
                url,
                lost_connections: lost_connections.clone(),
                instrumentation: instrumentation.clone(),
            });
        Self {
            pool,
            kind,
            lost_connections,
            pooler_check,
            connection_permits: Arc::new(Semaphore::new(connection_permits)),
            write_permits: (kind == DatabaseKind::Sqlite).then(|| Arc::new(Semaphore::new(1))),
            pool_timeout,
            instrumentation,
        }
    }

    /// PostgreSQL or SQLite.
    #[must_use]
    pub fn kind(&self) -> DatabaseKind {
        self.kind
    }

    /// The state of the pool.
    #[must_use]
    pub fn pool_state(&self) -> PoolState {
        let state = self.pool.state();
        PoolState {
            open: state.connections,
            idle: state.idle_connections,
            limit: self.pool.max_size(),
        }
    }

    /// Runs one read-only query, without a transaction.
    ///
    /// # Errors
    /// What `work` fails with, or [`DatabaseError`] when there is no connection.
    pub async fn query<T, E>(
        &self,
        work: impl FnOnce(&mut DbConnection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: TransactionError,
    {
        self.run_blocking(work).await
    }

    /// Runs queries in a read-only transaction, which sees one snapshot of the database.
    ///
    /// # Errors
    /// What `work` fails with, or [`DatabaseError`] when there is no connection.
    pub async fn read<T, E>(
        &self,
        work: impl FnOnce(&mut DbConnection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: TransactionError,
    {
        self.run_blocking(move |conn| transaction(conn, Transaction::Read, work))
            .await
    }

    /// Runs a read-write transaction, which is rolled back when `work` fails.
    ///
    /// # Errors
    /// What `work` fails with, or [`DatabaseError`] when there is no connection.
    pub async fn write<T, E>(
        &self,
        work: impl FnOnce(&mut DbConnection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: TransactionError,
    {
        self.write_then(work, |outcome| outcome).await
    }

    /// As [`Database::write`], and runs `then` once the transaction is committed: also if nobody waits for
    /// the outcome any more.
    ///
    /// # Errors
    /// As [`Database::write`].
    pub async fn write_then<T, U, E>(
        &self,
        work: impl FnOnce(&mut DbConnection) -> Result<T, E> + Send + 'static,
        then: impl FnOnce(T) -> U + Send + 'static,
    ) -> Result<U, E>
    where
        T: Send + 'static,
        U: Send + 'static,
        E: TransactionError,
    {
        let write_permit = match &self.write_permits {
            Some(write_permits) => Some(self.acquire(write_permits).await?),
            None => None,
        };
        self.run_blocking(move |conn| {
            let _write_permit = write_permit;
            transaction(conn, Transaction::Write, work).map(then)
        })
        .await
    }

    /// Checks out a working connection. Blocks the thread; requests use [`Database::read`] and
    /// [`Database::write`].
    ///
    /// # Errors
    /// [`DatabaseError::Pool`] with the cause after the pool timeout, [`DatabaseError::Pooler`] when an
    /// undeclared pooler was detected.
    pub fn connection(&self) -> Result<PooledConnection<ConnectionManager>, DatabaseError> {
        self.pooler_check.ensure_none()?;
        loop {
            let mut pooled = self
                .pool
                .get()
                .map_err(|error| connection_timed_out(&error))?;
            let lost_connections = self.lost_connections.count();
            if pooled.lost_connections == lost_connections || pooled.conn.ping().is_ok() {
                pooled.lost_connections = lost_connections;
                self.pooler_check.check(&mut pooled.conn)?;
                return Ok(pooled);
            }
            pooled.lost = true;
        }
    }

    /// Acquires a permit within the pool timeout.
    async fn acquire(
        &self,
        semaphore: &Arc<Semaphore>,
    ) -> Result<OwnedSemaphorePermit, DatabaseError> {
        tokio::time::timeout(self.pool_timeout, Arc::clone(semaphore).acquire_owned())
            .await
            .map_err(|_elapsed| pool_exhausted())?
            .map_err(|_closed| DatabaseError::Canceled)
    }

    async fn run_blocking<T, E>(
        &self,
        work: impl FnOnce(&mut DbConnection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: TransactionError,
    {
        let waiting = self
            .instrumentation
            .as_ref()
            .map(QueryInstrumentation::start_waiting);
        let permit = self.acquire(&self.connection_permits).await?;
        let database = self.clone();
        // Log lines of the blocking task carry the request id too.
        web::block(request_id::propagate(move || {
            let mut pooled = database.connection()?;
            drop(waiting);
            let result = work(&mut pooled.conn);
            if let Some(error) = result.as_ref().err().and_then(E::database_error) {
                if matches!(error, DatabaseError::Pooler) {
                    database.pooler_check.report();
                }
                if pooled.conn.ping().is_err() {
                    pooled.lost = true;
                    database.lost_connections.add_one();
                }
            }
            drop((pooled, permit));
            result
        }))
        .await
        .map_err(|_canceled| DatabaseError::Canceled)?
    }
}

/// No connection could be opened in time.
fn connection_timed_out(error: &dyn std::error::Error) -> DatabaseError {
    tracing::error!(error = %error, "Connection timeout");
    DatabaseError::Pool(error.to_string())
}

fn pool_exhausted() -> DatabaseError {
    tracing::error!("Connection pool exhausted");
    DatabaseError::Pool("every connection is in use".to_owned())
}
