//! The running service: health check, shutdown and crash.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::json;

use super::{Backend, TestDatabase};

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
fn sigterm_stops_it_soon_despite_an_idle_connection() {
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
    assert!(asked.elapsed() < Duration::from_secs(40), "{log}");
    assert!(log.contains("SIGTERM") && log.contains("stopped"), "{log}");
}

#[test]
fn an_untrusted_proxy_is_logged_once() {
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
fn acknowledged_writes_survive_kill_9() {
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
