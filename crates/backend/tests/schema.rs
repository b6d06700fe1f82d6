//! The migrated database has exactly the tables and columns of `db/schema.rs`, and every migration can
//! be reverted. Run on both databases, this also tests that their schemas agree.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "api/support/database.rs"]
mod database;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use diesel::sql_types::{Bool, Text};
use diesel::{QueryableByName, RunQueryDsl};
use kpi_backend::db::{Database, DatabaseKind, DbConnection, Migrations};

use database::TestDatabase;

/// A table's columns in order: name, type as the database calls it, and whether it may be null.
type Columns = Vec<(String, String, bool)>;

/// The table of diesel's migrations.
const MIGRATIONS_TABLE: &str = "__diesel_schema_migrations";

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    column_name: String,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Bool)]
    nullable: bool,
}

fn tables(conn: &mut DbConnection) -> BTreeMap<String, Columns> {
    let query = match conn {
        DbConnection::Postgres(_) => {
            "SELECT table_name::text, column_name::text, data_type::text AS kind,
                    is_nullable = 'YES' AS nullable
             FROM information_schema.columns WHERE table_schema = 'public'
             ORDER BY table_name, ordinal_position"
        }
        DbConnection::Sqlite(_) => {
            "SELECT m.name AS table_name, c.name AS column_name, lower(c.type) AS kind,
                    c.\"notnull\" = 0 AS nullable
             FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'
             ORDER BY m.name, c.cid"
        }
    };
    let columns: Vec<Column> = diesel::sql_query(query).load(conn).unwrap();
    let mut tables: BTreeMap<String, Columns> = BTreeMap::new();
    for column in columns {
        if column.table_name != MIGRATIONS_TABLE {
            tables.entry(column.table_name).or_default().push((
                column.column_name,
                column.kind,
                column.nullable,
            ));
        }
    }
    tables
}

/// The tables of `db/schema.rs`, its types put as the database calls them.
fn tables_in_code(kind: DatabaseKind) -> BTreeMap<String, Columns> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/db/schema.rs");
    let text = fs::read_to_string(path).unwrap();
    text.split("diesel::table! {")
        .skip(1)
        .map(|table| {
            let lines: Vec<&str> = table.lines().map(str::trim).collect();
            let name = lines.iter().find_map(|line| line.split_once(" (")).unwrap();
            let columns = lines
                .windows(2)
                .filter_map(|pair| {
                    let (column, written) = pair[1].strip_suffix(',')?.split_once(" -> ")?;
                    Some((sql_name(pair[0]).unwrap_or(column), written))
                })
                .map(|(column, written)| {
                    let inner = written
                        .strip_prefix("Nullable<")
                        .and_then(|rest| rest.strip_suffix('>'));
                    (
                        column.to_owned(),
                        stored_as(kind, inner.unwrap_or(written)).to_owned(),
                        inner.is_some(),
                    )
                })
                .collect();
            (name.0.to_owned(), columns)
        })
        .collect()
}

/// The name in an attribute `#[sql_name = "…"]` before a column.
fn sql_name(line: &str) -> Option<&str> {
    line.strip_prefix("#[sql_name = \"")?.strip_suffix("\"]")
}

fn stored_as(kind: DatabaseKind, written: &str) -> &'static str {
    let postgres = kind == DatabaseKind::Postgres;
    match (written, postgres) {
        ("Id", true) => "uuid",
        ("UtcTimestamp", true) => "timestamp with time zone",
        ("Date", true) => "date",
        ("Bool", true) => "boolean",
        ("SmallInt", true) => "smallint",
        ("Integer", true) => "integer",
        ("BigInt", true) => "bigint",
        ("Double", true) => "double precision",
        ("Text", _) | ("Id" | "UtcTimestamp" | "Date", false) => "text",
        ("Bool" | "SmallInt" | "Integer" | "BigInt", false) => "integer",
        ("Double", false) => "real",
        _ => "not in this test's list",
    }
}

fn folders(database: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../migrations")
        .join(database);
    let mut names: Vec<String> = fs::read_dir(path)
        .unwrap()
        .map(|folder| folder.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn the_migrated_database_matches_the_diesel_schema() {
    let database = TestDatabase::create(true);
    let database = Database::new(database.url().parse().unwrap());
    let found = tables(&mut database.connection().unwrap());
    assert_eq!(found, tables_in_code(database.kind()));
    assert!(found.contains_key("users"), "nothing was compared");
}

#[test]
fn every_migration_can_be_reverted_and_run_again() {
    let file = TestDatabase::create(false);
    let database = Database::new(file.url().parse().unwrap());
    let mut conn = database.connection().unwrap();
    assert_eq!(tables(&mut conn), BTreeMap::new());

    let all = Migrations::on(&mut conn).deploy().unwrap();
    let migrated = tables(&mut conn);
    // Reverts one by one, to an empty database.
    for _ in &all {
        Migrations::on(&mut conn).revert().unwrap();
    }
    assert_eq!(
        tables(&mut conn),
        BTreeMap::new(),
        "something was left behind"
    );
    assert!(Migrations::on(&mut conn).revert().is_err(), "one too many");

    assert_eq!(Migrations::on(&mut conn).deploy().unwrap(), all);
    assert_eq!(tables(&mut conn), migrated);
    assert_eq!(
        Migrations::on(&mut conn).deploy().unwrap(),
        Vec::<String>::new(),
        "nothing is run twice"
    );

    // One down and up again.
    Migrations::on(&mut conn).revert().unwrap();
    let newest = &all[all.len() - 1..];
    let status = Migrations::on(&mut conn).status().unwrap();
    let pending = status.into_iter().filter(|migration| !migration.applied);
    let pending: Vec<String> = pending.map(|migration| migration.name).collect();
    assert_eq!(pending, newest);
    assert_eq!(Migrations::on(&mut conn).deploy().unwrap(), newest);
    assert_eq!(tables(&mut conn), migrated);

    assert_eq!(Migrations::on(&mut conn).reset().unwrap(), all);
    assert_eq!(tables(&mut conn), migrated);
}

#[test]
fn both_databases_have_migrations_of_the_same_names() {
    let names = folders("postgres");
    assert_eq!(names, folders("sqlite"));
    let database = TestDatabase::create(true);
    let database = Database::new(database.url().parse().unwrap());
    let status = Migrations::on(&mut database.connection().unwrap())
        .status()
        .unwrap();
    assert!(status.iter().all(|migration| migration.applied));
    let embedded: Vec<String> = status.into_iter().map(|migration| migration.name).collect();
    assert_eq!(embedded, names);
}
