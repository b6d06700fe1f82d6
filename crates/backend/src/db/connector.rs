//! Opening connections, and knowing which of them still work.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use diesel::connection::{CacheSize, SimpleConnection};
use diesel::r2d2::{self, ManageConnection, R2D2Connection};
use diesel::{Connection, ConnectionError, PgConnection, SqliteConnection};

use super::{DatabaseKind, DatabaseUrl, DbConnection, Watch};

/// How many connections have been lost so far.
///
/// A ping before each use would cost a round trip a request. Instead a connection is pinged only
/// when some connection has been lost since it was last known to work, as after a restart of the
/// server: one request may then fail, not one for each idle connection.
#[derive(Debug, Clone, Default)]
pub(super) struct Losses(Arc<AtomicU64>);

impl Losses {
    pub(super) fn count(&self) -> u64 {
        self.0.load(Ordering::Acquire)
    }

    pub(super) fn add_one(&self) {
        self.0.fetch_add(1, Ordering::AcqRel);
    }
}

/// A pooled connection, and what is known of its health.
pub struct Link {
    pub(super) conn: DbConnection,
    /// The losses there had been when it last worked.
    pub(super) losses: u64,
    /// Whether it is to be thrown away.
    pub(super) lost: bool,
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
    pub(super) url: DatabaseUrl,
    pub(super) losses: Losses,
    pub(super) watch: Option<Watch>,
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

/// What is set or prepared for a session that a pooler hands on is the next one's.
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
pub(super) struct LogErrors;

impl r2d2::HandleError<r2d2::Error> for LogErrors {
    fn handle_error(&self, error: r2d2::Error) {
        tracing::error!(error = %error, "Database connection failed");
    }
}
