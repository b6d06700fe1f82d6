//! Column types that the databases store differently.
//!
//! - ids: `uuid` on PostgreSQL, text on SQLite;
//! - timestamps: `timestamptz` on PostgreSQL, fixed-width RFC 3339 text on SQLite, so that the order of
//!   texts is the order of time; truncated to microseconds on both;
//! - enums: text on both, by `as_str` and `FromStr` ([`DbEnum`]).

use std::str::FromStr;

use chrono::{DateTime, SecondsFormat, SubsecRound, Utc};
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::Pg;
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{HasSqlType, SqlType, Text, Timestamptz};
use diesel::sqlite::Sqlite;

use super::connection::MultiBackend;

/// SQL types of the columns.
pub mod sql {
    use super::SqlType;
    use diesel::query_builder::QueryId;

    /// An id column.
    #[derive(Debug, Clone, Copy, SqlType, QueryId)]
    #[diesel(postgres_type(oid = 2950, array_oid = 2951))]
    #[diesel(sqlite_type(name = "Text"))]
    pub struct Id;

    /// A timestamp column.
    #[derive(Debug, Clone, Copy, SqlType, QueryId)]
    #[diesel(postgres_type(oid = 1184, array_oid = 1185))]
    #[diesel(sqlite_type(name = "Text"))]
    pub struct UtcTimestamp;
}

impl HasSqlType<sql::Id> for MultiBackend {
    fn metadata(lookup: &mut Self::MetadataLookup) -> Self::TypeMetadata {
        Self::lookup_sql_type::<sql::Id>(lookup)
    }
}

impl HasSqlType<sql::UtcTimestamp> for MultiBackend {
    fn metadata(lookup: &mut Self::MetadataLookup) -> Self::TypeMetadata {
        Self::lookup_sql_type::<sql::UtcTimestamp>(lookup)
    }
}

/// Defines a typed id: a newtype of a UUID.
///
/// New ids are UUIDs of version 7 (RFC 9562), which sort by time of creation.
#[macro_export]
macro_rules! define_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord,
            serde::Serialize, serde::Deserialize, utoipa::ToSchema,
            diesel::expression::AsExpression, diesel::deserialize::FromSqlRow,
        )]
        #[diesel(sql_type = $crate::db::sql::Id)]
        #[serde(transparent)]
        #[schema(value_type = uuid::Uuid)]
        pub struct $name(uuid::Uuid);

        impl $name {
            /// No id is smaller.
            pub const NIL: Self = Self(uuid::Uuid::nil());

            /// A new id.
            #[must_use]
            pub fn new() -> Self {
                Self(uuid::Uuid::now_v7())
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self::new()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                uuid::Uuid::parse_str(text).map(Self)
            }
        }

        $crate::db::impl_id_sql!($name);
    };
}
pub use define_id;

/// The diesel implementations of [`define_id!`].
#[doc(hidden)]
#[macro_export]
macro_rules! impl_id_sql {
    ($name:ident) => {
        const _: () = {
            use diesel::deserialize::{self, FromSql};
            use diesel::serialize::{self, IsNull, Output, ToSql};
            use diesel::{backend::Backend, pg::Pg, sqlite::Sqlite};
            use $crate::db::{MultiBackend, sql::Id};

            impl ToSql<Id, Pg> for $name {
                fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
                    ToSql::<diesel::sql_types::Uuid, Pg>::to_sql(&self.0, out)
                }
            }

            impl FromSql<Id, Pg> for $name {
                fn from_sql(value: <Pg as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
                    FromSql::<diesel::sql_types::Uuid, Pg>::from_sql(value).map(Self)
                }
            }

            impl ToSql<Id, Sqlite> for $name {
                fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
                    out.set_value(self.0.hyphenated().to_string());
                    Ok(IsNull::No)
                }
            }

            impl FromSql<Id, Sqlite> for $name {
                fn from_sql(value: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
                    let text =
                        <String as FromSql<diesel::sql_types::Text, Sqlite>>::from_sql(value)?;
                    Ok(Self(uuid::Uuid::parse_str(&text)?))
                }
            }

            impl ToSql<Id, MultiBackend> for $name {
                fn to_sql<'b>(
                    &'b self,
                    out: &mut Output<'b, '_, MultiBackend>,
                ) -> serialize::Result {
                    out.set_value((Id, self));
                    Ok(IsNull::No)
                }
            }

            impl FromSql<Id, MultiBackend> for $name {
                fn from_sql(
                    value: <MultiBackend as Backend>::RawValue<'_>,
                ) -> deserialize::Result<Self> {
                    value.from_sql::<Self, Id>()
                }
            }
        };
    };
}
pub use impl_id_sql;

/// A timestamp in the database: UTC, truncated to microseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, AsExpression, FromSqlRow)]
#[diesel(sql_type = sql::UtcTimestamp)]
pub struct DbTimestamp(DateTime<Utc>);

impl From<DateTime<Utc>> for DbTimestamp {
    fn from(at: DateTime<Utc>) -> Self {
        Self(at.trunc_subsecs(6))
    }
}

impl From<DbTimestamp> for DateTime<Utc> {
    fn from(at: DbTimestamp) -> Self {
        at.0
    }
}

impl ToSql<sql::UtcTimestamp, Pg> for DbTimestamp {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        ToSql::<Timestamptz, Pg>::to_sql(&self.0, out)
    }
}

impl FromSql<sql::UtcTimestamp, Pg> for DbTimestamp {
    fn from_sql(value: <Pg as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        FromSql::<Timestamptz, Pg>::from_sql(value).map(Self)
    }
}

impl ToSql<sql::UtcTimestamp, Sqlite> for DbTimestamp {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.0.to_rfc3339_opts(SecondsFormat::Micros, true));
        Ok(IsNull::No)
    }
}

impl FromSql<sql::UtcTimestamp, Sqlite> for DbTimestamp {
    fn from_sql(value: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        let text = <String as FromSql<Text, Sqlite>>::from_sql(value)?;
        Ok(Self(DateTime::parse_from_rfc3339(&text)?.to_utc()))
    }
}

impl ToSql<sql::UtcTimestamp, MultiBackend> for DbTimestamp {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, MultiBackend>) -> serialize::Result {
        out.set_value((sql::UtcTimestamp, self));
        Ok(IsNull::No)
    }
}

impl FromSql<sql::UtcTimestamp, MultiBackend> for DbTimestamp {
    fn from_sql(value: <MultiBackend as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        value.from_sql::<Self, sql::UtcTimestamp>()
    }
}

/// An enum in a text column, stored by the name that it has in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub struct DbEnum<T>(pub T);

impl<T, DB: Backend> ToSql<Text, DB> for DbEnum<T>
where
    T: Copy + std::fmt::Debug + Into<&'static str>,
    str: ToSql<Text, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        let name: &'static str = self.0.into();
        name.to_sql(out)
    }
}

impl<T: FromStr, DB: Backend> FromSql<Text, DB> for DbEnum<T>
where
    String: FromSql<Text, DB>,
{
    fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
        let name = String::from_sql(value)?;
        name.parse()
            .map(Self)
            .map_err(|_unknown| format!("unknown value {name:?} in the database").into())
    }
}
