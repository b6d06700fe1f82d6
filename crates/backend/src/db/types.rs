//! Column types that the two databases hold differently.
//!
//! - ids: `uuid` on PostgreSQL, text on SQLite;
//! - instants: `timestamptz` on PostgreSQL, fixed-width RFC 3339 text on SQLite, so that text
//!   order is time order; cut to the microsecond on both;
//! - enums: text on both, by their `as_str` and `FromStr` ([`Stored`]).

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

    /// A point in time.
    #[derive(Debug, Clone, Copy, SqlType, QueryId)]
    #[diesel(postgres_type(oid = 1184, array_oid = 1185))]
    #[diesel(sqlite_type(name = "Text"))]
    pub struct Moment;
}

impl HasSqlType<sql::Id> for MultiBackend {
    fn metadata(lookup: &mut Self::MetadataLookup) -> Self::TypeMetadata {
        Self::lookup_sql_type::<sql::Id>(lookup)
    }
}

impl HasSqlType<sql::Moment> for MultiBackend {
    fn metadata(lookup: &mut Self::MetadataLookup) -> Self::TypeMetadata {
        Self::lookup_sql_type::<sql::Moment>(lookup)
    }
}

/// Defines an id: a UUID that can't be taken for another kind of id.
///
/// New ones are version 7 (RFC 9562), so that rows made together lie together.
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

/// The database side of [`define_id!`].
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

/// A point in time as the database holds it: UTC, cut to the microsecond.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, AsExpression, FromSqlRow)]
#[diesel(sql_type = sql::Moment)]
pub struct Instant(DateTime<Utc>);

impl From<DateTime<Utc>> for Instant {
    fn from(at: DateTime<Utc>) -> Self {
        Self(at.trunc_subsecs(6))
    }
}

impl From<Instant> for DateTime<Utc> {
    fn from(at: Instant) -> Self {
        at.0
    }
}

impl ToSql<sql::Moment, Pg> for Instant {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        ToSql::<Timestamptz, Pg>::to_sql(&self.0, out)
    }
}

impl FromSql<sql::Moment, Pg> for Instant {
    fn from_sql(value: <Pg as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        FromSql::<Timestamptz, Pg>::from_sql(value).map(Self)
    }
}

impl ToSql<sql::Moment, Sqlite> for Instant {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.0.to_rfc3339_opts(SecondsFormat::Micros, true));
        Ok(IsNull::No)
    }
}

impl FromSql<sql::Moment, Sqlite> for Instant {
    fn from_sql(value: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        let text = <String as FromSql<Text, Sqlite>>::from_sql(value)?;
        Ok(Self(DateTime::parse_from_rfc3339(&text)?.to_utc()))
    }
}

impl ToSql<sql::Moment, MultiBackend> for Instant {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, MultiBackend>) -> serialize::Result {
        out.set_value((sql::Moment, self));
        Ok(IsNull::No)
    }
}

impl FromSql<sql::Moment, MultiBackend> for Instant {
    fn from_sql(value: <MultiBackend as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        value.from_sql::<Self, sql::Moment>()
    }
}

/// A closed enum in a text column, under its wire name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub struct Stored<T>(pub T);

impl<T, DB: Backend> ToSql<Text, DB> for Stored<T>
where
    T: Copy + std::fmt::Debug + Into<&'static str>,
    str: ToSql<Text, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        let name: &'static str = self.0.into();
        name.to_sql(out)
    }
}

impl<T: FromStr, DB: Backend> FromSql<Text, DB> for Stored<T>
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
