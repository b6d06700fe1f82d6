//! Failures of upstreams and clients, and the responses to them.

use crate::support::{FakeUpstream, TestGateway, assert_problem, fields, status};

const GET: &str = "GET /api HTTP/1.1\r\nHost: gateway\r\nX-Request-Id: mine\r\n\r\n";

#[actix_web::test]
async fn a_refused_connection_is_502() {
    let closed = FakeUpstream::start().await.url();
    for (environment, shows_cause) in [("staging", false), ("development", true)] {
        let settings = [("BACKEND_URL", closed.as_str()), ("NODE_ENV", environment)];
        let gateway = TestGateway::with(&settings).await;
        let (head, body) = assert_problem(&mut gateway.send_request(GET).await, 502).await;
        assert_eq!(fields(&head, "x-request-id"), ["mine"]);
        assert_eq!(
            body.contains("refused"),
            shows_cause,
            "{environment}: {body}"
        );
    }
}

#[actix_web::test]
async fn a_timeout_is_504() {
    let gateway = TestGateway::with(&[("UPSTREAM_TIMEOUT", "0.2")]).await;
    let mut client = gateway.send_request(GET).await;
    let mut upstream = gateway.backend.accept().await;
    upstream.head().await;
    assert_problem(&mut client, 504).await;
    // The upstream's connection is closed.
    assert_eq!(upstream.rest().await, "");
}

#[actix_web::test]
async fn a_malformed_response_is_502() {
    let gateway = TestGateway::new().await;
    let mut client = gateway.send_request(GET).await;
    gateway.backend.respond("SSH-2.0-OpenSSH_9.6\r\n\r\n").await;
    assert_problem(&mut client, 502).await;
}

#[actix_web::test]
async fn an_idempotent_request_on_a_broken_reused_connection_is_retried() {
    const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    for (method, second_time) in [("GET", true), ("POST", false)] {
        let gateway = TestGateway::new().await;
        let request =
            format!("{method} /api HTTP/1.1\r\nHost: gateway\r\nContent-Length: 0\r\n\r\n");
        let mut client = gateway.send_request(&request).await;
        let mut used = gateway.backend.accept().await;
        used.head().await;
        used.send(OK).await;
        assert_eq!(status(&client.head().await), 200);

        client.send(&request).await;
        used.head().await;
        drop(used);
        if second_time {
            gateway.backend.respond(OK).await;
            assert_eq!(status(&client.head().await), 200);
        } else {
            assert_problem(&mut client, 502).await;
        }
    }
}

#[actix_web::test]
async fn a_new_connection_that_breaks_is_502() {
    let gateway = TestGateway::new().await;
    let mut client = gateway.send_request(GET).await;
    let mut upstream = gateway.backend.accept().await;
    upstream.head().await;
    drop(upstream);
    assert_problem(&mut client, 502).await;
}

#[actix_web::test]
async fn a_truncated_response_is_not_completed() {
    let gateway = TestGateway::new().await;
    let mut client = gateway.send_request(GET).await;
    let mut upstream = gateway.backend.accept().await;
    upstream.head().await;
    upstream
        .send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this")
        .await;
    assert_eq!(fields(&client.head().await, "content-length"), ["100"]);
    assert_eq!(client.exactly(9).await, b"only this");
    drop(upstream);
    assert_eq!(client.rest().await, "");
}

#[actix_web::test]
async fn a_truncated_chunked_response_is_not_completed() {
    let gateway = TestGateway::new().await;
    let mut client = gateway.send_request(GET).await;
    let mut upstream = gateway.backend.accept().await;
    upstream.head().await;
    upstream
        .send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npart\r\n")
        .await;
    client.until("4\r\npart\r\n").await;
    drop(upstream);
    assert_eq!(client.rest().await, "");
}

#[actix_web::test]
async fn a_too_large_content_length_is_rejected_before_reading() {
    let gateway = TestGateway::with(&[("MAX_BODY_BYTES", "10")]).await;
    let mut client = gateway
        .send_request("POST /api HTTP/1.1\r\nHost: gateway\r\nContent-Length: 11\r\n\r\n")
        .await;
    let (_, body) = assert_problem(&mut client, 413).await;
    assert!(body.contains("at most 10 bytes"), "{body}");
}

#[actix_web::test]
async fn a_too_large_stream_is_aborted() {
    let gateway = TestGateway::with(&[("MAX_BODY_BYTES", "100000")]).await;
    let mut client = gateway
        .send_request("POST /api HTTP/1.1\r\nHost: gateway\r\nTransfer-Encoding: chunked\r\n\r\n")
        .await;
    let chunk = format!("{:x}\r\n{}\r\n", 60_000, "a".repeat(60_000));
    client.send(&chunk).await;
    let mut upstream = gateway.backend.accept().await;
    upstream.head().await;
    client.try_send(&chunk).await;
    assert_problem(&mut client, 413).await;
    assert!(
        !upstream.rest().await.ends_with("0\r\n\r\n"),
        "the upstream got a complete body"
    );
}

#[actix_web::test]
async fn a_stalled_body_is_408() {
    let gateway = TestGateway::with(&[("BODY_TIMEOUT", "0.2")]).await;
    let request = "POST /api HTTP/1.1\r\nHost: gateway\r\nContent-Length: 10\r\n\r\nhalf";
    assert_problem(&mut gateway.send_request(request).await, 408).await;
}

#[actix_web::test]
async fn a_disconnecting_client_aborts_its_request() {
    let gateway = TestGateway::new().await;
    let client = gateway.send_request(GET).await;
    let mut upstream = gateway.backend.accept().await;
    upstream.head().await;
    drop(client);
    assert_eq!(upstream.rest().await, "");
}

#[actix_web::test]
async fn a_client_that_disconnects_during_the_response_aborts_it() {
    let gateway = TestGateway::new().await;
    let mut client = gateway.send_request(GET).await;
    let mut upstream = gateway.backend.accept().await;
    upstream.head().await;
    upstream
        .send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n")
        .await;
    client.until("first").await;
    drop(client);
    assert_eq!(upstream.rest().await, "");
}

#[actix_web::test]
async fn an_ambiguous_response_is_502() {
    for fields in [
        "Content-Length: 1\r\nContent-Length: 2\r\n",
        "Content-Length: 1, 2\r\n",
        "Content-Length: +1\r\n",
        "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: gzip, chunked\r\n",
        "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        " folded: 1\r\n",
        "no colon\r\n",
    ] {
        let gateway = TestGateway::new().await;
        let mut client = gateway.send_request(GET).await;
        let response = format!("HTTP/1.1 200 OK\r\n{fields}\r\n1\r\na\r\n0\r\n\r\n");
        gateway.backend.respond(&response).await;
        let head = client.head().await;
        assert_eq!(status(&head), 502, "{fields:?}");
    }
    let gateway = TestGateway::new().await;
    let mut client = gateway.send_request(GET).await;
    let old = "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    gateway.backend.respond(old).await;
    assert_problem(&mut client, 502).await;
}

#[actix_web::test]
async fn a_head_that_is_too_large_is_502() {
    let long = format!("X: {}\r\n", "a".repeat(70_000));
    for fields in [long, "A: 1\r\n".repeat(100)] {
        let gateway = TestGateway::new().await;
        let mut client = gateway.send_request(GET).await;
        let mut upstream = gateway.backend.accept().await;
        upstream.head().await;
        upstream
            .try_send(format!("HTTP/1.1 200 OK\r\n{fields}\r\n"))
            .await;
        assert_problem(&mut client, 502).await;
    }
}

#[actix_web::test]
async fn an_upload_on_a_closed_pooled_connection_uses_a_new_one() {
    const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    let gateway = TestGateway::new().await;
    let mut client = gateway.send_request(GET).await;
    let mut used = gateway.backend.accept().await;
    used.head().await;
    used.send(OK).await;
    client.head().await;
    drop(used);
    client
        .send("POST /api HTTP/1.1\r\nHost: gateway\r\nContent-Length: 3\r\n\r\nabc")
        .await;
    let mut fresh = gateway.backend.accept().await;
    fresh.head().await;
    assert_eq!(fresh.exactly(3).await, b"abc");
    fresh.send(OK).await;
    assert_eq!(status(&client.head().await), 200);
}
