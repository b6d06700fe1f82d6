//! The connection manager of the pool: opens connections and detects broken ones.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use diesel::connection::{CacheSize, SimpleConnection};
use diesel::r2d2::{self, ManageConnection, R2D2Connection};
use diesel::{Connection, ConnectionError, PgConnection, SqliteConnection};

use super::{DatabaseKind, DatabaseUrl, DbConnection, QueryInstrumentation};

/// Counts the connections that have been lost so far.
///
/// A ping at every checkout would cost a round trip per request. Instead a connection is pinged only if
/// another one has been lost since it was last known to work, as after a restart of the server. Then
/// one request may fail, not one per idle connection.
#[derive(Debug, Clone, Default)]
pub(super) struct LostConnections(Arc<AtomicU64>);

impl LostConnections {
    pub(super) fn count(&self) -> u64 {
        self.0.load(Ordering::Acquire)
    }

    pub(super) fn add_one(&self) {
        self.0.fetch_add(1, Ordering::AcqRel);
    }
}

/// A pooled connection and its health.
pub struct ManagedConnection {
    pub(super) conn: DbConnection,
    /// The value of [`LostConnections`] when it last worked.
    pub(super) lost_connections: u64,
    /// Whether the pool must discard it.
    pub(super) lost: bool,
}

impl Deref for ManagedConnection {
    type Target = DbConnection;

    fn deref(&self) -> &DbConnection {
        &self.conn
    }
}

impl DerefMut for ManagedConnection {
    fn deref_mut(&mut self) -> &mut DbConnection {
        &mut self.conn
    }
}

/// Opens connections by the scheme of the URL.
#[derive(Debug)]
pub struct ConnectionManager {
    pub(super) url: DatabaseUrl,
    pub(super) lost_connections: LostConnections,
    pub(super) instrumentation: Option<QueryInstrumentation>,
}

impl ManageConnection for ConnectionManager {
    type Connection = ManagedConnection;
    type Error = r2d2::Error;

    fn connect(&self) -> Result<ManagedConnection, r2d2::Error> {
        let lost_connections = self.lost_connections.count();
        let conn = match self.url.kind {
            DatabaseKind::Postgres => open_postgres(&self.url).map(DbConnection::Postgres),
            DatabaseKind::Sqlite => open_sqlite(&self.url).map(DbConnection::Sqlite),
        };
        let mut conn = conn.map_err(r2d2::Error::ConnectionError)?;
        if let Some(instrumentation) = &self.instrumentation {
            conn.set_instrumentation(instrumentation.for_connection());
        }
        Ok(ManagedConnection {
            conn,
            lost_connections,
            lost: false,
        })
    }

    fn is_valid(&self, conn: &mut ManagedConnection) -> Result<(), r2d2::Error> {
        conn.conn.ping().map_err(r2d2::Error::QueryError)
    }

    fn has_broken(&self, conn: &mut ManagedConnection) -> bool {
        conn.lost || std::thread::panicking() || conn.conn.is_broken()
    }
}

/// Behind a pooler in transaction mode, session settings and prepared statements would leak into the
/// sessions of other clients.
pub(super) fn open_postgres(url: &DatabaseUrl) -> Result<PgConnection, ConnectionError> {
    let mut conn = PgConnection::establish(url.target())?;
    if url.pgbouncer {
        conn.set_prepared_statement_cache_size(CacheSize::Disabled);
    } else {
        conn.batch_execute(&url.session_settings())
            .map_err(ConnectionError::CouldntSetupConfiguration)?;
    }
    Ok(conn)
}

/// The busy timeout is set first, because the switch to WAL may have to wait for a lock.
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

/// Logs connection errors with a fixed message that operators can search for.
#[derive(Debug)]
pub(super) struct LogErrors;

impl r2d2::HandleError<r2d2::Error> for LogErrors {
    fn handle_error(&self, error: r2d2::Error) {
        tracing::error!(error = %error, "Database connection failed");
    }
}
