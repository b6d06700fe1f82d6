//! A separate database for each test: a SQLite file in a temporary folder, or, with `TEST_DATABASE_URL`
//! (a superuser's database on a PostgreSQL server), a database on that server. Both are copies of a
//! template that is migrated once. Dropping a [`TestDatabase`] removes it, also when its test fails.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};
use std::{env, fs, process, thread};

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection, SqliteConnection};
use kpi_backend::db::{DbConnection, Migrations};

/// The database of a test.
pub struct TestDatabase {
    url: String,
    _held: Held,
}

/// Removes the database when dropped.
enum Held {
    InFolder {
        _folder: Folder,
    },
    OnServer {
        _database: OnServer,
        _template: Option<Arc<OnServer>>,
    },
}

impl TestDatabase {
    /// Creates a database with all migrations, or with none.
    pub fn create(migrated: bool) -> Self {
        match env::var("TEST_DATABASE_URL") {
            Ok(server) => Self::on_server(&server, migrated),
            Err(_) => Self::in_file(migrated),
        }
    }

    /// The URL, without pool parameters.
    pub fn url(&self) -> &str {
        &self.url
    }

    fn in_file(migrated: bool) -> Self {
        let folder = Folder(tempfile::tempdir().unwrap().keep());
        let file = folder.0.join("kpi.db");
        if migrated {
            fs::write(&file, sqlite_template()).unwrap();
        }
        Self {
            url: format!("sqlite:{}", file.display()),
            _held: Held::InFolder { _folder: folder },
        }
    }

    fn on_server(server: &str, migrated: bool) -> Self {
        let template = migrated.then(|| postgres_template(server));
        let database = OnServer::create(server, template.as_deref());
        Self {
            url: database.url(),
            _held: Held::OnServer {
                _database: database,
                _template: template,
            },
        }
    }
}

fn migrate(mut conn: DbConnection) {
    Migrations::on(&mut conn).deploy().unwrap();
}

/// A temporary folder.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        // Connections of the server may still be closing, and remove their files at the same time.
        for _ in 0..10_000 {
            if fs::remove_dir_all(&self.0).is_ok() || !self.0.exists() {
                return;
            }
            thread::yield_now();
        }
    }
}

/// The bytes of a migrated file.
fn sqlite_template() -> &'static [u8] {
    static TEMPLATE: OnceLock<Vec<u8>> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("template.db");
        let conn = SqliteConnection::establish(file.to_str().unwrap()).unwrap();
        migrate(DbConnection::Sqlite(conn));
        fs::read(file).unwrap()
    })
}

/// The migrated template, removed with its last user.
fn postgres_template(server: &str) -> Arc<OnServer> {
    static TEMPLATE: Mutex<Weak<OnServer>> = Mutex::new(Weak::new());
    let mut kept = TEMPLATE.lock().unwrap_or_else(PoisonError::into_inner);
    kept.upgrade().unwrap_or_else(|| {
        let template = Arc::new(OnServer::create(server, None));
        let conn = PgConnection::establish(&template.url()).unwrap();
        migrate(DbConnection::Postgres(conn));
        *kept = Arc::downgrade(&template);
        template
    })
}

/// A database on the PostgreSQL server.
struct OnServer {
    server: String,
    name: String,
}

impl OnServer {
    fn create(server: &str, template: Option<&Self>) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let database = Self {
            server: server.to_owned(),
            name: format!("kpi_test_{}_{number}", process::id()),
        };
        let template = template.map_or("template0", |template| &template.name);
        database.on_server(&format!(
            "CREATE DATABASE {} TEMPLATE {template}",
            database.name
        ));
        database
    }

    fn url(&self) -> String {
        let address = self.server.split('?').next().unwrap();
        let (host, _) = address.rsplit_once('/').unwrap();
        format!("{host}/{}", self.name)
    }

    fn on_server(&self, sql: &str) {
        PgConnection::establish(&self.server)
            .unwrap()
            .batch_execute(sql)
            .unwrap();
    }
}

impl Drop for OnServer {
    fn drop(&mut self) {
        self.on_server(&format!("DROP DATABASE {} WITH (FORCE)", self.name));
    }
}
