//! The logs: on the console, and in `logs/combined.log` and `logs/error.log`.

use std::io::{BufReader, Read};
use std::path::Path;
use std::process::Stdio;
use std::{fs, thread};

use diesel::connection::SimpleConnection;
use diesel::{Connection, SqliteConnection};
use serde_json::{Value, json};

use super::{Backend, SECRET, Serving, TestDatabase};

fn lines(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| {
            let read = serde_json::from_str(line);
            assert!(read.is_ok(), "no JSON: {line}");
            read.unwrap()
        })
        .collect()
}

fn file(backend: &Backend, name: &str) -> Vec<Value> {
    lines(&fs::read_to_string(backend.folder.path().join(name)).unwrap())
}

fn with_message<'a>(lines: &'a [Value], message: &str) -> Vec<&'a Value> {
    lines
        .iter()
        .filter(|line| line["message"] == message)
        .collect()
}

fn credentials() -> Value {
    json!({ "email": "ann@example.com", "password": "correct horse battery" })
}

/// A production service on an empty SQLite file, whose every query fails.
fn unmigrated(more: &[(&str, &str)]) -> Backend {
    let mut settings = vec![
        ("NODE_ENV", "production"),
        ("REDIS_REQUIRED", "false"),
        ("DATABASE_URL", "sqlite:kpi.db"),
        ("JWT_SECRET", SECRET),
        ("HOST", "127.0.0.1"),
        ("PORT", "0"),
    ];
    settings.extend_from_slice(more);
    Backend::with(&settings)
}

#[test]
fn a_failed_request_is_one_access_line_and_one_error_with_its_stack() {
    let backend = unmigrated(&[]);
    let serving = backend.serve();
    let (status, problem) = serving.post("/api/auth/login?token=hunter2&x=1", &credentials());
    assert_eq!(status, 500, "{problem}");
    let id = &problem["requestId"];
    let (ended, console) = serving.terminate();
    assert!(ended.success());

    let combined = file(&backend, "logs/combined.log");
    let of_request: Vec<_> = combined
        .iter()
        .filter(|line| line["request_id"] == *id)
        .collect();
    let [error, access] = of_request[..] else {
        panic!("two lines of the request: {combined:#?}");
    };
    assert_eq!(error["level"], "error");
    let output = error["error"].as_str().unwrap();
    let cause = output.strip_prefix("a query failed: ").unwrap();
    assert!(cause.starts_with("no such table: "), "{output}");
    assert_eq!(error["stack"], format!("{output}\ncaused by: {cause}"));
    assert_eq!(access["message"], "request");
    assert_eq!(access["method"], "POST");
    assert_eq!(access["url"], "/api/auth/login?token=***&x=1");
    assert_eq!(access["status"], 500);
    assert_eq!(access["address"], "127.0.0.1");
    assert!(access["duration_ms"].is_f64(), "{access}");
    for line in &combined {
        assert_eq!(line["service"], "kpi-backend");
        assert_eq!(line["environment"], "production");
        assert!(line["timestamp"].is_string(), "{line}");
    }

    let errors = file(&backend, "logs/error.log");
    let of_combined = combined.iter().filter(|line| line["level"] == "error");
    assert!(of_combined.eq(&errors), "{errors:#?}");
    // The console and the file have the same lines.
    assert_eq!(with_message(&combined, "stopped").len(), 1);
    let console = lines(&console);
    assert_eq!(combined[combined.len() - console.len()..], console);
    let output = format!("{combined:?}");
    for secret in ["hunter2", "ann@example.com", "horse", SECRET] {
        assert!(!output.contains(secret), "{secret}: {output}");
    }
}

/// Not even of a request that fails in the database.
#[test]
fn no_log_has_a_ticket() {
    let backend = unmigrated(&[("LOG_LEVEL", "debug")]);
    let serving = backend.serve();
    let ticket = "hunter2".repeat(10)[..64].to_owned();
    let handshake = format!(
        "GET /api/realtime/ws?ticket={ticket}&lastEventId=1-0 HTTP/1.1\r\nHost: localhost\r\n\
         Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
         Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    );
    let (status, problem) = super::exchange(serving.port, &handshake);
    assert_eq!(status, 500, "{problem}");
    let (ended, console) = serving.terminate();
    assert!(ended.success());
    let combined = file(&backend, "logs/combined.log");
    let access = with_message(&combined, "request");
    let url = access.iter().find_map(|line| line["url"].as_str());
    assert_eq!(url, Some("/api/realtime/ws?ticket=***&lastEventId=1-0"));
    let output = format!("{combined:?}{console}{problem}");
    assert!(!output.contains("hunter2"), "{output}");
}

#[test]
fn no_log_has_an_access_token() {
    let database = TestDatabase::create(true);
    let serving = Backend::on(&database, &[("LOG_DIR", "")]).serve();
    let registration = json!({
        "email": "ann@example.com", "password": "correct horse", "name": "Ann",
    });
    let (_, session) = serving.post("/api/auth/register", &registration);
    let new = json!({ "name": "Script", "scopes": ["read"] });
    let session = session["token"].as_str().unwrap();
    let (status, issued) = serving.post_as(session, "/api/auth/tokens", &new);
    assert_eq!(status, 201);
    let token = issued["token"].as_str().unwrap();
    let (status, _) = serving.get("/api/habits", token);
    assert_eq!(status, 200);
    serving.get(
        &format!("/api/habits?access_token={token}&x={token}"),
        token,
    );
    serving.post_as(token, "/api/habits", &json!({ "name": token }));
    let (_, log) = serving.terminate();
    assert!(log.contains("/api/habits?access_token=***&x=***"), "{log}");
    assert!(!log.contains("kpi_pat_"), "{log}");
}

#[test]
fn the_access_log_has_the_user_id() {
    let database = TestDatabase::create(true);
    let serving = Backend::on(
        &database,
        &[
            ("NODE_ENV", "production"),
            ("REDIS_REQUIRED", "false"),
            ("LOG_DIR", ""),
        ],
    )
    .serve();
    let registration = json!({
        "email": "ann@example.com", "password": "correct horse", "name": "Ann",
    });
    let (_, session) = serving.post("/api/auth/register", &registration);
    let (status, _) = serving.get("/api/habits", session["token"].as_str().unwrap());
    assert_eq!(status, 200);
    let (status, _) = serving.get("/api/habits", "of nobody");
    assert_eq!(status, 401);
    let (status, _) = serving.get("/api/nowhere", "of nobody");
    assert_eq!(status, 404);
    let (_, log) = serving.terminate();
    let output = lines(&log);
    let seen: Vec<_> = with_message(&output, "request")
        .into_iter()
        .map(|line| (&line["url"], &line["status"], &line["user_id"]))
        .collect();
    assert_eq!(
        seen,
        [
            (&json!("/api/auth/register"), &json!(201), &Value::Null),
            (&json!("/api/habits"), &json!(200), &session["user"]["id"]),
            (&json!("/api/habits"), &json!(401), &Value::Null),
            (&json!("/api/nowhere"), &json!(404), &Value::Null),
        ]
    );
}

/// Starts the service and captures stderr.
fn serve_and_listen(backend: &Backend) -> (Serving, thread::JoinHandle<String>) {
    let mut serving = backend.serve_with(Stdio::piped());
    let mut stderr = BufReader::new(serving.child.stderr.take().unwrap());
    let heard = thread::spawn(move || {
        let mut text = String::new();
        stderr.read_to_string(&mut text).unwrap();
        text
    });
    (serving, heard)
}

fn serves_all_the_same(backend: &Backend, named: &str, reason: &str) {
    let (serving, heard) = serve_and_listen(backend);
    for _ in 0..3 {
        let (status, _) = serving.get("/health/live", "");
        assert_eq!(status, 200);
    }
    let (ended, console) = serving.terminate();
    assert!(ended.success());
    assert_eq!(with_message(&lines(&console), "request").len(), 3);
    let output = heard.join().unwrap();
    let of_file: Vec<_> = output.lines().filter(|line| line.contains(named)).collect();
    assert_eq!(of_file.len(), 1, "{output}");
    assert!(of_file[0].contains(reason), "{output}");
}

#[test]
fn an_unwritable_log_folder_is_reported_once_and_stops_nothing() {
    let backend = unmigrated(&[]);
    let folder = backend.folder.path().join("logs");
    fs::create_dir(&folder).unwrap();
    std::os::unix::fs::symlink("/dev/full", folder.join("combined.log")).unwrap();
    serves_all_the_same(&backend, "combined.log", "No space left on device");

    let backend = unmigrated(&[("LOG_DIR", "in/the/way")]);
    fs::write(backend.folder.path().join("in"), "a file").unwrap();
    serves_all_the_same(&backend, "combined.log", "Not a directory");
}

#[test]
fn large_log_files_are_rotated() {
    let backend = unmigrated(&[("LOG_MAX_BYTES", "4096"), ("LOG_MAX_FILES", "2")]);
    let serving = backend.serve();
    let is_there = |name: &str| backend.folder.path().join("logs").join(name).exists();
    // Lines are buffered, so the number of requests until the rotation is not fixed.
    for _ in 0..100_000 {
        serving.get("/health/live", "");
        if is_there("combined.log.2") {
            break;
        }
    }
    assert!(is_there("combined.log.1") && is_there("combined.log.2"));
    let (ended, _) = serving.terminate();
    assert!(ended.success());
    assert!(!is_there("combined.log.3"));
    file(&backend, "logs/combined.log.2");
}

#[test]
fn the_doctor_reports_where_logs_go() {
    let database = TestDatabase::create(true);
    let doctor = |more: &[(&str, &str)]| {
        let backend = Backend::on(&database, more);
        fs::write(backend.folder.path().join("file"), "").unwrap();
        backend.run(&["doctor"])
    };
    let output = doctor(&[]).stdout;
    assert!(
        output.contains("ok       logs: on the console\n"),
        "{output}"
    );
    let output = doctor(&[("LOG_DIR", "here")]).stdout;
    assert!(
        output.contains("ok       logs: on the console and in here\n"),
        "{output}"
    );
    let ended = doctor(&[("LOG_DIR", "file")]);
    assert_eq!(ended.code, Some(1));
    assert!(
        ended
            .stdout
            .contains("problem  logs: file cannot be written"),
        "{ended:?}"
    );
}

#[test]
fn statements_are_logged_in_development_only_and_without_values() {
    let database = TestDatabase::create(true);
    for (environment, are_told) in [("development", true), ("production", false)] {
        let settings = [
            ("NODE_ENV", environment),
            ("REDIS_REQUIRED", "false"),
            ("LOG_LEVEL", "debug"),
            ("LOG_DIR", "logs"),
        ];
        let backend = Backend::on(&database, &settings);
        let serving = backend.serve();
        let (status, _) = serving.post("/api/auth/login", &credentials());
        assert_eq!(status, 401);
        let (ended, _) = serving.terminate();
        assert!(ended.success());
        let combined = file(&backend, "logs/combined.log");
        let output = with_message(&combined, "query");
        let of_users: Vec<_> = output
            .iter()
            .filter(|line| {
                line["statement"]
                    .as_str()
                    .unwrap()
                    .contains("password_hash")
            })
            .collect();
        assert_eq!(!of_users.is_empty(), are_told, "{combined:#?}");
        assert!(of_users.iter().all(|line| line["request_id"].is_string()));
        assert!(!format!("{combined:?}").contains("ann@example.com"));
    }
}

/// Another connection holds the write lock.
fn held(file: &Path) -> SqliteConnection {
    let mut other = SqliteConnection::establish(file.to_str().unwrap()).unwrap();
    other.batch_execute("BEGIN IMMEDIATE").unwrap();
    other
}

#[test]
fn slow_statements_and_an_exhausted_pool_are_logged() {
    let backend = Backend::with(&[
        ("NODE_ENV", "production"),
        ("REDIS_REQUIRED", "false"),
        (
            "DATABASE_URL",
            "sqlite:kpi.db?connection_limit=1&pool_timeout=1",
        ),
        ("JWT_SECRET", SECRET),
        ("BCRYPT_ROUNDS", "4"),
        ("SLOW_QUERY_MS", "500"),
        ("HOST", "127.0.0.1"),
        ("PORT", "0"),
    ]);
    assert_eq!(backend.run(&["migrate", "deploy"]).code, Some(0));
    let serving = backend.serve();
    let other = held(&backend.folder.path().join("kpi.db"));
    // The first request has the connection and waits for the lock, the others wait for the connection.
    let responses: Vec<_> = thread::scope(|scope| {
        let serving = &serving;
        let registering = ["ann", "ben"].map(|name| {
            scope.spawn(move || {
                let email = format!("{name}@example.com");
                let registration = json!({
                    "email": email, "password": "correct horse", "name": name,
                });
                serving.post("/api/auth/register", &registration).0
            })
        });
        registering.map(|one| one.join().unwrap()).into()
    });
    assert_eq!(responses, [503, 503]);
    drop(other);
    let (_, console) = serving.terminate();
    let output = lines(&console);
    // The mail worker waits too.
    assert!(!with_message(&output, "Connection pool exhausted").is_empty());
    // On a busy machine there may be others.
    let slow = with_message(&output, "Slow query");
    let slow = slow
        .iter()
        .find(|line| line["statement"] == "BEGIN IMMEDIATE");
    let slow = slow.unwrap();
    assert_eq!(slow["fingerprint"].as_str().unwrap().len(), 12);
    assert!(slow["duration_ms"].as_f64().unwrap() >= 500.0);
    assert!(!console.contains("example.com"), "{console}");
}

#[test]
fn an_unreachable_database_is_logged_with_the_documented_messages() {
    // Nothing listens there.
    let url = "postgres://kpi:hunter2@127.0.0.1:1/kpi?pool_timeout=1";
    let backend = unmigrated(&[]);
    let serving = backend.and(&[("DATABASE_URL", url)]).serve();
    let (status, _) = serving.post("/api/auth/login", &credentials());
    assert_eq!(status, 503);
    let (_, console) = serving.terminate();
    let output = lines(&console);
    assert!(!with_message(&output, "Database connection failed").is_empty());
    let timeouts = with_message(&output, "Connection timeout");
    let of_request = timeouts
        .iter()
        .filter(|line| line["request_id"].is_string());
    assert_eq!(of_request.count(), 1, "{console}");
    assert!(!console.contains("hunter2"), "{console}");
}
