//! The server under test. Where `TEST_REDIS_URL` names a Redis, it uses that.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};
use std::{env, process};

use actix_web::dev::ServerHandle;
use chrono::TimeDelta;
use diesel::sql_types::{BigInt, Text};
use diesel::{QueryableByName, RunQueryDsl};
use kpi_backend::app::Application;
use kpi_backend::config::Config;
use kpi_backend::db::{Database, DbConnection};
use kpi_common::config::Settings;
use serde_json::Value;

use super::client::{Client, Response};
use super::clock::TestClock;
use super::database::TestDatabase;
use super::smtp::SmtpServer;
use super::user::User;

/// When every test begins: a Wednesday, at ten in the morning UTC.
const BEGINNING: &str = "2026-03-18T10:00:00Z";

/// Tests wait for no more connections than they can use.
const POOL: &str = "connection_limit=4&pool_timeout=10";

/// Nothing that comes by itself takes longer.
pub(super) const LONG: Duration = Duration::from_secs(30);

/// The real server, in a thread of its own. It stops, and its database goes, when this is dropped.
pub struct TestApp {
    clock: TestClock,
    port: u16,
    metrics_port: Option<u16>,
    handle: ServerHandle,
    thread: Option<JoinHandle<()>>,
    http: awc::Client,
    /// The mail server that the server's mails go to.
    pub mail: SmtpServer,
    /// Whether they do.
    mails: bool,
    redis_prefix: String,
    // Dropped last: the server must have let go of it.
    database: TestDatabase,
}

impl TestApp {
    /// What it signs sessions with.
    pub const JWT_SECRET: &str = "a secret that only the tests know";

    /// Starts it.
    pub async fn start() -> Self {
        Self::with(&[]).await
    }

    /// Starts it with some settings of its own.
    pub async fn with(settings: &[(&str, &str)]) -> Self {
        Self::build(settings, POOL)
    }

    /// Starts it with another pool than tests usually have.
    pub async fn with_pool(pool: &str) -> Self {
        Self::build(&[], pool)
    }

    fn build(settings: &[(&str, &str)], pool: &str) -> Self {
        let database = TestDatabase::create(true);
        let url = format!("{}?{pool}", database.url());
        let clock = TestClock::at(BEGINNING);
        let mail = SmtpServer::start();
        let mail_port = mail.port().to_string();
        let mut pairs = vec![
            ("NODE_ENV", "development"),
            ("HOST", "127.0.0.1"),
            ("PORT", "0"),
            ("DATABASE_URL", &url),
            ("JWT_SECRET", Self::JWT_SECRET),
            // Tests travel in time without signing in again.
            ("JWT_EXPIRES_IN", "365d"),
            ("BCRYPT_ROUNDS", "4"),
            // Nor do they wait for windows to end, unless they are about that.
            ("RATE_LIMIT_MAX_REQUESTS", "0"),
            ("RATE_LIMIT_USER_MAX_REQUESTS", "0"),
            ("RATE_LIMIT_AUTH_MAX_REQUESTS", "0"),
            ("BACKEND_METRICS_PORT", "0"),
            ("SMTP_HOST", "127.0.0.1"),
            ("SMTP_PORT", &mail_port),
            ("SMTP_FROM", "noreply@example.com"),
            // In development it is this anyway; elsewhere mails need it.
            ("FRONTEND_URL", "http://localhost:3000"),
        ];
        let (redis, redis_prefix) = (env::var("TEST_REDIS_URL"), unique_prefix());
        if let Ok(url) = &redis {
            pairs.extend([("REDIS_URL", url.as_str()), ("REDIS_PREFIX", &redis_prefix)]);
        }
        let mails = settings
            .iter()
            .all(|(name, _)| !["SMTP_HOST", "SMTP_PORT"].contains(name));
        for (name, value) in settings {
            pairs.retain(|(known, _)| known != name);
            pairs.push((name, value));
        }
        let config = Config::from_settings(Settings::from_pairs(pairs)).unwrap();

        let (ready, started) = mpsc::channel();
        let server_clock = clock.for_server();
        let thread = thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let application = Application::build(config, server_clock).await.unwrap();
                ready
                    .send((
                        application.port(),
                        application.metrics_port(),
                        application.handle(),
                    ))
                    .unwrap();
                application.run().await.unwrap();
            });
        });
        let (port, metrics_port, handle) = started.recv().unwrap();
        Self {
            clock,
            port,
            metrics_port,
            handle,
            thread: Some(thread),
            http: Client::connector(),
            mail,
            mails,
            redis_prefix,
            database,
        }
    }

    /// Another instance of the service, on the same database, with the same mail server, and the
    /// same Redis if there is one.
    pub async fn another_instance(&self) -> Self {
        self.another_instance_with(&[]).await
    }

    /// The same with some settings of its own.
    pub async fn another_instance_with(&self, settings: &[(&str, &str)]) -> Self {
        let database = format!("{}?{POOL}", self.database.url());
        let port = self.mail.port().to_string();
        let shared = [
            ("SMTP_PORT", port.as_str()),
            ("DATABASE_URL", &database),
            ("REDIS_PREFIX", &self.redis_prefix),
        ];
        Self::with(&[&shared, settings].concat()).await
    }

    /// Someone who is not signed in.
    pub fn anonymous(&self) -> Client {
        Client::new(self.http.clone(), self.port)
    }

    /// Signs up `<name>@example.com`, whose password is [`User::PASSWORD`], and takes the mail that
    /// asks whether the address is theirs.
    pub async fn user(&self, name: &str) -> User {
        let mut user = User::sign_up(self.anonymous(), name).await;
        if self.mails {
            let mail = self.mail.with_link_to("verify-email", &user.email).await;
            user.verification = Some(mail.token());
            // Its books are closed, too.
            while self.rows("mail_outbox WHERE state = 'queued'") > 0 {
                tokio::task::yield_now().await;
            }
        }
        user
    }

    /// Makes a user an administrator, as only someone with the database can.
    pub fn promote(&self, user: &User) {
        let promotion = "UPDATE users SET role = 'admin' WHERE email = ";
        self.execute(&format!("{promotion}'{}'", user.email));
    }

    /// Changes the database behind the service's back.
    pub fn execute(&self, statement: &str) {
        let database = Database::new(self.database.url().parse().unwrap());
        let conn: &mut DbConnection = &mut database.connection().unwrap();
        diesel::sql_query(statement).execute(conn).unwrap();
    }

    /// GETs a health page until it has this status.
    pub async fn until(&self, path: &str, status: u16) -> Value {
        self.until_it(path, |answer| answer.status == status).await
    }

    /// GETs a health page until its one check has this status.
    pub async fn until_check(&self, path: &str, name: &str, status: &str) -> Value {
        self.until_it(path, |answer| {
            answer.json()["checks"][name]["status"] == status
        })
        .await
    }

    /// Health pages may be a second old, and Redis comes back in its own time.
    async fn until_it(&self, path: &str, fits: impl Fn(&Response) -> bool) -> Value {
        let anonymous = self.anonymous();
        let began = Instant::now();
        loop {
            let answer = anonymous.get(path).await;
            if fits(&answer) {
                return answer.json();
            }
            assert!(began.elapsed() < LONG, "{path} stays {}", answer.text());
        }
    }

    /// The metrics, as Prometheus reads them.
    pub async fn metrics(&self) -> String {
        let page = Client::new(self.http.clone(), self.metrics_port.unwrap());
        let answer = page.get("/metrics").await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.text()
    }

    /// What a meter shows, labels and all.
    pub async fn meter(&self, name: &str) -> f64 {
        let told = self.metrics().await;
        let line = told.lines().find_map(|line| line.strip_prefix(name));
        let shown = line.and_then(|rest| rest.strip_prefix(' '));
        assert!(shown.is_some(), "no {name}: {told}");
        shown.unwrap().parse().unwrap()
    }

    /// The statements that the database has had so far.
    pub async fn statements(&self) -> u64 {
        self.meter("backend_database_statements_total").await as u64
    }

    /// Has it stop, as a signal would, and waits until it answers nobody any more.
    pub async fn stop_answering(&self) {
        self.handle.stop(true).await;
    }

    /// Waits for the end of all that it does.
    pub fn ended(&mut self) {
        if let Some(thread) = self.thread.take() {
            let ended = thread.join();
            if !thread::panicking() {
                assert!(ended.is_ok(), "the server ended in a panic");
            }
        }
    }

    /// The port it listens on.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Has requests panic when they look at the clock, until the clock is set.
    pub fn break_the_clock(&self) {
        self.clock.break_it();
    }

    /// Sets the clock.
    pub fn travel_to(&self, instant: &str) {
        self.clock.set(instant);
    }

    /// Moves the clock on.
    pub fn wait(&self, time: TimeDelta) {
        self.clock.advance(time);
    }

    /// How many rows a table has.
    pub fn rows(&self, table: &str) -> i64 {
        #[derive(QueryableByName)]
        struct Count {
            #[diesel(sql_type = BigInt)]
            rows: i64,
        }
        let database = Database::new(self.database.url().parse().unwrap());
        let mut link = database.connection().unwrap();
        let conn: &mut DbConnection = &mut link;
        let query = diesel::sql_query(format!("SELECT count(*) AS rows FROM {table}"));
        query.get_result::<Count>(conn).unwrap().rows
    }

    /// The column `text` of a query's one row.
    pub fn text(&self, query: &str) -> String {
        #[derive(QueryableByName)]
        struct Row {
            #[diesel(sql_type = Text)]
            text: String,
        }
        let database = Database::new(self.database.url().parse().unwrap());
        let mut link = database.connection().unwrap();
        let conn: &mut DbConnection = &mut link;
        let query = diesel::sql_query(query);
        query.get_result::<Row>(conn).unwrap().text
    }

    /// Whether the tests run with a Redis.
    pub fn has_redis() -> bool {
        env::var_os("TEST_REDIS_URL").is_some()
    }

    /// The database's address.
    pub fn database_url(&self) -> &str {
        self.database.url()
    }
}

/// What the keys of a test begin with: all tests share the server of `TEST_REDIS_URL`.
fn unique_prefix() -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    format!("kpi-test-{}-{number}:", process::id())
}

impl Drop for TestApp {
    fn drop(&mut self) {
        // The stop is under way as soon as it is asked for; the thread's end is what is awaited.
        drop(self.handle.stop(true));
        self.ended();
    }
}
