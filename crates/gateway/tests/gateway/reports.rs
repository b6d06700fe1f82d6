//! Reports of the gateway to Sentry, without secrets.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};

use serde_json::Value;

#[path = "../../../backend/tests/cli/receiver.rs"]
mod receiver;

use receiver::Receiver;

/// Sends requests to a gateway whose backend is unavailable, and stops it.
fn send_requests(environment: &str, dsn: &str, times: usize) {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap();
    let backend = format!("http://{}", closed.local_addr().unwrap());
    drop(closed);
    let mut child = Command::new(env!("CARGO_BIN_EXE_kpi-gateway"))
        .env_clear()
        .current_dir(std::env::temp_dir())
        .env("NODE_ENV", environment)
        .env("LOG_DIR", "")
        .env("GATEWAY_HOST", "127.0.0.1")
        .env("GATEWAY_PORT", "0")
        .env("WORKERS", "1")
        .env("DRAIN_DELAY", "0")
        .env("UPSTREAM_PROBE_INTERVAL", "0")
        .env("UPSTREAM_EJECT_FAILURES", "1000000")
        .env("RATE_LIMIT_MAX_REQUESTS", "0")
        .env("BACKEND_URL", backend)
        .env("SENTRY_DSN", dsn)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let port = loop {
        let line: Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
        if let Some(port) = line["port"].as_u64() {
            break u16::try_from(port).unwrap();
        }
    };
    for _ in 0..times {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        let request = "GET /api/realtime/ws?ticket=hunter2 HTTP/1.1\r\nHost: gateway\r\n\
             X-Request-Id: mine\r\nAuthorization: Bearer hunter2\r\nCookie: a=hunter2\r\n\
             X-Note: hunter2\r\nUser-Agent: test\r\nConnection: close\r\n\r\n";
        stream.write_all(request.as_bytes()).unwrap();
        let mut response = String::new();
        stream.read_to_string(&mut response).unwrap();
        assert!(response.starts_with("HTTP/1.1 502 "), "{response}");
    }
    let pid = child.id().to_string();
    let sent = Command::new("kill").args(["-TERM", &pid]).status();
    assert!(sent.unwrap().success());
    assert!(child.wait().unwrap().success());
}

#[test]
fn an_unavailable_service_is_reported_with_its_request_and_without_secrets() {
    let receiver = Receiver::start();
    send_requests("staging", &receiver.dsn(), 1);
    let [event] = &receiver.items("event")[..] else {
        panic!("one event: {}", receiver.text());
    };
    assert_eq!(event["environment"], "staging");
    let release = concat!("kpi-gateway@", env!("CARGO_PKG_VERSION"));
    assert_eq!(event["release"], release);
    assert_eq!(event["tags"]["request_id"], "mine");
    let exceptions = event["exception"]["values"].as_array().unwrap();
    let value = exceptions.last().unwrap()["value"].as_str().unwrap();
    assert!(
        value.starts_with("the upstream cannot be reached"),
        "{value}"
    );
    assert_eq!(event["request"]["headers"]["user-agent"], "test");
    let url = event["request"]["url"].as_str().unwrap();
    assert!(url.ends_with("/api/realtime/ws?ticket=***"), "{url}");
    let [trace] = &receiver.items("transaction")[..] else {
        panic!("one trace: {}", receiver.text());
    };
    assert_eq!(trace["transaction"], "GET backend");
    assert!(!receiver.text().contains("hunter2"), "{}", receiver.text());
}
