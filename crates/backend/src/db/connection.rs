//! The connection that is either database's.

#![expect(
    missing_docs,
    reason = "diesel's derive documents nothing of what it makes public"
)]

use diesel::{PgConnection, SqliteConnection};

/// A connection to whichever database `DATABASE_URL` names.
#[derive(diesel::MultiConnection)]
pub enum DbConnection {
    /// PostgreSQL 14 or newer.
    Postgres(PgConnection),
    /// The embedded SQLite.
    Sqlite(SqliteConnection),
}

/// Runs one body on the connection inside a [`DbConnection`], compiled once for each database.
///
/// For what the multi-backend cannot express: `on_conflict`, multi-row inserts.
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
    /// PostgreSQL's comparable form, 150018 for 15.18; 0 for the embedded SQLite, whose
    /// version is this binary's.
    pub number: i32,
    /// As the server says it.
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
    /// Asks the server for its version.
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
}
