//! `kpi-backend backup` and `restore`, with the real binary on the embedded database.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use diesel::connection::SimpleConnection;
use diesel::sql_types::{BigInt, Text};
use diesel::{Connection, QueryableByName, RunQueryDsl, SqliteConnection};
use tempfile::TempDir;

/// A folder with a database of the application in it.
struct Place {
    folder: TempDir,
}

impl Place {
    fn empty() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// With a demo user.
    fn seeded() -> Self {
        let place = Self::empty();
        place.succeeds(&["seed", "--demo"]);
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn database(&self) -> PathBuf {
        self.path("kpi.db")
    }

    fn open(&self) -> SqliteConnection {
        SqliteConnection::establish(self.database().to_str().unwrap()).unwrap()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kpi-backend"));
        command.args(arguments);
        self.environment(&mut command);
        command
    }

    fn environment(&self, command: &mut Command) {
        command
            .env_clear()
            .env("DATABASE_URL", "sqlite:kpi.db")
            .env("JWT_SECRET", "a secret that only the tests know")
            .env("BCRYPT_ROUNDS", "4")
            .current_dir(self.folder.path());
    }

    fn succeeds(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Asserts that the command fails with one sentence that contains these words, and changes no file.
    fn refuses(&self, arguments: &[&str], words: &str) {
        let before = self.files();
        let output = self.command(arguments).output().unwrap();
        assert_told(&output, words);
        assert_eq!(self.files(), before, "{arguments:?}");
    }

    /// The names of the files, without shared memory files, and the rows of the database.
    fn files(&self) -> (Vec<String>, Vec<String>) {
        let entries = fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<_> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| !name.ends_with("-shm") && !name.ends_with("-wal"))
            .collect();
        names.sort();
        (names, contents(&self.database()))
    }
}

fn assert_told(output: &Output, words: &str) {
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let shown = String::from_utf8_lossy(&output.stderr);
    assert_eq!(shown.lines().count(), 1, "{shown}");
    assert!(shown.contains(words), "{words} is not in: {shown}");
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// Every row of every table, as text; nothing where there is no database.
fn contents(database: &Path) -> Vec<String> {
    if !database.exists() {
        return Vec::new();
    }
    let path = database.to_str().unwrap();
    let mut conn = SqliteConnection::establish(path).unwrap();
    let load = |conn: &mut SqliteConnection, query: &str| -> Vec<String> {
        let lines: Vec<Line> = diesel::sql_query(query).load(conn).unwrap_or_default();
        lines.into_iter().map(|row| row.line).collect()
    };
    let tables = "SELECT name AS line FROM sqlite_schema WHERE type = 'table' ORDER BY name";
    let mut lines = Vec::new();
    for table in load(&mut conn, tables) {
        let columns =
            format!("SELECT 'quote(\"' || name || '\")' AS line FROM pragma_table_info('{table}')");
        let columns = load(&mut conn, &columns).join(" || ',' || ");
        let rows = format!("SELECT '{table}:' || {columns} AS line FROM \"{table}\" ORDER BY 1");
        lines.extend(load(&mut conn, &rows));
    }
    lines
}

#[test]
fn a_backup_is_restored_over_data_only_with_force() {
    let place = Place::seeded();
    let before = contents(&place.database());
    assert!(before.len() > 3_000, "{}", before.len());
    let said = place.succeeds(&["backup", "monday.db"]);
    assert!(
        said.contains("Backed up") && said.contains("monday.db"),
        "{said}"
    );
    assert_eq!(contents(&place.path("monday.db")), before);
    let recorded = contents(&place.database());
    let recorded = recorded.iter().find(|row| row.starts_with("last_backup:"));
    let bytes = fs::metadata(place.path("monday.db")).unwrap().len();
    assert!(recorded.unwrap().ends_with(&format!(",{bytes}")));

    place.open().batch_execute("DELETE FROM days").unwrap();
    place.refuses(&["restore", "monday.db"], "holds data: with --force");
    place.succeeds(&["restore", "--force", "monday.db"]);
    assert_eq!(contents(&place.database()), before);

    // Without a database, --force is not required.
    fs::remove_file(place.database()).unwrap();
    place.succeeds(&["restore", "monday.db"]);
    assert_eq!(contents(&place.database()), before);
    let said = place.succeeds(&["doctor"]);
    assert!(said.contains("ok       database"), "{said}");
}

#[test]
fn a_backup_is_readable_by_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::empty();
    place.succeeds(&["migrate", "deploy"]);
    place.succeeds(&["backup", "kept.db"]);
    let mode = fs::metadata(place.path("kept.db"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn a_backup_during_writes_is_consistent() {
    let place = Place::seeded();
    let mut conn = place.open();
    conn.batch_execute(
        "PRAGMA busy_timeout = 5000; CREATE TABLE pairs (half INTEGER NOT NULL, padding TEXT)",
    )
    .unwrap();
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                conn.batch_execute(
                    "BEGIN IMMEDIATE; INSERT INTO pairs VALUES (1, hex(zeroblob(2000))); \
                     INSERT INTO pairs VALUES (2, ''); COMMIT",
                )
                .unwrap();
            }
        });
        let backups = (0..5).map(|number| format!("{number}.db"));
        let outputs: Vec<_> = backups
            .map(|name| place.command(&["backup", &name]).output())
            .collect();
        // First, because the other thread ends only then.
        done.store(true, Ordering::Relaxed);
        for output in outputs {
            let output = output.unwrap();
            assert!(output.status.success(), "{output:?}");
        }
    });
    let mut last = 0;
    for number in 0..5 {
        let path = place.path(&format!("{number}.db"));
        let mut conn = SqliteConnection::establish(path.to_str().unwrap()).unwrap();
        let mut count = |condition: &str| {
            let query = format!("SELECT count(*) AS count FROM pairs {condition}");
            let row: Count = diesel::sql_query(query).get_result(&mut conn).unwrap();
            row.count
        };
        assert_eq!(count("WHERE half = 1"), count("WHERE half = 2"));
        assert!(count("") >= last);
        last = count("");
    }
    assert!(last > 0);
}

/// A killed service leaves its write-ahead log, and the next start would replay it into the restored
/// file.
#[test]
fn a_leftover_wal_is_not_replayed_into_the_restored_database() {
    let place = Place::seeded();
    let before = contents(&place.database());
    place.succeeds(&["backup", "kept.db"]);
    let mut killed = place.open();
    killed
        .batch_execute(
            "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; DELETE FROM tasks",
        )
        .unwrap();
    let crashed = Place::empty();
    for name in ["kpi.db", "kpi.db-wal", "kept.db"] {
        fs::copy(place.path(name), crashed.path(name)).unwrap();
    }
    assert!(fs::metadata(crashed.path("kpi.db-wal")).unwrap().len() > 0);
    crashed.succeeds(&["restore", "--force", "kept.db"]);
    assert!(!crashed.path("kpi.db-wal").exists());
    assert_eq!(contents(&crashed.database()), before);

    // Also if its database can't be read.
    fs::copy(place.path("kpi.db-wal"), crashed.path("kpi.db-wal")).unwrap();
    fs::write(crashed.database(), "no database").unwrap();
    let output = crashed.command(&["restore", "kept.db"]).output().unwrap();
    assert_told(&output, "can't be read");
    crashed.succeeds(&["restore", "--force", "kept.db"]);
    assert_eq!(contents(&crashed.database()), before);
}

#[test]
fn a_database_in_use_is_not_replaced() {
    let place = Place::seeded();
    place.succeeds(&["backup", "kept.db"]);
    let mut service = place.open();
    service
        .batch_execute("PRAGMA journal_mode = WAL; SELECT count(*) FROM users")
        .unwrap();
    place.refuses(
        &["restore", "--force", "kept.db"],
        "is in use: stop the service",
    );
    drop(service);
    place.succeeds(&["restore", "--force", "kept.db"]);
}

#[test]
fn invalid_and_newer_backups_are_rejected() {
    let place = Place::seeded();
    place.succeeds(&["backup", "good.db"]);
    let good = fs::read(place.path("good.db")).unwrap();
    fs::write(place.path("half.db"), &good[..good.len() / 2]).unwrap();
    fs::write(place.path("text.db"), "Dear diary, ".repeat(1_000)).unwrap();
    fs::write(place.path("nothing.db"), "").unwrap();
    fs::write(place.path("in-use.db"), &good).unwrap();
    fs::write(place.path("in-use.db-wal"), "a log").unwrap();
    fs::write(place.path("newer.db"), &good).unwrap();
    let newer = place.path("newer.db");
    SqliteConnection::establish(newer.to_str().unwrap())
        .unwrap()
        .batch_execute("INSERT INTO __diesel_schema_migrations (version) VALUES ('29991231000001')")
        .unwrap();
    for (file, words) in [
        ("missing.db", "There is no file missing.db"),
        ("half.db", "can't be restored"),
        ("text.db", "can't be restored"),
        ("nothing.db", "is no database of KPI Productivity"),
        ("in-use.db", "write-ahead log beside it"),
        (
            "newer.db",
            "29991231000001, which this version does not know",
        ),
    ] {
        place.refuses(&["restore", "--force", file], words);
    }
}

#[test]
fn a_failed_backup_leaves_no_file() {
    let place = Place::seeded();
    fs::write(place.path("there.db"), "something of mine").unwrap();
    place.refuses(&["backup", "there.db"], "is there already");
    place.refuses(&["backup", "no/such/folder.db"], "was not made");
    let empty = Place::empty();
    empty.refuses(&["backup", "kept.db"], "There is no database at kpi.db");

    let mut postgres = place.command(&["backup", "kept.db"]);
    postgres.env("DATABASE_URL", "postgresql://kpi:hunter2@localhost/kpi");
    assert_told(
        &postgres.output().unwrap(),
        "use scripts/backup-database.sh",
    );

    // A file size limit of 64 KiB simulates a full disk.
    let before = place.files();
    let mut full = Command::new("sh");
    let limited = "trap '' XFSZ; ulimit -f 128; exec \"$0\" backup kept.db";
    full.args(["-c", limited, env!("CARGO_BIN_EXE_kpi-backend")]);
    place.environment(&mut full);
    assert_told(&full.output().unwrap(), "was not made");
    assert_eq!(place.files(), before);
}

#[test]
fn a_leftover_of_an_interrupted_backup_is_replaced() {
    let place = Place::seeded();
    fs::write(place.path("kept.db.part"), "half of something").unwrap();
    let before = contents(&place.database());
    place.succeeds(&["backup", "kept.db"]);
    assert!(!place.path("kept.db.part").exists());
    assert_eq!(contents(&place.path("kept.db")), before);
}

#[test]
fn the_number_of_demo_users_is_configurable() {
    let place = Place::empty();
    let said = place.succeeds(&["seed", "--demo", "--users", "3"]);
    assert!(said.contains("up to demo3@example.com"), "{said}");
    let mut conn = place.open();
    let query = "SELECT count(*) AS count FROM (SELECT user_id FROM days GROUP BY user_id HAVING count(*) > 300)";
    let with_a_year: Count = diesel::sql_query(query).get_result(&mut conn).unwrap();
    assert_eq!(with_a_year.count, 3);
    let query = "SELECT count(DISTINCT total) AS count FROM (SELECT sum(kpi) AS total FROM days GROUP BY user_id)";
    let different: Count = diesel::sql_query(query).get_result(&mut conn).unwrap();
    assert_eq!(different.count, 3);
}
