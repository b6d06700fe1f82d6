//! Graceful shutdown of the program.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, ExitStatus, Stdio};

use actix_web::web;
use tokio::net::TcpStream;

use crate::support::{FakeUpstream, RawConnection, fields, status};

const GET: &str = "GET /api HTTP/1.1\r\nHost: gateway\r\n\r\n";
const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

/// The program, with a fake backend.
struct Program {
    child: Child,
    port: u16,
}

impl Program {
    async fn start(backend: &FakeUpstream, drain_delay: &'static str) -> Self {
        let url = backend.url();
        web::block(move || {
            let mut child = Command::new(env!("CARGO_BIN_EXE_kpi-gateway"))
                .env_clear()
                .current_dir(std::env::temp_dir())
                .env("GATEWAY_HOST", "127.0.0.1")
                .env("GATEWAY_PORT", "0")
                .env("NODE_ENV", "production")
                .env("WORKERS", "1")
                .env("BACKEND_URL", &url)
                .env("FRONTEND_URL", &url)
                .env("UPSTREAM_PROBE_INTERVAL", "0")
                .env("DRAIN_DELAY", drain_delay)
                .env("SHUTDOWN_TIMEOUT", "20")
                .stdout(Stdio::piped())
                .spawn()
                .unwrap();
            let lines = BufReader::new(child.stdout.take().unwrap()).lines();
            let mut lines = lines
                .map(|line| serde_json::from_str::<serde_json::Value>(&line.unwrap()).unwrap());
            let opened = lines.find(|line| line["message"] == "the gateway is open");
            let port = opened.unwrap()["port"].as_u64().unwrap();
            // Its output is read to the end, so that it never blocks.
            std::thread::spawn(move || lines.for_each(drop));
            Self {
                child,
                port: u16::try_from(port).unwrap(),
            }
        })
        .await
        .unwrap()
    }

    async fn connect(&self) -> RawConnection {
        let address = ("127.0.0.1", self.port);
        RawConnection::new(TcpStream::connect(address).await.unwrap())
    }

    async fn send_request(&self, request: &str) -> RawConnection {
        let mut client = self.connect().await;
        client.send(request).await;
        client
    }

    async fn health(&self) -> (u16, String) {
        let mut client = self
            .send_request("GET /gateway/health HTTP/1.1\r\nHost: gateway\r\n\r\n")
            .await;
        let head = client.head().await;
        let length = fields(&head, "content-length")[0].parse().unwrap();
        let body = String::from_utf8(client.exactly(length).await).unwrap();
        (status(&head), body)
    }

    fn terminate(&self) {
        let pid = self.child.id().to_string();
        let sent = Command::new("kill").args(["-TERM", &pid]).status().unwrap();
        assert!(sent.success());
    }

    /// Waits until the port is closed.
    async fn closed(&self) {
        while TcpStream::connect(("127.0.0.1", self.port)).await.is_ok() {
            tokio::task::yield_now().await;
        }
    }

    async fn ended(&mut self) -> ExitStatus {
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            tokio::task::yield_now().await;
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Usually it has exited already.
        let _ = self.child.kill();
    }
}

#[actix_web::test]
async fn health_fails_first_while_requests_are_still_served() {
    let backend = FakeUpstream::start().await;
    let mut program = Program::start(&backend, "1").await;
    assert_eq!(program.health().await.0, 200);
    let mut idle = program.send_request(GET).await;
    let mut upstream = backend.accept().await;
    upstream.head().await;
    upstream.send(OK).await;
    assert!(fields(&idle.head().await, "connection").is_empty());
    idle.exactly(2).await;

    program.terminate();
    let (code, body) = loop {
        let (code, body) = program.health().await;
        if code != 200 {
            break (code, body);
        }
    };
    assert_eq!(code, 503);
    assert!(body.contains("draining"), "{body}");
    // On new and old connections the request is served, and the connection closed.
    for mut client in [program.connect().await, idle] {
        client.send(GET).await;
        upstream.head().await;
        upstream.send(OK).await;
        let head = client.head().await;
        assert_eq!(
            (status(&head), fields(&head, "connection")),
            (200, vec!["close"])
        );
        assert_eq!(client.rest().await, "ok");
    }
    assert!(program.ended().await.success());
}

#[actix_web::test]
async fn requests_in_flight_are_finished_and_idle_connections_closed() {
    let backend = FakeUpstream::start().await;
    let mut program = Program::start(&backend, "0").await;
    let mut idle = program.send_request(GET).await;
    let mut upstream = backend.accept().await;
    upstream.head().await;
    upstream.send(OK).await;
    idle.head().await;
    idle.exactly(2).await;
    let mut running = program.send_request(GET).await;
    upstream.head().await;
    upstream
        .send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nbegin\r\n")
        .await;
    running.until("begin\r\n").await;

    program.terminate();
    program.closed().await;
    assert_eq!(idle.rest().await, "");
    upstream.send("3\r\nend\r\n0\r\n\r\n").await;
    assert_eq!(running.rest().await, "3\r\nend\r\n0\r\n\r\n");
    assert!(program.ended().await.success());
}

#[actix_web::test]
async fn both_ends_of_a_tunnel_are_closed() {
    let backend = FakeUpstream::start().await;
    let mut program = Program::start(&backend, "0").await;
    let mut client = program
        .send_request(
            "GET /live HTTP/1.1\r\nHost: gateway\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
        )
        .await;
    let mut upstream = backend.accept().await;
    upstream.head().await;
    upstream
        .send(
            "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n",
        )
        .await;
    client.head().await;
    upstream.send("hello").await;
    assert_eq!(client.exactly(5).await, b"hello");

    program.terminate();
    assert!(client.rest_bytes().await.is_empty());
    assert!(upstream.rest_bytes().await.is_empty());
    assert!(program.ended().await.success());
}
