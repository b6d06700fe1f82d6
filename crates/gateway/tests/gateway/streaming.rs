//! Bodies are streamed in both directions, and not buffered.

use crate::support::{TestGateway, status};

#[actix_web::test]
async fn a_response_is_streamed() {
    let gateway = TestGateway::new().await;
    let mut client = gateway
        .send_request("GET /api HTTP/1.1\r\nHost: gateway\r\n\r\n")
        .await;
    let mut upstream = gateway.backend.accept().await;
    upstream.head().await;
    upstream
        .send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n")
        .await;
    assert_eq!(status(&client.head().await), 200);
    assert_eq!(client.until("first\r\n").await, "5\r\nfirst\r\n");

    upstream.send("4\r\nlast\r\n0\r\n\r\n").await;
    assert_eq!(client.until("0\r\n\r\n").await, "4\r\nlast\r\n0\r\n\r\n");
}

#[actix_web::test]
async fn an_upload_is_streamed() {
    let gateway = TestGateway::new().await;
    let mut client = gateway
        .send_request("POST /api HTTP/1.1\r\nHost: gateway\r\nContent-Length: 9\r\n\r\nfirst")
        .await;
    let mut upstream = gateway.backend.accept().await;
    upstream.head().await;
    assert_eq!(upstream.exactly(5).await, b"first");

    client.send("last").await;
    assert_eq!(upstream.exactly(4).await, b"last");
    upstream
        .send("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n")
        .await;
    assert_eq!(status(&client.head().await), 201);
}

#[actix_web::test]
async fn a_chunked_upload_is_streamed() {
    let gateway = TestGateway::new().await;
    let head = "POST /api HTTP/1.1\r\nHost: gateway\r\nTransfer-Encoding: chunked\r\n\r\n";
    let mut client = gateway.send_request(&format!("{head}5\r\nfirst\r\n")).await;
    let mut upstream = gateway.backend.accept().await;
    upstream.head().await;
    assert_eq!(upstream.until("first\r\n").await, "5\r\nfirst\r\n");

    client.send("4\r\nlast\r\n0\r\n\r\n").await;
    assert_eq!(upstream.until("0\r\n\r\n").await, "4\r\nlast\r\n0\r\n\r\n");
    upstream
        .send("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n")
        .await;
    assert_eq!(status(&client.head().await), 201);
}

#[actix_web::test]
async fn a_response_may_precede_the_end_of_the_request() {
    let gateway = TestGateway::new().await;
    let mut client = gateway
        .send_request("POST /api HTTP/1.1\r\nHost: gateway\r\nContent-Length: 9\r\n\r\nfirst")
        .await;
    let mut upstream = gateway.backend.accept().await;
    upstream.head().await;
    upstream
        .send("HTTP/1.1 409 Conflict\r\nContent-Length: 2\r\n\r\nno")
        .await;
    assert_eq!(status(&client.head().await), 409);
    assert_eq!(client.exactly(2).await, b"no");
    // The connection of an incomplete request must not be reused.
    upstream.exactly(5).await;
    assert_eq!(upstream.rest().await, "");
}

const LARGE: usize = 9 * 1024 * 1024;

fn large_body() -> Vec<u8> {
    (0..LARGE)
        .map(|index| u8::try_from(index % 251).unwrap())
        .collect()
}

#[actix_web::test]
async fn a_large_upload_is_forwarded_unchanged() {
    let (gateway, body) = (TestGateway::new().await, large_body());
    let mut client = gateway
        .send_request(&format!(
            "PUT /api HTTP/1.1\r\nHost: gateway\r\nContent-Length: {LARGE}\r\n\r\n"
        ))
        .await;
    let mut upstream = gateway.backend.accept().await;
    upstream.head().await;
    let (received, ()) =
        futures_util::future::join(upstream.exactly(LARGE), client.send(&body)).await;
    assert!(received == body, "the upload was changed");
    upstream
        .send("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n")
        .await;
    assert_eq!(status(&client.head().await), 201);
}

#[actix_web::test]
async fn a_large_response_is_forwarded_unchanged() {
    let (gateway, body) = (TestGateway::new().await, large_body());
    let mut client = gateway
        .send_request("GET /api HTTP/1.1\r\nHost: gateway\r\n\r\n")
        .await;
    let mut upstream = gateway.backend.accept().await;
    upstream.head().await;
    let send = async {
        upstream
            .send(format!(
                "HTTP/1.1 200 OK\r\nContent-Length: {LARGE}\r\n\r\n"
            ))
            .await;
        upstream.send(&body).await;
    };
    let receive = async {
        assert_eq!(status(&client.head().await), 200);
        client.exactly(LARGE).await
    };
    let (received, ()) = futures_util::future::join(receive, send).await;
    assert!(received == body, "the response was changed");
}

#[actix_web::test]
async fn upstream_connections_are_reused() {
    let gateway = TestGateway::new().await;
    let mut client = gateway.connect().await;
    let mut upstream = None;
    for _ in 0..3 {
        client
            .send("GET /api HTTP/1.1\r\nHost: gateway\r\n\r\n")
            .await;
        let connection = match upstream.as_mut() {
            Some(connection) => connection,
            None => upstream.insert(gateway.backend.accept().await),
        };
        connection.head().await;
        connection
            .send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            .await;
        assert_eq!(status(&client.head().await), 200);
        assert_eq!(client.exactly(2).await, b"ok");
    }
}

#[actix_web::test]
async fn an_early_response_does_not_stop_the_upload() {
    let gateway = TestGateway::new().await;
    let mut client = gateway
        .send_request("POST /api HTTP/1.1\r\nHost: gateway\r\nContent-Length: 9\r\n\r\nfirst")
        .await;
    let mut upstream = gateway.backend.accept().await;
    upstream.head().await;
    upstream
        .send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nbegun\r\n")
        .await;
    client.until("begun\r\n").await;
    client.send("last").await;
    assert_eq!(upstream.exactly(9).await, b"firstlast");
    upstream.send("4\r\ndone\r\n0\r\n\r\n").await;
    assert_eq!(client.until("0\r\n\r\n").await, "4\r\ndone\r\n0\r\n\r\n");
}

#[actix_web::test]
async fn trailers_are_dropped() {
    let response = "HTTP/1.1 200 OK\r\nTrailer: X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n\
                  3\r\nabc\r\n0\r\nX-Sum: 7\r\nContent-Length: 3\r\n\r\n";
    for te in ["TE: trailers\r\n", ""] {
        let gateway = TestGateway::new().await;
        let request = format!("GET /api HTTP/1.1\r\nHost: gateway\r\n{te}\r\n");
        let (_, _, mut client) = gateway.exchange(&request, response).await;
        assert_eq!(client.until("\r\n\r\n").await, "3\r\nabc\r\n0\r\n\r\n");
    }
}

/// The resident memory of this process, which includes the gateway, the client and the upstream.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmRSS:"))
        .unwrap();
    let kib: usize = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    kib * 1024
}

#[actix_web::test]
async fn bodies_of_any_size_are_not_buffered() {
    const SIZE: usize = 64 * 1024 * 1024;
    const PART: usize = 64 * 1024;
    let limit = (2 * SIZE).to_string();
    let gateway = TestGateway::with(&[("MAX_BODY_BYTES", &limit)]).await;
    let head = format!("PUT /api HTTP/1.1\r\nHost: gateway\r\nContent-Length: {SIZE}\r\n\r\n");
    let mut client = gateway.send_request(&head).await;
    let mut upstream = gateway.backend.accept().await;
    upstream.head().await;
    let (part, before, mut most) = (vec![7; PART], resident(), 0);
    for _ in 0..SIZE / PART {
        futures_util::future::join(client.send(&part), upstream.exactly(PART)).await;
        most = most.max(resident());
    }
    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {SIZE}\r\n\r\n");
    upstream.send(&head).await;
    assert_eq!(status(&client.head().await), 200);
    for _ in 0..SIZE / PART {
        futures_util::future::join(upstream.send(&part), client.exactly(PART)).await;
        most = most.max(resident());
    }
    // Other tests of this process use memory, too.
    assert!(
        most < before + SIZE / 2,
        "{} MiB more",
        (most - before) >> 20
    );
}

#[actix_web::test]
async fn a_stalled_response_is_aborted() {
    let gateway = TestGateway::with(&[("UPSTREAM_IDLE_TIMEOUT", "0.2")]).await;
    let mut client = gateway
        .send_request("GET /api HTTP/1.1\r\nHost: gateway\r\n\r\n")
        .await;
    let mut upstream = gateway.backend.accept().await;
    upstream.head().await;
    upstream
        .send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nbegun\r\n")
        .await;
    client.until("begun\r\n").await;
    assert_eq!(client.rest().await, "");
    assert_eq!(upstream.rest().await, "");
}

#[actix_web::test]
async fn a_request_that_exceeds_the_total_timeout_is_aborted() {
    let gateway = TestGateway::with(&[("REQUEST_TIMEOUT", "0.3")]).await;
    let mut client = gateway
        .send_request("GET /api HTTP/1.1\r\nHost: gateway\r\n\r\n")
        .await;
    let mut upstream = gateway.backend.accept().await;
    upstream.head().await;
    upstream
        .send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        .await;
    client.head().await;
    // It is never idle, so only the total timeout ends it.
    while upstream.try_send("1\r\nx\r\n").await {
        tokio::task::yield_now().await;
    }
    assert!(!client.rest().await.ends_with("0\r\n\r\n"));
}
