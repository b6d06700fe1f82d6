//! The connection type for both databases.

#![expect(
    missing_docs,
    reason = "diesel's derive generates undocumented public items"
)]

use diesel::{PgConnection, SqliteConnection};

/// A connection to the database of `DATABASE_URL`.
#[derive(diesel::MultiConnection)]
pub enum DbConnection {
    /// PostgreSQL 14 or newer.
    Postgres(PgConnection),
    /// The embedded SQLite.
    Sqlite(SqliteConnection),
}

/// Evaluates one expression with the connection inside a [`DbConnection`], compiled once per database.
///
/// For what `MultiConnection` does not support: `on_conflict` and multi-row inserts.
macro_rules! on_each {
    ($conn:expr, |$inner:ident| $body:expr) => {
        match $conn {
            $crate::db::DbConnection::Postgres($inner) => $body,
            $crate::db::DbConnection::Sqlite($inner) => $body,
        }
    };
}
pub(crate) use on_each;

/// The version of the database's server.
#[derive(Debug, Clone)]
pub struct ServerVersion {
    /// PostgreSQL's `server_version_num`, such as 150018 for 15.18; 0 for the embedded SQLite.
    pub number: i32,
    /// As the server reports it.
    pub text: String,
}

#[derive(diesel::QueryableByName)]
struct VersionRow {
    #[diesel(sql_type = diesel::sql_types::Text)]
    text: String,
    #[diesel(sql_type = diesel::sql_types::Integer)]
    number: i32,
}

impl DbConnection {
    /// Queries the version of the server.
    ///
    /// # Errors
    /// When the query fails.
    pub fn server_version(&mut self) -> diesel::QueryResult<ServerVersion> {
        use diesel::RunQueryDsl;
        let query = match self {
            Self::Postgres(_) => {
                "SELECT current_setting('server_version') AS text, \
                 current_setting('server_version_num')::int AS number"
            }
            Self::Sqlite(_) => "SELECT sqlite_version() AS text, 0 AS number",
        };
        let row: VersionRow = diesel::sql_query(query).get_result(self)?;
        Ok(ServerVersion {
            number: row.number,
            text: row.text,
        })
    }

    /// The name of the database; `None` for the embedded SQLite.
    ///
    /// # Errors
    /// When the query fails.
    pub fn database_name(&mut self) -> diesel::QueryResult<Option<String>> {
        use diesel::RunQueryDsl;
        let name = diesel::dsl::sql::<diesel::sql_types::Text>("current_database()::text");
        match self {
            Self::Postgres(conn) => diesel::select(name).get_result(conn).map(Some),
            Self::Sqlite(_) => Ok(None),
        }
    }
}
