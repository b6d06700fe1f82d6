//! The database layer: the same query code for PostgreSQL and SQLite.
//!
//! Stores take a [`DbConnection`] and write diesel queries once. What diesel's `MultiConnection` does
//! not support (upserts, batches, row locks) goes through `on_each!`, which compiles one expression
//! for both connections. Only stores use diesel.

mod backups;
mod canceled;
mod connection;
mod connection_manager;
pub mod embedded;
mod error;
mod fingerprint;
mod instrumentation;

mod migrate;
mod page;
mod pool;
mod pooler;
mod purge;
mod schema;
mod transaction;
mod types;
mod url;

pub use backups::LastBackup;
pub use connection::DbConnection;
pub use connection::MultiBackend;
pub use error::{DatabaseError, RETRY_AFTER, TransactionError};
pub use instrumentation::QueryInstrumentation;
pub use migrate::{MigrationStatus, Migrations, MigrationsError};
pub use page::PageSize;
pub use pool::{Database, PoolState};
pub use purge::purge_expired;
pub use schema::*;
pub use transaction::{read_transaction, write_transaction};
pub use types::{DbEnum, DbTimestamp, define_id, impl_id_sql, sql};
pub use url::{DatabaseKind, DatabaseUrl, DatabaseUrlError};

pub(crate) use connection::on_each;

/// Rows per multi-row statement: SQLite allows 32,766 bind values, and the widest row has 12.
pub const BATCH_ROWS: usize = 2_000;
