//! The real binary: its commands, what they say and how they end.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "api/support/database.rs"]
mod database;
#[path = "cli/logs.rs"]
mod logs;
#[path = "cli/receiver.rs"]
mod receiver;
#[path = "../../common/tests/support/redis.rs"]
#[expect(
    dead_code,
    reason = "a Redis that hangs or comes back is tested elsewhere"
)]
mod redis;
#[path = "cli/reports.rs"]
mod reports;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::time::{Duration, Instant};

use database::TestDatabase;
use redis::{PASSWORD, TestRedis};
use serde_json::{Value, json};
use tempfile::TempDir;

const SECRET: &str = "a secret that only the tests know";

/// The binary in an empty folder, with these settings and no others.
struct Backend {
    folder: TempDir,
    settings: Vec<(String, String)>,
}

impl Backend {
    fn with(settings: &[(&str, &str)]) -> Self {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Self {
            folder: tempfile::tempdir().unwrap(),
            settings: settings.iter().map(owned).collect(),
        }
    }

    /// With a secret, a cheap hash and this database.
    fn on(database: &TestDatabase, more: &[(&str, &str)]) -> Self {
        let mut settings = vec![
            ("DATABASE_URL", database.url()),
            ("JWT_SECRET", SECRET),
            ("BCRYPT_ROUNDS", "4"),
            ("HOST", "127.0.0.1"),
            ("PORT", "0"),
        ];
        settings.extend_from_slice(more);
        Self::with(&settings)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kpi-backend"));
        command
            .args(arguments)
            .env_clear()
            .envs(self.settings.iter().map(|(name, value)| (name, value)))
            .current_dir(self.folder.path())
            .stdin(Stdio::null());
        command
    }

    fn run(&self, arguments: &[&str]) -> Ended {
        Ended::from(self.command(arguments).output().unwrap())
    }

    /// The same with some settings changed.
    fn and(mut self, changed: &[(&str, &str)]) -> Self {
        for (name, value) in changed {
            self.settings.retain(|(known, _)| known != name);
            self.settings
                .push(((*name).to_owned(), (*value).to_owned()));
        }
        self
    }

    /// As [`Backend::run`], with something on its standard input.
    fn run_with(&self, arguments: &[&str], stdin: &str) -> Ended {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        // A command that reads nothing may have ended already.
        drop(input.write_all(stdin.as_bytes()));
        drop(input);
        Ended::from(child.wait_with_output().unwrap())
    }

    /// Starts `serve` and waits until it listens.
    fn serve(&self) -> Serving {
        self.serve_with(Stdio::inherit())
    }

    /// The same, and what becomes of its stderr.
    fn serve_with(&self, stderr: Stdio) -> Serving {
        let mut child = self
            .command(&["serve"])
            .stdout(Stdio::piped())
            .stderr(stderr)
            .spawn()
            .unwrap();
        let log = BufReader::new(child.stdout.take().unwrap());
        let mut serving = Serving {
            child,
            log,
            port: 0,
        };
        let mut said = String::new();
        while serving.port == 0 {
            let mut line = String::new();
            let read = serving.log.read_line(&mut line).unwrap();
            assert_ne!(read, 0, "it ended: {said}");
            said.push_str(&line);
            serving.port = port_in(&line).unwrap_or(0);
        }
        serving
    }
}

/// The port in the line that tells of it, in either form of the log.
fn port_in(line: &str) -> Option<u16> {
    let (_, rest) = line
        .split_once("port=")
        .or_else(|| line.split_once("\"port\":"))
        .filter(|_| line.contains("listening"))?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// A command that has ended.
#[derive(Debug)]
struct Ended {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

impl From<Output> for Ended {
    fn from(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Self {
            code: output.status.code(),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }
}

/// A running service; killed when it is forgotten.
struct Serving {
    child: Child,
    log: BufReader<std::process::ChildStdout>,
    port: u16,
}

impl Serving {
    fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        let body = body.to_string();
        let length = body.len();
        self.send(&format!(
            "POST {path} HTTP/1.1\r\nContent-Type: application/json\r\n\
             Content-Length: {length}\r\nHost: localhost\r\nConnection: close\r\n\r\n{body}"
        ))
    }

    fn get(&self, path: &str, token: &str) -> (u16, Value) {
        self.send(&format!(
            "GET {path} HTTP/1.1\r\nAuthorization: Bearer {token}\r\n\
             Host: localhost\r\nConnection: close\r\n\r\n"
        ))
    }

    fn send(&self, request: &str) -> (u16, Value) {
        exchange(self.port, request)
    }

    fn signal(&self, name: &str) {
        let sent = Command::new("sh")
            .args(["-c", &format!("kill -{name} {}", self.child.id())])
            .status()
            .unwrap();
        assert!(sent.success());
    }

    /// Asks it to stop; how it ended, and the rest of its log.
    fn terminate(mut self) -> (ExitStatus, String) {
        self.signal("TERM");
        let mut rest = String::new();
        self.log.read_to_string(&mut rest).unwrap();
        (self.child.wait().unwrap(), rest)
    }
}

/// Sends a request that closes its connection, and reads the answer.
fn exchange(port: u16, request: &str) -> (u16, Value) {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, serde_json::from_str(body).unwrap_or_default())
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It may well have ended already.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

#[test]
fn impossible_settings_are_all_named_and_end_it_with_2() {
    let backend = Backend::with(&[
        ("NODE_ENV", "prod"),
        ("PORT", "seventy"),
        ("JWT_SECRET", "hunter2"),
        ("JWT_EXPIRES_IN", "soon"),
        ("DATABASE_URL", "mysql://root:hunter3@localhost/kpi"),
        ("BCRYPT_ROUNDS", "99"),
        ("LOG_LEVEL", "loud"),
        ("SHUTDOWN_TIMEOUT", "-1"),
        ("MAX_BODY_BYTES", "1 MB"),
        ("REDIS_URL", "http://:hunter4@localhost"),
        ("REDIS_REQUIRED", "perhaps"),
        ("HEALTH_CHECK_REDIS", "sometimes"),
    ]);
    for arguments in [
        &["serve"][..],
        &[],
        &["migrate", "deploy"],
        &["migrate", "status"],
        &["seed"],
        &["doctor"],
        &["healthcheck"],
        &["config"],
    ] {
        let ended = backend.run(arguments);
        assert_eq!(ended.code, Some(2), "{arguments:?}: {ended:?}");
        for (name, _) in &backend.settings {
            assert!(
                ended.stderr.contains(&format!("{name}: ")),
                "{name}: {ended:?}"
            );
        }
        let told = ended.stdout + &ended.stderr;
        assert!(!told.contains("hunter"), "a secret is shown: {told}");
        assert!(!told.contains("panicked"), "{told}");
    }
    assert_eq!(
        fs::read_dir(backend.folder.path()).unwrap().count(),
        0,
        "nothing is begun"
    );
}

#[test]
fn an_unknown_command_is_told_with_2() {
    let ended = Backend::with(&[]).run(&["serv"]);
    assert_eq!(ended.code, Some(2));
    assert!(ended.stderr.contains("serve"), "{ended:?}");
}

#[test]
fn config_shows_settings_and_sources_and_hides_secrets() {
    let backend = Backend::with(&[
        ("JWT_SECRET", SECRET),
        ("DATABASE_URL", "postgres://kpi:hunter2@localhost/kpi"),
        ("PORT", "4711"),
    ]);
    let ended = backend.run(&["config"]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let line = |name: &str| -> Vec<&str> {
        let line = ended.stdout.lines().find(|line| line.starts_with(name));
        line.unwrap_or_else(|| panic!("no {name}: {ended:?}"))
            .split_whitespace()
            .collect()
    };
    assert_eq!(line("PORT"), ["PORT", "4711", "environment"]);
    assert_eq!(line("NODE_ENV"), ["NODE_ENV", "development", "default"]);
    assert_eq!(line("JWT_SECRET"), ["JWT_SECRET", "set", "environment"]);
    assert_eq!(line("DATABASE_URL"), ["DATABASE_URL", "set", "environment"]);
    assert!(!ended.stdout.contains("hunter2") && !ended.stdout.contains(SECRET));
}

#[test]
fn migrations_are_run_listed_and_taken_back() {
    let database = TestDatabase::create(false);
    let backend = Backend::on(&database, &[]);
    let status = |state: &str| {
        let ended = backend.run(&["migrate", "status"]);
        assert_eq!(ended.code, Some(0), "{ended:?}");
        let lines = ended.stdout.lines();
        lines.filter(|line| line.starts_with(state)).count()
    };
    let all = status("pending");
    assert!(all >= 2);
    assert_eq!(status("applied"), 0);

    let doctor = backend.run(&["doctor"]);
    assert_eq!(doctor.code, Some(1));
    assert!(
        doctor.stdout.contains("problem  database") && doctor.stdout.contains("migrate deploy"),
        "{doctor:?}"
    );

    let deploy = backend.run(&["migrate", "deploy"]);
    assert_eq!(deploy.code, Some(0), "{deploy:?}");
    assert_eq!(deploy.stdout.lines().count(), all, "{deploy:?}");
    assert_eq!((status("applied"), status("pending")), (all, 0));
    let again = backend.run(&["migrate", "deploy"]);
    assert_eq!(again.code, Some(0));
    assert!(again.stdout.contains("Nothing to do"), "{again:?}");

    let doctor = backend.run(&["doctor"]);
    assert_eq!(doctor.code, Some(0), "{doctor:?}");
    assert!(!doctor.stdout.contains("problem"), "{doctor:?}");

    let revert = backend.run(&["migrate", "revert"]);
    assert_eq!(revert.code, Some(0), "{revert:?}");
    let newest = deploy.stdout.lines().last().unwrap();
    let newest = newest.trim_start_matches("Ran ").trim_end_matches('.');
    assert!(revert.stdout.contains(newest), "by its name: {revert:?}");
    assert_eq!((status("applied"), status("pending")), (all - 1, 1));
    let reset = backend.run(&["migrate", "reset"]);
    assert_eq!(reset.code, Some(0), "{reset:?}");
    assert_eq!((status("applied"), status("pending")), (all, 0));
}

#[test]
fn a_new_migration_gets_its_files_for_both_databases() {
    let backend = Backend::with(&[]);
    let outside = backend.run(&["migrate", "new", "add_things"]);
    assert_eq!(outside.code, Some(1), "{outside:?}");
    assert_eq!(outside.stderr.lines().count(), 1, "{outside:?}");

    let migrations = backend.folder.path().join("migrations");
    fs::create_dir_all(migrations.join("postgres/2026-01-01-000001_first")).unwrap();
    for name in ["Add things", "../up", ""] {
        let ended = backend.run(&["migrate", "new", name]);
        assert_eq!(ended.code, Some(1), "{name}: {ended:?}");
    }
    let made = backend.run(&["migrate", "new", "add_things"]);
    assert_eq!(made.code, Some(0), "{made:?}");
    for database in ["postgres", "sqlite"] {
        let folders: Vec<_> = fs::read_dir(migrations.join(database))
            .unwrap()
            .map(|folder| folder.unwrap().path())
            .filter(|folder| folder.to_string_lossy().ends_with("-000002_add_things"))
            .collect();
        assert_eq!(folders.len(), 1, "{database}");
        assert!(folders[0].join("up.sql").is_file() && folders[0].join("down.sql").is_file());
    }
}

#[test]
fn what_destroys_or_shows_a_password_is_refused_in_production() {
    let database = TestDatabase::create(true);
    for environment in ["staging", "production"] {
        let backend = Backend::on(
            &database,
            &[("NODE_ENV", environment), ("REDIS_REQUIRED", "false")],
        );
        let reset = backend.run(&["migrate", "reset"]);
        assert_eq!(reset.code, Some(1), "{reset:?}");
        assert!(reset.stderr.contains(environment), "{reset:?}");
    }
    let production = Backend::on(
        &database,
        &[("NODE_ENV", "production"), ("REDIS_REQUIRED", "false")],
    );
    let demo = production.run(&["seed", "--demo"]);
    assert_eq!(demo.code, Some(1), "{demo:?}");
    assert_eq!(demo.stderr.lines().count(), 1, "{demo:?}");
    assert!(!demo.stdout.contains("password:"), "{demo:?}");

    let serving = Backend::on(&database, &[]).serve();
    let credentials = json!({ "email": "demo@example.com", "password": "x" });
    assert_eq!(serving.post("/api/auth/login", &credentials).0, 401);
}

#[test]
fn the_demo_users_password_is_the_one_printed_and_there_is_a_year_to_see() {
    let database = TestDatabase::create(false);
    let backend = Backend::on(&database, &[]);
    let plain = backend.run(&["seed"]);
    assert_eq!(plain.code, Some(0), "{plain:?}");
    backend.run(&["seed", "--demo"]);
    // Once more: the second one takes the place of the first.
    let seeded = backend.run(&["seed", "--demo"]);
    assert_eq!(seeded.code, Some(0), "{seeded:?}");
    let (_, password) = seeded.stdout.split_once("password: ").unwrap();

    let serving = backend.serve();
    let credentials = json!({ "email": "demo@example.com", "password": password.trim() });
    let (status, session) = serving.post("/api/auth/login", &credentials);
    assert_eq!(status, 200, "{session}");
    let year = session["user"]["today"].as_str().unwrap()[..4].to_owned();
    let token = session["token"].as_str().unwrap();
    let (status, year) = serving.get(&format!("/api/dashboards/year/{year}"), token);
    assert_eq!(status, 200, "{year}");
    assert!(year["recordedDays"].as_i64().unwrap() > 0, "{year}");
}

/// The last word of the line that says it.
fn password_in(ended: &Ended) -> &str {
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let (_, password) = ended.stdout.split_once("password: ").unwrap();
    password.trim()
}

#[test]
fn the_first_administrator_is_made_on_the_command_line() {
    let database = TestDatabase::create(true);
    let backend = Backend::on(&database, &[]);
    let make = ["user", "create-admin", " Root@Example.com", "Root"];
    let made = backend.run(&make);
    let password = password_in(&made);
    assert!(made.stdout.contains("root@example.com"), "{made:?}");

    // A taken address is not taken over.
    let again = backend.run(&make);
    assert_eq!(again.code, Some(1), "{again:?}");
    assert!(
        again.stderr.contains("root@example.com already"),
        "{again:?}"
    );
    assert_eq!(again.stderr.lines().count(), 1, "{again:?}");
    assert!(!again.stdout.contains("password"), "{again:?}");

    let serving = backend.serve();
    let credentials = json!({ "email": "root@example.com", "password": password });
    let (status, session) = serving.post("/api/auth/login", &credentials);
    assert_eq!((status, &session["user"]["role"]), (200, &json!("admin")));
    let token = session["token"].as_str().unwrap();
    assert_eq!(serving.get("/api/email/status", token).0, 200);

    let registration = json!({
        "email": "ann@example.com", "password": "correct horse", "name": "Ann",
    });
    let (_, session) = serving.post("/api/auth/register", &registration);
    assert_eq!(session["user"]["role"], "user");
    let token = session["token"].as_str().unwrap();
    assert_eq!(serving.get("/api/email/status", token).0, 403);
}

#[test]
fn what_will_not_do_for_an_account_is_told_in_one_sentence() {
    let database = TestDatabase::create(true);
    let backend = Backend::on(&database, &[]);
    for (arguments, stdin, word) in [
        (&["create-admin", "root", "Root"][..], "", "\"root\""),
        (&["create-admin", "root@example.com", " "], "", "name"),
        (
            &[
                "create-admin",
                "root@example.com",
                "Root",
                "--password-stdin",
            ],
            "short\n",
            "8 characters",
        ),
        (&["reset-password", "nobody@example.com"], "", "no account"),
        (&["reset-password", "nobody"], "", "\"nobody\""),
    ] {
        let ended = backend.run_with(&[&["user"], arguments].concat(), stdin);
        assert_eq!(ended.code, Some(1), "{ended:?}");
        assert!(ended.stderr.contains(word), "{ended:?}");
        assert_eq!(ended.stderr.lines().count(), 1, "{ended:?}");
        assert!(!ended.stdout.contains("password"), "{ended:?}");
    }
}

#[test]
fn a_password_reset_by_the_operator_ends_all_sessions() {
    let database = TestDatabase::create(true);
    let backend = Backend::on(&database, &[]);
    let serving = backend.serve();
    let credentials = |password: &str| json!({ "email": "ann@example.com", "password": password });
    let mut registration = credentials("correct horse");
    registration["name"] = "Ann".into();
    let (status, session) = serving.post("/api/auth/register", &registration);
    assert_eq!(status, 201, "{session}");
    // Someone has tried so often that the next one would have to wait.
    let statuses: Vec<u16> = (0..6)
        .map(|_| serving.post("/api/auth/login", &credentials("a guess")).0)
        .collect();
    assert_eq!(statuses, [401, 401, 401, 401, 401, 429]);

    let reset = backend.run(&["user", "reset-password", "ANN@example.com"]);
    let made_up = password_in(&reset);
    let token = session["token"].as_str().unwrap();
    assert_eq!(serving.get("/api/auth/me", token).0, 401);
    let login = |password: &str| serving.post("/api/auth/login", &credentials(password)).0;
    assert_eq!(login(made_up), 200);
    assert_eq!(login("correct horse"), 401);

    let arguments = [
        "user",
        "reset-password",
        "ann@example.com",
        "--password-stdin",
    ];
    let chosen = backend.run_with(&arguments, "chosen by the operator\n");
    assert_eq!(chosen.code, Some(0), "{chosen:?}");
    assert!(!chosen.stdout.contains("chosen by"), "{chosen:?}");
    assert_eq!(login("chosen by the operator"), 200);
    assert_eq!(login(made_up), 401);
}

#[test]
fn healthcheck_ends_with_0_while_the_service_runs_and_with_1_otherwise() {
    let database = TestDatabase::create(true);
    let serving = Backend::on(&database, &[]).serve();
    let port = serving.port.to_string();
    let asking = Backend::on(&database, &[("PORT", &port)]);
    let well = asking.run(&["healthcheck"]);
    assert_eq!(well.code, Some(0), "{well:?}");
    let (status, _) = serving.terminate();
    assert!(status.success());
    let unwell = asking.run(&["healthcheck"]);
    assert_eq!(unwell.code, Some(1), "{unwell:?}");
    assert_eq!(unwell.stderr.lines().count(), 1, "{unwell:?}");
}

#[test]
fn sigterm_ends_it_well_and_soon_though_a_connection_idles() {
    let database = TestDatabase::create(false);
    let serving = Backend::on(&database, &[("SHUTDOWN_TIMEOUT", "60")]).serve();
    let mut idle = TcpStream::connect(("127.0.0.1", serving.port)).unwrap();
    write!(idle, "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    let mut head = [0; 12];
    idle.read_exact(&mut head).unwrap();
    assert_eq!(&head, b"HTTP/1.1 200");

    let asked = Instant::now();
    let (status, log) = serving.terminate();
    assert_eq!(status.code(), Some(0), "{log}");
    assert!(asked.elapsed() < Duration::from_secs(20), "{log}");
    assert!(log.contains("SIGTERM") && log.contains("stopped"), "{log}");
}

#[test]
fn a_proxy_that_nobody_named_is_told_of_once() {
    let database = TestDatabase::create(true);
    let serving = Backend::on(&database, &[]).serve();
    for client in ["192.0.2.1", "192.0.2.2"] {
        serving.send(&format!(
            "GET /api/kpi/laws HTTP/1.1\r\nX-Forwarded-For: {client}\r\n\
             Host: localhost\r\nConnection: close\r\n\r\n"
        ));
    }
    let (_, log) = serving.terminate();
    let warnings: Vec<_> = log.matches("not in TRUSTED_PROXIES").collect();
    assert_eq!(warnings.len(), 1, "{log}");
    assert!(log.contains("127.0.0.1"), "{log}");

    let trusting = Backend::on(&database, &[("TRUSTED_PROXIES", "127.0.0.1")]).serve();
    trusting.send(
        "GET /api/kpi/laws HTTP/1.1\r\nX-Forwarded-For: 192.0.2.1\r\n\
         Host: localhost\r\nConnection: close\r\n\r\n",
    );
    let (_, log) = trusting.terminate();
    assert!(!log.contains("TRUSTED_PROXIES"), "{log}");
}

#[test]
fn what_was_acknowledged_is_there_after_kill_9() {
    let database = TestDatabase::create(true);
    let backend = Backend::on(&database, &[]);
    let serving = backend.serve();
    let registration = json!({
        "email": "ann@example.com", "password": "correct horse", "name": "Ann",
    });
    let (status, session) = serving.post("/api/auth/register", &registration);
    assert_eq!(status, 201, "{session}");
    let token = session["token"].as_str().unwrap();
    let (_, habits) = serving.get("/api/habits", token);
    serving.signal("KILL");
    drop(serving);

    let serving = backend.serve();
    let (status, after) = serving.get("/api/habits", token);
    assert_eq!((status, after), (200, habits));
}

#[test]
fn a_port_in_use_is_told_in_one_sentence() {
    let database = TestDatabase::create(true);
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let backend = Backend::on(&database, &[("PORT", &port)]);
    let ended = backend.run(&["serve"]);
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert_eq!(ended.stderr.lines().count(), 1, "{ended:?}");
    assert!(
        ended.stderr.contains(&format!("127.0.0.1:{port}")) && ended.stderr.contains("in use"),
        "{ended:?}"
    );
}

#[test]
fn a_database_that_is_away_is_told_in_one_sentence() {
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = nobody.local_addr().unwrap().port();
    drop(nobody);
    let url = format!("postgres://kpi:hunter2@127.0.0.1:{port}/kpi?pool_timeout=1");
    let backend = Backend::with(&[("JWT_SECRET", SECRET), ("DATABASE_URL", &url)]);
    for arguments in [&["migrate", "deploy"][..], &["seed"]] {
        let ended = backend.run(arguments);
        assert_eq!(ended.code, Some(1), "{ended:?}");
        assert!(
            !ended.stderr.is_empty() && !ended.stderr.contains("panicked"),
            "{ended:?}"
        );
        assert!(!ended.stderr.contains("hunter2"), "{ended:?}");
    }
    let doctor = backend.run(&["doctor"]);
    assert_eq!(doctor.code, Some(1), "{doctor:?}");
    assert!(doctor.stdout.contains("problem  database"), "{doctor:?}");
    assert!(!doctor.stdout.contains("hunter2"), "{doctor:?}");
}

#[test]
fn without_the_redis_that_is_required_it_does_not_start() {
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = nobody.local_addr().unwrap().port();
    drop(nobody);
    let database = TestDatabase::create(true);
    let url = format!("redis://:hunter2@127.0.0.1:{port}");
    let settings = [("REDIS_URL", url.as_str()), ("REDIS_REQUIRED", "true")];
    let backend = Backend::on(&database, &settings);
    let ended = backend.run(&["serve"]);
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert_eq!(ended.stderr.lines().count(), 1, "{ended:?}");
    assert!(ended.stderr.contains("REDIS_REQUIRED"), "{ended:?}");
    let doctor = backend.run(&["doctor"]);
    assert_eq!(doctor.code, Some(1), "{doctor:?}");
    assert!(doctor.stdout.contains("problem  redis"), "{doctor:?}");
    for told in [&ended.stdout, &ended.stderr, &doctor.stdout] {
        assert!(!told.contains("hunter2"), "{told}");
    }
}

#[test]
fn doctor_and_healthcheck_look_at_redis() {
    let database = TestDatabase::create(true);
    let mut redis = TestRedis::start();
    let (url, settings) = (redis.url(), [("REDIS_PASSWORD", PASSWORD)]);
    let required = [("REDIS_URL", url.as_str()), ("REDIS_REQUIRED", "true")];
    let settings = [&settings[..], &required].concat();
    let serving = Backend::on(&database, &settings).serve();
    let port = serving.port.to_string();
    let asking = Backend::on(&database, &[&settings[..], &[("PORT", &port)]].concat());
    let doctor = asking.run(&["doctor"]);
    assert_eq!(doctor.code, Some(0), "{doctor:?}");
    assert!(
        doctor.stdout.contains("ok       redis: answers"),
        "{doctor:?}"
    );
    assert_eq!(asking.run(&["healthcheck"]).code, Some(0));

    redis.stop();
    let began = Instant::now();
    let unwell = loop {
        let ended = asking.run(&["healthcheck"]);
        if ended.code != Some(0) {
            break ended;
        }
        assert!(began.elapsed() < Duration::from_secs(30), "it notices");
    };
    assert_eq!(unwell.code, Some(1), "{unwell:?}");
    assert!(unwell.stderr.contains("/health/redis"), "{unwell:?}");
    let (status, _) = serving.terminate();
    assert!(status.success());
}

/// Only in development the service migrates by itself; elsewhere it starts, and says that it is
/// not ready.
#[test]
fn outside_development_it_does_not_migrate_by_itself() {
    let database = TestDatabase::create(false);
    let settings = [("NODE_ENV", "production"), ("REDIS_REQUIRED", "false")];
    let production = Backend::on(&database, &settings);
    let serving = production.serve();
    let (status, report) = serving.get("/health/ready", "");
    assert_eq!(status, 503, "{report}");
    assert_eq!(report["checks"]["migrations"]["status"], "error");
    drop(serving);
    let serving = Backend::on(&database, &[]).serve();
    let (status, report) = serving.get("/health/ready", "");
    assert_eq!(status, 200, "{report}");
}
