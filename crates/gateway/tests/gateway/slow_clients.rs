//! Slow clients: in sending a head, in reading a response, or in sending a body.

use std::time::Duration;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::program::{Files, Program, connect};
use crate::support::{FakeService, RawConnection, TestGateway, assert_problem, status};

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
const GET: &str = "GET /api HTTP/1.1\r\nHost: gateway\r\n\r\n";

#[actix_web::test]
async fn every_head_has_a_timeout() {
    let backend = FakeService::start(OK).await;
    let settings = [("BACKEND_URL", &*backend.url()), ("HEADER_TIMEOUT", "1")];
    let gateway = TestGateway::with(&settings).await;
    let mut first = gateway.send_request("GET /api HTTP/1.1\r\nHost: gat").await;
    assert_problem(&mut first, 408).await;
    assert_eq!(first.rest().await, "");

    let mut next = gateway
        .send_request(&format!("{GET}GET /api HTTP/1.1\r\nHost: gat"))
        .await;
    assert_eq!(status(&next.head().await), 200);
    assert_eq!(next.exactly(2).await, b"ok");
    assert_problem(&mut next, 408).await;
    assert_eq!(next.rest().await, "");
}

#[actix_web::test]
async fn an_idle_new_connection_is_closed_without_a_response() {
    let gateway = TestGateway::with(&[("HEADER_TIMEOUT", "1")]).await;
    assert_eq!(gateway.connect().await.rest().await, "");
}

/// Starts a response of a gigabyte; returns the upstream's connection.
async fn begin_large_response(gateway: &TestGateway) -> RawConnection {
    let mut upstream = gateway.backend.accept().await;
    upstream.head().await;
    upstream
        .send("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n")
        .await;
    upstream
}

#[actix_web::test]
async fn a_client_that_reads_nothing_is_disconnected_and_so_is_the_upstream() {
    let gateway = TestGateway::with(&[("SEND_TIMEOUT", "1")]).await;
    let client = gateway.send_request(GET).await;
    let mut upstream = begin_large_response(&gateway).await;
    let part = vec![b'x'; 1024 * 1024];
    // The gateway stops reading when its client does, and then disconnects.
    while upstream.try_send(&part).await {}
    drop(client);
}

#[actix_web::test]
async fn expect_is_handled_and_not_forwarded() {
    let gateway = TestGateway::new().await;
    let put = "PUT /api HTTP/1.1\r\nHost: gateway\r\nContent-Length: 3\r\n\
               Expect: 100-continue\r\n\r\n";
    let mut client = gateway.send_request(put).await;
    let mut upstream = gateway.backend.accept().await;
    let seen = upstream.head().await;
    assert!(!seen.contains("expect"), "{seen}");
    assert_eq!(client.head().await, "HTTP/1.1 100 Continue\r\n\r\n");
    client.send("abc").await;
    assert_eq!(upstream.exactly(3).await, b"abc");
    upstream.send(OK).await;
    assert_eq!(status(&client.head().await), 200);
}

/// Sends a byte at intervals until the peer closes.
async fn drip(client: &mut RawConnection) {
    let mut pace = tokio::time::interval(Duration::from_millis(20));
    while client.try_send("x").await {
        pace.tick().await;
    }
}

#[actix_web::test]
async fn a_dripping_head_after_any_body_times_out() {
    let backend = FakeService::start(OK).await;
    let settings = [("BACKEND_URL", &*backend.url()), ("HEADER_TIMEOUT", "1")];
    let gateway = TestGateway::with(&settings).await;
    let chunked = "POST /api HTTP/1.1\r\nHost: gateway\r\nTransfer-Encoding: chunked\r\n\r\n";
    let sized = "POST /api HTTP/1.1\r\nHost: gateway\r\nContent-Length: 3\r\n\r\n";
    for request in [
        GET.to_owned(),
        format!("{sized}abc"),
        format!("{chunked}3\r\nabc\r\n0\r\n\r\n"),
        format!("{chunked}0\r\n\n"),
        format!("{chunked}x\r\n"),
        format!("{chunked}1\nx\n0\n\n"),
    ] {
        let mut client = gateway
            .send_request(&format!("{request}GET /api HTTP/1.1\r\nX: "))
            .await;
        drip(&mut client).await;
    }
}

#[actix_web::test]
async fn a_slow_reader_is_limited_by_the_request_timeout() {
    let gateway = TestGateway::with(&[("REQUEST_TIMEOUT", "1"), ("SEND_TIMEOUT", "60")]).await;
    let mut client = gateway.send_request(GET).await;
    let mut upstream = begin_large_response(&gateway).await;
    let part = vec![b'x'; 1024 * 1024];
    let sending = async { while upstream.try_send(&part).await {} };
    let reading = async {
        let mut pace = tokio::time::interval(Duration::from_millis(20));
        loop {
            client.exactly(1).await;
            pace.tick().await;
        }
    };
    tokio::select! {
        () = sending => {}
        () = reading => {}
    }
}

/// The number of slow clients of each kind.
const MANY: usize = 1000;

/// Asserts that requests are served while many slow clients are connected.
async fn others_are_served(program: &Program, slow: &str) {
    let mut connections = Vec::with_capacity(MANY);
    for _ in 0..MANY {
        connections.push(program.send_request(program.port, slow).await);
    }
    for _ in 0..50 {
        let mut client = program.send_request(program.port, GET).await;
        assert_eq!(status(&client.head().await), 200, "{slow:.40}");
        assert_eq!(client.exactly(2).await, b"ok");
    }
}

#[actix_web::test]
async fn a_thousand_slow_clients_of_each_kind_do_not_block_others() {
    raise_the_file_limit();
    let backend = FakeService::start(OK).await;
    let large = format!(
        "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n{}",
        "x".repeat(1_000_000)
    );
    let frontend = FakeService::start(large.leak()).await;
    let program = Program::start(&[
        ("BACKEND_URL", &backend.url()),
        ("FRONTEND_URL", &frontend.url()),
        ("MAX_CONNECTIONS_PER_ADDRESS", "0"),
        ("RATE_LIMIT_MAX_REQUESTS", "0"),
        ("JWT_SECRET", ""),
    ]);
    let drip = "GET /api HTTP/1.1\r\nX-Slow: ";
    for slow in [
        drip.to_owned(),
        format!("{GET}{drip}"),
        format!(
            "POST /api HTTP/1.1\r\nHost: gateway\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\n{drip}"
        ),
        "POST /api HTTP/1.1\r\nHost: gateway\r\nContent-Length: 10\r\n\r\n1".to_owned(),
        // The response is not read.
        "GET / HTTP/1.1\r\nHost: gateway\r\n\r\n".to_owned(),
    ] {
        others_are_served(&program, &slow).await;
    }
}

#[actix_web::test]
async fn tls_handshakes_time_out_and_a_thousand_do_not_block_others() {
    raise_the_file_limit();
    let (files, certificate) = Files::new();
    let program = files.serve_with(&[
        ("HEADER_TIMEOUT", "2"),
        ("MAX_CONNECTIONS_PER_ADDRESS", "0"),
    ]);
    // The start of a handshake record.
    let mut open = Vec::with_capacity(MANY);
    for _ in 0..MANY {
        open.push(program.send_request(program.port, "\x16\x03\x01").await);
    }
    for _ in 0..10 {
        let mut stream = connect(program.port, &certificate, &[b"http/1.1"])
            .await
            .unwrap();
        stream
            .write_all(b"GET /gateway/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n")
            .await
            .unwrap();
        let mut start = [0; 12];
        stream.read_exact(&mut start).await.unwrap();
        assert_eq!(&start, b"HTTP/1.1 200");
    }
    for connection in open {
        assert_eq!(connection.rest().await, "");
    }
}

/// Data buffered by TLS counts, too: of the many lengths here, for some only that is left when the
/// socket buffers are full.
#[actix_web::test]
async fn a_tls_client_that_reads_nothing_is_disconnected() {
    static PART: [u8; 16 * 1024] = [b'x'; 16 * 1024];
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let backend = format!("http://{}", listener.local_addr().unwrap());
    actix_web::rt::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            actix_web::rt::spawn(async move {
                let mut upstream = RawConnection::new(stream);
                let Some(head) = upstream.next_head().await else {
                    return;
                };
                let parts: usize = head.split(['/', ' ']).nth(3).unwrap().parse().unwrap();
                let length = parts * PART.len();
                let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n");
                upstream.send(head).await;
                for _ in 0..parts {
                    if !upstream.try_send(PART).await {
                        return;
                    }
                }
            });
        }
    });
    let (files, certificate) = Files::new();
    let program = files.serve_with(&[
        ("BACKEND_URL", &backend),
        ("JWT_SECRET", ""),
        ("SEND_TIMEOUT", "1"),
        ("KEEP_ALIVE_TIMEOUT", "1"),
        ("MAX_CONNECTIONS_PER_ADDRESS", "0"),
    ]);
    let mut readers = Vec::new();
    for step in 0..100 {
        let mut reader = connect(program.port, &certificate, &[]).await.unwrap();
        let target = format!("/api/{}", 64 + step * 3);
        let request = format!("GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n");
        reader.write_all(request.as_bytes()).await.unwrap();
        readers.push(reader);
    }
    while !program
        .metrics()
        .await
        .contains("\ngateway_connections 0\n")
    {}
    drop(readers);
}

/// The test holds thousands of connections.
fn raise_the_file_limit() {
    let limit = getrlimit(Resource::Nofile);
    let wanted = limit.maximum.map_or(8192, |most| most.min(8192));
    setrlimit(
        Resource::Nofile,
        Rlimit {
            current: Some(wanted),
            ..limit
        },
    )
    .unwrap();
}

#[actix_web::test]
async fn continue_does_not_precede_the_previous_response() {
    let gateway = TestGateway::new().await;
    let put = "PUT /api HTTP/1.1\r\nHost: gateway\r\nContent-Length: 3\r\n\
               Expect: 100-continue\r\n\r\n";
    let mut client = gateway.send_request(&format!("{GET}{put}")).await;
    let mut upstream = gateway.backend.accept().await;
    upstream.head().await;
    upstream.send(OK).await;
    upstream.head().await;
    assert_eq!(status(&client.head().await), 200);
    assert_eq!(client.exactly(2).await, b"ok");
    assert_eq!(status(&client.head().await), 100);
    client.send("abc").await;
    upstream.until("abc").await;
    upstream.send(OK).await;
    assert_eq!(status(&client.head().await), 200);
}
