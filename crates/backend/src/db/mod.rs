//! The database: one body of query code for PostgreSQL and SQLite.
//!
//! Stores get a [`DbConnection`] and write diesel queries once. What diesel's multi-backend
//! does not offer (upserts, batches, row locks) goes through [`on_each!`], which type-checks
//! one body for both connections. Nothing outside a store sees diesel.

mod canceled;
mod connection;
mod connector;
pub mod embedded;
mod error;
mod fingerprint;
mod migrate;
mod pool;
mod pooler;
mod schema;
mod sweep;
mod transaction;
mod types;
mod url;
mod watch;

pub use connection::DbConnection;
pub use connection::MultiBackend;
pub use error::{DatabaseError, RETRY_AFTER, WorkError};
pub use migrate::{MigrationStatus, Migrations, MigrationsError};
pub use pool::{Database, PoolState};
pub use schema::*;
pub use sweep::sweep;
pub use transaction::{read_transaction, write_transaction};
pub use types::{Instant, Stored, define_id, impl_id_sql, sql};
pub use url::{DatabaseKind, DatabaseUrl, DatabaseUrlError};
pub use watch::Watch;

pub(crate) use connection::on_each;

/// Rows of one multi-row statement: SQLite allows 32,766 bound values, our widest row has 10.
pub const BATCH_ROWS: usize = 2_000;
