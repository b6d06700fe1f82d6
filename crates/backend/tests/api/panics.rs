//! A panic in a handler is a 500 and affects no other request.

use std::io::{Read, Write};
use std::net::TcpStream;

use serde_json::Value;

use crate::support::TestApp;

/// Sends a request on a keep-alive connection.
fn ask(stream: &mut TcpStream, path: &str, token: &str, id: &str) -> (u16, Value) {
    let request = format!(
        "GET {path} HTTP/1.1\r\nHost: localhost\r\nX-Request-Id: {id}\r\n\
         Authorization: Bearer {token}\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).unwrap();
        head.extend(byte);
    }
    let head = String::from_utf8(head).unwrap().to_lowercase();
    assert!(head.contains(&format!("x-request-id: {id}\r\n")), "{head}");
    let (_, length) = head.split_once("content-length: ").unwrap();
    let length = length.split("\r\n").next().unwrap().parse().unwrap();
    let mut body = vec![0; length];
    stream.read_exact(&mut body).unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, serde_json::from_slice(&body).unwrap())
}

#[actix_web::test]
async fn a_panic_is_a_500_with_its_id_and_the_connection_stays_open() {
    let app = TestApp::single().await;
    let ann = app.user("ann").await;
    let mut connection = TcpStream::connect(("127.0.0.1", app.port())).unwrap();

    app.break_the_clock();
    let (status, problem) = ask(&mut connection, "/api/auth/me", &ann.token, "first");
    assert_eq!(status, 500);
    assert_eq!(problem["type"], "/problems/internal");
    assert_eq!(problem["requestId"], "first");
    assert!(!problem.to_string().contains("clock"), "{problem}");

    app.travel_to("2026-03-18T10:00:00Z");
    let (status, me) = ask(&mut connection, "/api/auth/me", &ann.token, "second");
    assert_eq!(status, 200, "{me}");
    let panicked = r#"backend_requests_total{method="GET",route="none",status="500"}"#;
    assert_eq!(app.meter(panicked).await as u64, 1);
}
