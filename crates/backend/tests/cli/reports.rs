//! Reports to Sentry, without secrets.

use std::thread;

use actix_web::rt::System;
use kpi_backend::app::Application;
use kpi_backend::config::Config;
use kpi_backend::domain::Clock;
use kpi_common::config::Settings;
use serde_json::{Value, json};

use super::receiver::Receiver;
use super::{Backend, SECRET, Serving};

/// A request with secrets and addresses in every part.
const REQUEST: &str = "POST /api/auth/login?token=hunter2&mail=hunter2@example.com HTTP/1.1\r\n\
    Host: localhost\r\n\
    X-Request-Id: mine\r\n\
    Authorization: Bearer hunter2\r\n\
    Cookie: session=hunter2\r\n\
    X-Api-Key: hunter2\r\n\
    X-Note: hunter2\r\n\
    User-Agent: test\r\n\
    sentry-trace: 771a43a4192642f0b136d5159a501700-771a43a4192642f0-1\r\n\
    baggage: sentry-transaction=hunter2\r\n\
    Content-Type: application/json\r\n\
    Connection: close\r\n";

fn request(body: &Value) -> String {
    let body = body.to_string();
    format!("{REQUEST}Content-Length: {}\r\n\r\n{body}", body.len())
}

fn credentials() -> Value {
    json!({ "email": "hunter2@example.com", "password": "hunter2 and more" })
}

/// A service on an empty database, whose every query fails.
fn unmigrated(environment: &str, dsn: &str) -> Backend {
    Backend::with(&[
        ("NODE_ENV", environment),
        ("DATABASE_URL", "sqlite:kpi.db"),
        ("JWT_SECRET", SECRET),
        ("HOST", "127.0.0.1"),
        ("PORT", "0"),
        ("LOG_DIR", ""),
        ("REDIS_REQUIRED", "false"),
        ("RATE_LIMIT_MAX_REQUESTS", "0"),
        ("RATE_LIMIT_AUTH_MAX_REQUESTS", "0"),
        ("SENTRY_DSN", dsn),
        ("SENTRY_ENVIRONMENT", "qa"),
    ])
}

/// The events of the request above, by its id.
fn of_the_request(receiver: &Receiver) -> Vec<Value> {
    let mut events = receiver.items("event");
    events.retain(|event| event["tags"]["request_id"] == "mine");
    events
}

/// Stops the service, which flushes reports.
fn stop(serving: Serving) {
    let (ended, log) = serving.terminate();
    assert!(ended.success(), "{log}");
}

#[test]
fn an_error_is_reported_with_its_request_and_without_secrets() {
    let receiver = Receiver::start();
    let backend = unmigrated("staging", &receiver.dsn());
    let serving = backend.serve();
    let (status, problem) = serving.send(&request(&credentials()));
    assert_eq!(status, 500, "{problem}");
    stop(serving);

    let [event] = &of_the_request(&receiver)[..] else {
        panic!("one event: {}", receiver.text());
    };
    assert_eq!(event["environment"], "qa");
    let release = concat!("kpi-backend@", env!("CARGO_PKG_VERSION"));
    assert_eq!(event["release"], release);
    let exceptions = event["exception"]["values"].as_array().unwrap();
    let output = exceptions.last().unwrap()["value"].as_str().unwrap();
    assert!(
        output.starts_with("a query failed: no such table: "),
        "{output}"
    );
    let of_request = &event["request"];
    assert_eq!(of_request["method"], "POST");
    let url = of_request["url"].as_str().unwrap();
    assert!(url.ends_with("/api/auth/login?token=***&mail=***"), "{url}");
    assert_eq!(of_request["headers"]["user-agent"], "test");

    let [trace] = &receiver.items("transaction")[..] else {
        panic!("one trace: {}", receiver.text());
    };
    assert_eq!(trace["transaction"], "POST /api/auth/login");
    assert!(!receiver.text().contains("hunter2"), "{}", receiver.text());
}

#[test]
fn a_tenth_of_the_requests_is_traced_in_production() {
    for (environment, requests, traces) in [("production", 300, 1..=90), ("staging", 20, 20..=20)] {
        let receiver = Receiver::start();
        let backend = unmigrated(environment, &receiver.dsn());
        let serving = backend.serve();
        for _ in 0..requests {
            let (status, _) = serving.send(
                "GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
                 sentry-trace: 771a43a4192642f0b136d5159a501700-771a43a4192642f0-1\r\n\r\n",
            );
            assert_eq!(status, 200);
        }
        stop(serving);
        let count = receiver.items("transaction").len();
        assert!(
            traces.contains(&count),
            "{environment}: {count} of {requests}"
        );
    }
}

#[test]
fn a_panic_is_reported_with_its_request() {
    let receiver = Receiver::start();
    let dsn = receiver.dsn();
    let place = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}/kpi.db", place.path().display());
    let config = Config::from_settings(Settings::from_pairs([
        ("HOST", "127.0.0.1"),
        ("PORT", "0"),
        ("JWT_SECRET", SECRET),
        ("DATABASE_URL", &url),
        ("SENTRY_DSN", &dsn),
    ]))
    .unwrap();
    let reporting = config.reports.start("kpi-backend", "test").unwrap();
    let (ready, started) = std::sync::mpsc::channel();
    let server = thread::spawn(move || {
        System::new().block_on(async move {
            let clock = Clock::from_fn(|| {
                let serves = kpi_common::request_id::current().is_some();
                assert!(!serves, "no time for hunter2@example.com");
                chrono::Utc::now()
            });
            let application = Application::build(config, clock).await.unwrap();
            ready
                .send((application.port(), application.handle()))
                .unwrap();
            application.run().await.unwrap();
        });
    });
    let (port, handle) = started.recv().unwrap();
    let asking = request(&json!({})).replace("POST /api/auth/login", "GET /api/auth/me");
    let (status, problem) = super::exchange(port, &asking);
    assert_eq!(status, 500, "{problem}");
    assert_eq!(problem["requestId"], "mine");
    drop(handle.stop());
    server.join().unwrap();
    drop(reporting);

    let [event] = &of_the_request(&receiver)[..] else {
        panic!("one event: {}", receiver.text());
    };
    assert_eq!(event["level"], "fatal");
    let panicked = &event["exception"]["values"][0];
    assert_eq!(panicked["type"], "panic");
    assert_eq!(panicked["value"], "no time for ***");
    assert!(
        !panicked["stacktrace"]["frames"]
            .as_array()
            .unwrap()
            .is_empty()
    );
    assert_eq!(event["request"]["method"], "GET");
    assert!(!receiver.text().contains("hunter2"), "{}", receiver.text());
}

#[test]
fn an_invalid_dsn_fails_the_start() {
    let ended = unmigrated("staging", "https://hunter2.example").run(&["serve"]);
    assert_eq!(ended.code, Some(2), "{ended:?}");
    assert!(ended.stderr.contains("\nSENTRY_DSN: "), "{ended:?}");
    assert!(!ended.stderr.contains("hunter2"), "{ended:?}");
}

#[test]
fn an_unreachable_or_slow_sentry_delays_no_request() {
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let dsn = format!("http://key@{}/1", silent.local_addr().unwrap());
    let backend = unmigrated("staging", &dsn);
    let serving = backend.serve();
    for _ in 0..50 {
        let (status, _) = serving.send(&request(&credentials()));
        assert_eq!(status, 500);
    }
    stop(serving);
}
