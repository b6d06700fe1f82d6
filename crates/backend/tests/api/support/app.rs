//! The application under test. With `TEST_REDIS_URL` it uses that Redis. With `TEST_INSTANCES=2` it is two instances
//! of the service, and clients send their requests to them in turn, as behind a load balancer.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};
use std::{env, process};

use chrono::TimeDelta;
use diesel::sql_types::{BigInt, Text};
use diesel::{QueryableByName, RunQueryDsl};
use kpi_backend::app::{Application, StopHandle};
use kpi_backend::config::Config;
use kpi_backend::db::{Database, DbConnection};
use kpi_backend::domain::Clock;
use kpi_common::config::Settings;
use serde_json::Value;

use super::client::{Client, Response};
use super::clock::TestClock;
use super::database::TestDatabase;
use super::smtp::SmtpServer;
use super::user::User;

/// The initial time of every test: a Wednesday, 10:00 UTC.
const BEGINNING: &str = "2026-03-18T10:00:00Z";

/// A small pool is enough for tests.
const POOL: &str = "connection_limit=4&pool_timeout=10";

/// Timeout for polling.
pub(super) const LONG: Duration = Duration::from_secs(30);

/// The real service, one or several instances. Dropping it stops them and removes their database.
pub struct TestApp {
    clock: TestClock,
    instances: Vec<Instance>,
    http: awc::Client,
    /// The SMTP server of the test.
    pub mail: SmtpServer,
    /// Whether the server sends emails to it.
    mails: bool,
    redis_prefix: String,
    // Dropped last, after the server.
    database: TestDatabase,
}

impl TestApp {
    /// The secret of session tokens.
    pub const JWT_SECRET: &str = "a secret that only the tests know";

    /// Starts the service, `TEST_INSTANCES` times.
    pub async fn start() -> Self {
        let instances = env::var("TEST_INSTANCES").map_or(1, |count| count.parse().unwrap());
        Self::build(&[], POOL, instances)
    }

    /// Starts one instance: for tests of what each instance counts or keeps by itself.
    pub async fn single() -> Self {
        Self::with(&[]).await
    }

    /// Starts one instance with additional settings.
    pub async fn with(settings: &[(&str, &str)]) -> Self {
        Self::build(settings, POOL, 1)
    }

    /// Starts one instance without mail.
    pub async fn without_mail() -> Self {
        Self::with(&[
            ("NODE_ENV", "staging"),
            ("SMTP_HOST", ""),
            ("SMTP_PORT", ""),
            ("SMTP_FROM", ""),
        ])
        .await
    }

    /// Starts one instance with other pool parameters.
    pub async fn with_pool(pool: &str) -> Self {
        Self::build(&[], pool, 1)
    }

    fn build(settings: &[(&str, &str)], pool: &str, instances: usize) -> Self {
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
            // Tests advance the clock without signing in again.
            ("JWT_EXPIRES_IN", "365d"),
            ("BCRYPT_ROUNDS", "4"),
            // No rate limits, unless a test is about them.
            ("RATE_LIMIT_MAX_REQUESTS", "0"),
            ("RATE_LIMIT_USER_MAX_REQUESTS", "0"),
            ("RATE_LIMIT_AUTH_MAX_REQUESTS", "0"),
            ("BACKEND_METRICS_PORT", "0"),
            ("SMTP_HOST", "127.0.0.1"),
            ("SMTP_PORT", &mail_port),
            ("SMTP_FROM", "noreply@example.com"),
            // The default in development; required with SMTP elsewhere.
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
        let start = |_| {
            let config = Config::from_settings(Settings::from_pairs(pairs.clone())).unwrap();
            Instance::start(config, clock.for_server())
        };
        let instances = (0..instances).map(start).collect();
        Self {
            clock,
            instances,
            http: Client::connector(),
            mail,
            mails,
            redis_prefix,
            database,
        }
    }

    /// Starts another instance with the same database, SMTP server and Redis.
    pub async fn another_instance(&self) -> Self {
        self.another_instance_with(&[]).await
    }

    /// Starts another instance with additional settings.
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

    /// A client that is not signed in.
    pub fn anonymous(&self) -> Client {
        let ports = self.instances.iter().map(|instance| instance.port);
        Client::new(self.http.clone(), ports.collect())
    }

    /// Registers `<name>@example.com` with the password [`User::PASSWORD`], and receives the verification
    /// email.
    pub async fn user(&self, name: &str) -> User {
        let mut user = User::sign_up(self.anonymous(), name).await;
        if self.mails {
            let mail = self.mail.with_link_to("verify-email", &user.email).await;
            user.verification = Some(mail.token());
            // Waits until the row is updated too.
            while self.rows("mail_outbox WHERE state = 'queued'") > 0 {
                tokio::task::yield_now().await;
            }
        }
        user
    }

    /// Registers several users, one after the other.
    pub async fn users<const N: usize>(&self, names: [&str; N]) -> [User; N] {
        let mut users = Vec::with_capacity(N);
        for name in names {
            users.push(self.user(name).await);
        }
        let Ok(users) = users.try_into() else {
            unreachable!("each name has a user");
        };
        users
    }

    /// Makes a user an administrator, directly in the database.
    pub fn promote(&self, user: &User) {
        let promotion = "UPDATE users SET role = 'admin' WHERE email = ";
        self.execute(&format!("{promotion}'{}'", user.email));
    }

    /// Executes SQL directly in the database.
    pub fn execute(&self, statement: &str) {
        self.try_execute(statement).unwrap();
    }

    /// As [`Self::execute`]; the error of the database if it refuses.
    pub fn try_execute(&self, statement: &str) -> diesel::QueryResult<usize> {
        let database = Database::new(self.database.url().parse().unwrap());
        let conn: &mut DbConnection = &mut database.connection().unwrap();
        diesel::sql_query(statement).execute(conn)
    }

    /// Polls a health endpoint until it has this status.
    pub async fn until(&self, path: &str, status: u16) -> Value {
        self.until_it(path, |response| response.status == status)
            .await
    }

    /// Polls a health endpoint until its single check has this status.
    pub async fn until_check(&self, path: &str, name: &str, status: &str) -> Value {
        self.until_it(path, |response| {
            response.json()["checks"][name]["status"] == status
        })
        .await
    }

    /// Health checks are cached for a second, and Redis reconnects in the background.
    async fn until_it(&self, path: &str, fits: impl Fn(&Response) -> bool) -> Value {
        let anonymous = self.anonymous();
        let began = Instant::now();
        loop {
            let response = anonymous.get(path).await;
            if fits(&response) {
                return response.json();
            }
            assert!(began.elapsed() < LONG, "{path} stays {}", response.text());
        }
    }

    /// The metrics of the first instance, in the Prometheus format.
    pub async fn metrics(&self) -> String {
        self.instances[0].metrics(&self.http).await
    }

    /// The value of a metric, by name and labels: the sum of all instances.
    pub async fn meter(&self, name: &str) -> f64 {
        let mut sum = 0.0;
        for instance in &self.instances {
            let output = instance.metrics(&self.http).await;
            let line = output.lines().find_map(|line| line.strip_prefix(name));
            let shown = line.and_then(|rest| rest.strip_prefix(' '));
            assert!(shown.is_some(), "no {name}: {output}");
            sum += shown.unwrap().parse::<f64>().unwrap();
        }
        sum
    }

    /// The number of statements so far.
    pub async fn statements(&self) -> u64 {
        self.meter("backend_database_statements_total").await as u64
    }

    /// Stops the service, and waits until it no longer responds.
    pub async fn stop_answering(&self) {
        for instance in &self.instances {
            instance.handle.stop().await;
        }
    }

    /// Waits until the service has stopped.
    pub fn ended(&mut self) {
        for instance in &mut self.instances {
            instance.ended();
        }
    }

    /// The port that the first instance listens on.
    pub fn port(&self) -> u16 {
        self.instances[0].port
    }

    /// Makes the clock panic until it is set.
    pub fn break_the_clock(&self) {
        self.clock.break_it();
    }

    /// Sets the clock.
    pub fn travel_to(&self, instant: &str) {
        self.clock.set(instant);
    }

    /// Advances the clock.
    pub fn wait(&self, time: TimeDelta) {
        self.clock.advance(time);
    }

    /// The number of rows of a table.
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

    /// The column `text` of the single row of a query.
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

    /// The URL of the database.
    pub fn database_url(&self) -> &str {
        self.database.url()
    }
}

/// Key prefix of the test, because all tests share the Redis of `TEST_REDIS_URL`.
fn unique_prefix() -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    format!("kpi-test-{}-{number}:", process::id())
}

/// An instance of the service, in a separate thread.
struct Instance {
    port: u16,
    metrics_port: Option<u16>,
    handle: StopHandle,
    thread: Option<JoinHandle<()>>,
}

impl Instance {
    fn start(config: Config, clock: Clock) -> Self {
        let (ready, started) = mpsc::channel();
        let thread = thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let application = Application::build(config, clock).await.unwrap();
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
            port,
            metrics_port,
            handle,
            thread: Some(thread),
        }
    }

    async fn metrics(&self, http: &awc::Client) -> String {
        let page = Client::new(http.clone(), vec![self.metrics_port.unwrap()]);
        let response = page.get("/metrics").await;
        assert_eq!(response.status, 200, "{}", response.text());
        response.text()
    }

    fn ended(&mut self) {
        if let Some(thread) = self.thread.take() {
            let ended = thread.join();
            if !thread::panicking() {
                assert!(ended.is_ok(), "the service ended in a panic");
            }
        }
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        // Requests the stops, and then waits for the threads.
        for instance in &self.instances {
            drop(instance.handle.stop());
        }
        self.ended();
    }
}
