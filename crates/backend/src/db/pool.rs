//! The pool, and the ways to use it: [`Database::read`], [`Database::query`] and
//! [`Database::write`].
//!
//! All run on actix's blocking threads and never on the event loop. Whoever waits for a
//! connection waits without a thread, and no longer than the pool's timeout.
//!
//! A write is one transaction, and on SQLite an immediate one: a deferred one that turns into a
//! write fails with "database is locked" whatever the busy timeout. A read sees one state of the
//! database throughout.

use std::sync::Arc;
use std::time::Duration;

use actix_web::web;
use diesel::r2d2::{Pool, PooledConnection, R2D2Connection};
use kpi_common::request_id;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::connector::{Connector, LogErrors, Losses};
use super::pooler::Sessions;
use super::transaction::{Transaction, transaction};
use super::{DatabaseError, DatabaseKind, DatabaseUrl, DbConnection, Watch, WorkError};

/// How busy the pool is.
#[derive(Debug, Clone, Copy)]
pub struct PoolState {
    /// Open connections.
    pub open: u32,
    /// Open and not in use.
    pub idle: u32,
    /// Most that may be open.
    pub limit: u32,
}

/// The database, cheap to clone.
#[derive(Clone)]
pub struct Database {
    pool: Pool<Connector>,
    kind: DatabaseKind,
    losses: Losses,
    sessions: Arc<Sessions>,
    /// One for each connection: who has one finds a connection free.
    places: Arc<Semaphore>,
    /// SQLite has one writer at a time. Here they wait in the order in which they came; for its own
    /// lock they would try again and again, and the unlucky one would come last.
    writer: Option<Arc<Semaphore>>,
    patience: Duration,
    watch: Option<Watch>,
}

impl Database {
    /// Makes the pool. Opens nothing yet, so that a database that is away does not stop a start.
    #[must_use]
    pub fn new(url: DatabaseUrl) -> Self {
        Self::make(url, None)
    }

    /// As [`Database::new`], with everything watched.
    #[must_use]
    pub fn watched(url: DatabaseUrl, watch: Watch) -> Self {
        Self::make(url, Some(watch))
    }

    fn make(url: DatabaseUrl, watch: Option<Watch>) -> Self {
        let kind = url.kind;
        let losses = Losses::default();
        let sessions = Arc::new(Sessions::of(url.clone()));
        let places = usize::try_from(url.connection_limit).unwrap_or(Semaphore::MAX_PERMITS);
        let patience = url.pool_timeout;
        let pool = Pool::builder()
            .max_size(url.connection_limit)
            .min_idle(Some(1))
            .connection_timeout(url.pool_timeout)
            .test_on_check_out(false)
            .error_handler(Box::new(LogErrors))
            .build_unchecked(Connector {
                url,
                losses: losses.clone(),
                watch: watch.clone(),
            });
        Self {
            pool,
            kind,
            losses,
            sessions,
            places: Arc::new(Semaphore::new(places)),
            writer: (kind == DatabaseKind::Sqlite).then(|| Arc::new(Semaphore::new(1))),
            patience,
            watch,
        }
    }

    /// Which product it is.
    #[must_use]
    pub fn kind(&self) -> DatabaseKind {
        self.kind
    }

    /// How busy the pool is.
    #[must_use]
    pub fn pool_state(&self) -> PoolState {
        let state = self.pool.state();
        PoolState {
            open: state.connections,
            idle: state.idle_connections,
            limit: self.pool.max_size(),
        }
    }

    /// Runs one query that changes nothing.
    ///
    /// # Errors
    /// Whatever `work` fails with, and [`DatabaseError`] when no connection can be had.
    pub async fn query<T, E>(
        &self,
        work: impl FnOnce(&mut DbConnection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: WorkError,
    {
        self.on_blocking_thread(work).await
    }

    /// Runs queries that change nothing, and that see one state of the database.
    ///
    /// # Errors
    /// Whatever `work` fails with, and [`DatabaseError`] when no connection can be had.
    pub async fn read<T, E>(
        &self,
        work: impl FnOnce(&mut DbConnection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: WorkError,
    {
        self.on_blocking_thread(move |conn| transaction(conn, Transaction::Read, work))
            .await
    }

    /// Runs one transaction that may write; nothing of it stays when `work` fails.
    ///
    /// # Errors
    /// Whatever `work` fails with, and [`DatabaseError`] when no connection can be had.
    pub async fn write<T, E>(
        &self,
        work: impl FnOnce(&mut DbConnection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: WorkError,
    {
        let turn = match &self.writer {
            Some(writer) => Some(self.permit(writer).await?),
            None => None,
        };
        self.on_blocking_thread(move |conn| {
            let _turn = turn;
            transaction(conn, Transaction::Write, work)
        })
        .await
    }

    /// A connection that works, as far as one can know. Blocks; requests use
    /// [`Database::read`] and [`Database::write`].
    ///
    /// # Errors
    /// [`DatabaseError::Pool`] with the cause when there is none to be had in time,
    /// [`DatabaseError::Pooler`] when it would share its session without knowing.
    pub fn connection(&self) -> Result<PooledConnection<Connector>, DatabaseError> {
        self.sessions.are_own()?;
        loop {
            let mut link = self.pool.get().map_err(|error| out_of_time(&error))?;
            let losses = self.losses.count();
            if link.losses == losses || link.conn.ping().is_ok() {
                link.losses = losses;
                self.sessions.check(&mut link.conn)?;
                return Ok(link);
            }
            link.lost = true;
        }
    }

    /// Waits for one of these, no longer than the pool's timeout.
    async fn permit(&self, of: &Arc<Semaphore>) -> Result<OwnedSemaphorePermit, DatabaseError> {
        tokio::time::timeout(self.patience, Arc::clone(of).acquire_owned())
            .await
            .map_err(|_elapsed| exhausted())?
            .map_err(|_closed| DatabaseError::Canceled)
    }

    async fn on_blocking_thread<T, E>(
        &self,
        work: impl FnOnce(&mut DbConnection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: WorkError,
    {
        let waiting = self.watch.as_ref().map(Watch::waiting);
        let place = self.permit(&self.places).await?;
        let database = self.clone();
        // What is logged there is of this request, too.
        web::block(request_id::propagate(move || {
            let mut link = database.connection()?;
            drop(waiting);
            let outcome = work(&mut link.conn);
            if let Some(error) = outcome.as_ref().err().and_then(E::of_database) {
                if matches!(error, DatabaseError::Pooler) {
                    database.sessions.found_mixed_up();
                }
                if link.conn.ping().is_err() {
                    link.lost = true;
                    database.losses.add_one();
                }
            }
            drop((link, place));
            outcome
        }))
        .await
        .map_err(|_canceled| DatabaseError::Canceled)?
    }
}

/// There is a place for another connection, but none could be made in time.
fn out_of_time(error: &dyn std::error::Error) -> DatabaseError {
    tracing::error!(error = %error, "Connection timeout");
    DatabaseError::Pool(error.to_string())
}

fn exhausted() -> DatabaseError {
    tracing::error!("Connection pool exhausted");
    DatabaseError::Pool("every connection is in use".to_owned())
}
