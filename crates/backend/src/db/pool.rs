//! The pool, and the ways to use it: [`Database::read`], [`Database::query`] and
//! [`Database::write`].
//!
//! All run on actix's blocking threads and never on the event loop. Whoever waits for a
//! connection waits without a thread, and no longer than the pool's timeout.
//!
//! A write is one transaction, and on SQLite an immediate one: a deferred one that turns into a
//! write fails with "database is locked" whatever the busy timeout. A read sees one state of the
//! database throughout.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use actix_web::web;
use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::r2d2::{self, ManageConnection, Pool, PooledConnection, R2D2Connection};
use diesel::result::{DatabaseErrorKind, Error as QueryError};
use diesel::{Connection, ConnectionError, PgConnection, SqliteConnection};

use tokio::sync::Semaphore;

use super::{DatabaseKind, DatabaseUrl, DbConnection, Watch, on_each};

/// Why work on the database did not come to an end.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    /// No connection could be had in time: the database is away or the pool exhausted.
    #[error("no database connection within the pool timeout: {0}")]
    Pool(String),
    /// The connection broke while the work ran.
    #[error("the database connection was lost: {0}")]
    Lost(String),
    /// Someone else held what the work needs for too long.
    #[error("the database is busy: {0}")]
    Busy(String),
    /// A query failed.
    #[error("a query failed: {0}")]
    Query(#[source] QueryError),
    /// The blocking thread went away: the server is stopping, or the work panicked.
    #[error("the blocking thread pool is gone")]
    Canceled,
}

impl From<QueryError> for DatabaseError {
    fn from(error: QueryError) -> Self {
        match error {
            QueryError::DatabaseError(
                DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand,
                info,
            ) => Self::Lost(info.message().to_owned()),
            QueryError::DatabaseError(kind, info) if is_contention(&kind, info.message()) => {
                Self::Busy(info.message().to_owned())
            }
            other => Self::Query(other),
        }
    }
}

/// SQLite's busy and locked, PostgreSQL's deadlock and lock timeout have no kind of their own.
fn is_contention(kind: &DatabaseErrorKind, message: &str) -> bool {
    matches!(kind, DatabaseErrorKind::SerializationFailure)
        || [
            "database is locked",
            "database table is locked",
            "deadlock detected",
            "lock timeout",
        ]
        .iter()
        .any(|words| message.contains(words))
}

/// Tells whether work failed on the database, so that its connection should be looked at.
pub trait WorkError: From<DatabaseError> + From<QueryError> + Send + 'static {
    /// Whether a query failed, or its connection.
    fn is_of_database(&self) -> bool;
}

impl WorkError for DatabaseError {
    fn is_of_database(&self) -> bool {
        true
    }
}

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
    /// One for each connection: who has one finds a connection free.
    places: Arc<Semaphore>,
    patience: Duration,
    watch: Option<Watch>,
}

/// How many connections have been lost so far.
///
/// A ping before each use would cost a round trip a request. Instead a connection is pinged only
/// when some connection has been lost since it was last known to work, as after a restart of the
/// server: one request may then fail, not one for each idle connection.
#[derive(Debug, Clone, Default)]
struct Losses(Arc<AtomicU64>);

impl Losses {
    fn count(&self) -> u64 {
        self.0.load(Ordering::Acquire)
    }

    fn add_one(&self) {
        self.0.fetch_add(1, Ordering::AcqRel);
    }
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
            places: Arc::new(Semaphore::new(places)),
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
        self.on_blocking_thread(move |conn| transaction(conn, Transaction::Write, work))
            .await
    }

    /// A connection that works, as far as one can know. Blocks; requests use
    /// [`Database::read`] and [`Database::write`].
    ///
    /// # Errors
    /// [`DatabaseError::Pool`] with the cause when there is none to be had in time.
    pub fn connection(&self) -> Result<PooledConnection<Connector>, DatabaseError> {
        loop {
            let mut link = self.pool.get().map_err(|error| out_of_time(&error))?;
            let losses = self.losses.count();
            if link.losses == losses || link.conn.ping().is_ok() {
                link.losses = losses;
                return Ok(link);
            }
            link.lost = true;
        }
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
        let place = Arc::clone(&self.places).acquire_owned();
        let place = tokio::time::timeout(self.patience, place)
            .await
            .map_err(|_elapsed| exhausted())?
            .map_err(|_closed| DatabaseError::Canceled)?;
        let database = self.clone();
        // What is logged there is of this request, too.
        let request = tracing::Span::current();
        web::block(move || {
            let _of_request = request.entered();
            let mut link = database.connection()?;
            drop(waiting);
            let outcome = work(&mut link.conn);
            if outcome.as_ref().is_err_and(E::is_of_database) && link.conn.ping().is_err() {
                link.lost = true;
                database.losses.add_one();
            }
            drop((link, place));
            outcome
        })
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

#[derive(Clone, Copy)]
enum Transaction {
    Read,
    Write,
}

impl Transaction {
    /// diesel's own builders hand out one database's connection, while stores take the enum; so
    /// the transaction is begun in SQL.
    fn begin(self, conn: &mut DbConnection) -> Result<(), QueryError> {
        match (self, conn) {
            (Self::Read, DbConnection::Postgres(conn)) => {
                AnsiTransactionManager::begin_transaction_sql(
                    conn,
                    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
                )
            }
            (Self::Write, DbConnection::Postgres(conn)) => {
                AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN")
            }
            (Self::Read, DbConnection::Sqlite(conn)) => {
                AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN DEFERRED")
            }
            (Self::Write, DbConnection::Sqlite(conn)) => {
                AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN IMMEDIATE")
            }
        }
    }
}

fn transaction<T, E: From<QueryError>>(
    conn: &mut DbConnection,
    kind: Transaction,
    work: impl FnOnce(&mut DbConnection) -> Result<T, E>,
) -> Result<T, E> {
    kind.begin(conn)?;
    match work(conn) {
        Ok(value) => {
            on_each!(conn, |conn| AnsiTransactionManager::commit_transaction(
                conn
            ))?;
            Ok(value)
        }
        Err(error) => {
            // What `work` failed with says more than a rollback that fails on a lost connection;
            // that one is thrown away, its transaction with it.
            if let Err(rollback) =
                on_each!(conn, |conn| AnsiTransactionManager::rollback_transaction(
                    conn
                ))
            {
                tracing::warn!(error = %rollback, "a rollback failed");
            }
            Err(error)
        }
    }
}

/// A transaction that may write, for a command line.
///
/// # Errors
/// Whatever `work` fails with.
pub fn write_transaction<T, E: From<QueryError>>(
    conn: &mut DbConnection,
    work: impl FnOnce(&mut DbConnection) -> Result<T, E>,
) -> Result<T, E> {
    transaction(conn, Transaction::Write, work)
}

/// A pooled connection, and what is known of its health.
pub struct Link {
    conn: DbConnection,
    /// The losses there had been when it last worked.
    losses: u64,
    lost: bool,
}

impl Deref for Link {
    type Target = DbConnection;

    fn deref(&self) -> &DbConnection {
        &self.conn
    }
}

impl DerefMut for Link {
    fn deref_mut(&mut self) -> &mut DbConnection {
        &mut self.conn
    }
}

/// Opens connections strictly by the URL's scheme.
#[derive(Debug)]
pub struct Connector {
    url: DatabaseUrl,
    losses: Losses,
    watch: Option<Watch>,
}

impl ManageConnection for Connector {
    type Connection = Link;
    type Error = r2d2::Error;

    fn connect(&self) -> Result<Link, r2d2::Error> {
        let losses = self.losses.count();
        let conn = match self.url.kind {
            DatabaseKind::Postgres => open_postgres(&self.url).map(DbConnection::Postgres),
            DatabaseKind::Sqlite => open_sqlite(&self.url).map(DbConnection::Sqlite),
        };
        let mut conn = conn.map_err(r2d2::Error::ConnectionError)?;
        if let Some(watch) = &self.watch {
            conn.set_instrumentation(watch.of_connection());
        }
        Ok(Link {
            conn,
            losses,
            lost: false,
        })
    }

    fn is_valid(&self, link: &mut Link) -> Result<(), r2d2::Error> {
        link.conn.ping().map_err(r2d2::Error::QueryError)
    }

    fn has_broken(&self, link: &mut Link) -> bool {
        link.lost || std::thread::panicking() || link.conn.is_broken()
    }
}

/// Whoever waits longer for a row than a request may last is told that the database is busy.
const POSTGRES_SETTINGS: &str = "SET lock_timeout = '5s'";

fn open_postgres(url: &DatabaseUrl) -> Result<PgConnection, ConnectionError> {
    let mut conn = PgConnection::establish(url.target())?;
    conn.batch_execute(POSTGRES_SETTINGS)
        .map_err(ConnectionError::CouldntSetupConfiguration)?;
    Ok(conn)
}

/// The busy timeout comes first: the switch to WAL itself may have to wait for a lock.
const SQLITE_PRAGMAS: &str = "
    PRAGMA busy_timeout = 5000;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
";

fn open_sqlite(url: &DatabaseUrl) -> Result<SqliteConnection, ConnectionError> {
    if let Some(folder) = url.sqlite_path().and_then(std::path::Path::parent) {
        std::fs::create_dir_all(folder).map_err(|error| {
            ConnectionError::BadConnection(format!("can't make {}: {error}", folder.display()))
        })?;
    }
    let mut conn = SqliteConnection::establish(url.target())?;
    conn.batch_execute(SQLITE_PRAGMAS)
        .map_err(ConnectionError::CouldntSetupConfiguration)?;
    Ok(conn)
}

/// Connection trouble goes to the log under words an operator can search for.
#[derive(Debug)]
struct LogErrors;

impl r2d2::HandleError<r2d2::Error> for LogErrors {
    fn handle_error(&self, error: r2d2::Error) {
        tracing::error!(error = %error, "Database connection failed");
    }
}

/// When to try again, told to clients in `Retry-After`.
pub const RETRY_AFTER: Duration = Duration::from_secs(5);
