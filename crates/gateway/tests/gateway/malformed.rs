//! Malformed and ambiguous requests (request smuggling): rejected, or forwarded in an unambiguous
//! form. A part of a request is never taken for the next one.

use crate::support::{FakeService, RawConnection, TestGateway, assert_problem, fields, status};

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

#[actix_web::test]
async fn ambiguous_requests_are_rejected_and_never_become_two() {
    let backend = FakeService::start(OK).await;
    let gateway = TestGateway::with(&[("BACKEND_URL", &backend.url())]).await;
    let smuggled = "GET /api/smuggled HTTP/1.1\r\nHost: gateway\r\n\r\n";
    for fields in [
        "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n",
        "Content-Length: 4\r\nContent-Length: 4\r\n",
        "Content-Length: 4\r\nContent-Length: 5\r\n",
        "Content-Length: 4, 5\r\n",
        "Content-Length: +4\r\n",
        "Content-Length: -1\r\n",
        "Content-Length: 0x4\r\n",
        "Transfer-Encoding: chunked, identity\r\n",
        "Transfer-Encoding: gzip\r\n",
        "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding : chunked\r\n",
        " Folded: 1\r\n",
        "A: 1\r\n folded\r\n",
        "A: 1\rB: 2\r\n",
        "A: 1\0\r\n",
        "Host: other\r\n",
        "no colon\r\n",
    ] {
        let request =
            format!("POST /api HTTP/1.1\r\nHost: gateway\r\n{fields}\r\n0\r\n\r\n{smuggled}");
        let responses = gateway.send_request(&request).await.rest().await;
        assert_eq!(status(&responses), 400, "{fields:?}: {responses}");
        assert_eq!(
            responses.matches("HTTP/1.1 ").count(),
            1,
            "{fields:?}: {responses}"
        );
    }
    assert_eq!(backend.requests(), 0);
}

#[actix_web::test]
async fn targets_that_are_not_paths_are_rejected() {
    let gateway = TestGateway::new().await;
    for (line, expected) in [
        ("CONNECT backend:443 HTTP/1.1", 405),
        ("OPTIONS * HTTP/1.1", 400),
        ("GET api HTTP/1.1", 400),
        ("GET /api HTTP/2.0", 400),
        ("GET /api", 400),
    ] {
        let request = format!("{line}\r\nHost: gateway\r\nConnection: close\r\n\r\n");
        let response = gateway.send_request(&request).await.rest().await;
        assert_eq!(status(&response), expected, "{line}: {response}");
    }
}

#[actix_web::test]
async fn a_bare_line_feed_is_accepted_and_not_forwarded() {
    let gateway = TestGateway::new().await;
    for request in [
        "GET /api HTTP/1.1\nHost: gateway\nX-A: 1\n\n",
        "GET /api HTTP/1.1\r\nHost: gateway\nX-A: 1\r\n\r\n",
    ] {
        let (seen, head, _) = gateway.exchange(request, OK).await;
        assert_eq!(status(&head), 200);
        assert_eq!(seen.matches('\n').count(), seen.matches("\r\n").count());
        assert_eq!(fields(&seen, "x-a"), ["1"]);
    }
}

/// Asserts that actix-http's own error response is sent and the connection closed.
async fn assert_refused(mut client: RawConnection, expected: u16, what: &str) {
    let head = client.head().await;
    assert_eq!(status(&head), expected, "{what}: {head}");
    assert_eq!(fields(&head, "content-length"), ["0"], "{what}");
    assert_eq!(fields(&head, "connection"), ["close"], "{what}");
    assert_eq!(client.rest().await, "", "{what}");
}

#[actix_web::test]
async fn malformed_requests_are_rejected_and_the_connection_closed() {
    let gateway = TestGateway::with(&[("MAX_HEADER_BYTES", "4096")]).await;
    for bytes in [
        "hello\r\n\r\n",
        "GET /api HTTP/1.1\r\n\r\n",
        "\x16\x03\x01\x02\0",
    ] {
        assert_refused(gateway.send_request(bytes).await, 400, bytes).await;
    }
    let endless = format!("GET /api HTTP/1.1\r\nHost: a\r\nX: {}", "x".repeat(16_384));
    let target = format!("GET /{} HTTP/1.1\r\n", "x".repeat(16_384));
    for (bytes, status) in [(&endless, 431), (&target, 414)] {
        let mut client = gateway.send_request(bytes).await;
        let (head, _) = assert_problem(&mut client, status).await;
        assert_eq!(fields(&head, "connection"), ["close"]);
        assert_eq!(fields(&head, "x-content-type-options"), ["nosniff"]);
        assert_eq!(client.rest().await, "", "{bytes:.20}");
    }
}

/// actix-http 3.20 panics on a field name of more than 65,535 bytes, and responds to an invalid target
/// before its size is known.
#[actix_web::test]
async fn a_head_that_is_too_large_gets_one_response() {
    let gateway = TestGateway::new().await;
    for bytes in [65_535, 65_536, 90_000, 2_000_000] {
        let long = "a".repeat(bytes);
        for (head, expected) in [
            (
                format!("GET /x HTTP/1.1\r\nHost: a\r\n{long}: 1\r\n\r\n"),
                431,
            ),
            (format!("GET /{long} HTTP/1.1\r\nHost: a\r\n\r\n"), 414),
            (format!("GET /{long}"), 414),
        ] {
            let mut client = gateway.send_request(&head).await;
            assert_problem(&mut client, expected).await;
            assert_eq!(client.rest().await, "", "{bytes}");
        }
    }
}

#[actix_web::test]
async fn invalid_hosts_and_expectations_are_rejected() {
    let gateway = TestGateway::new().await;
    for host in [
        "",
        "a b",
        "user@gateway",
        "gateway:x",
        "gateway/api",
        "[::1",
        "gateway:+80",
        "gateway:65536",
        "[]",
        "[zz]",
        "[:]",
        "[192.0.2.1]",
        "a[b]",
    ] {
        // For every kind of target: upstreams, the gateway's own, a 405, a preflight.
        for target in [
            "GET /api",
            "GET /",
            "GET /gateway/health",
            "POST /gateway/health",
            "OPTIONS /api",
        ] {
            let request = format!(
                "{target} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://localhost:3000\r\n\
                 Access-Control-Request-Method: GET\r\n\r\n"
            );
            assert_problem(&mut gateway.send_request(&request).await, 400).await;
        }
    }
    // The same for the authority of an absolute target.
    for authority in [
        "user:password@gateway",
        "gateway:x",
        "gateway:65536",
        "[zz]",
    ] {
        let request = format!("GET http://{authority}/api HTTP/1.1\r\nHost: gateway\r\n\r\n");
        assert_problem(&mut gateway.send_request(&request).await, 400).await;
    }
    let tea = "GET /api HTTP/1.1\r\nHost: a\r\nExpect: tea\r\n\r\n";
    assert_problem(&mut gateway.send_request(tea).await, 417).await;
}

#[actix_web::test]
async fn responses_in_progress_precede_a_rejection() {
    let gateway = TestGateway::new().await;
    let good = "GET /api HTTP/1.1\r\nHost: gateway\r\n\r\n";
    let mut client = gateway
        .send_request(&format!("{good}{good}nonsense\r\n\r\n"))
        .await;
    let mut upstream = gateway.backend.accept().await;
    for _ in 0..2 {
        upstream.head().await;
        upstream.send(OK).await;
        assert_eq!(status(&client.head().await), 200);
        assert_eq!(client.exactly(2).await, b"ok");
    }
    assert_eq!(status(&client.head().await), 400);
    assert_eq!(client.rest().await, "");
}

#[actix_web::test]
async fn malformed_chunks_end_the_connection_and_the_request() {
    for chunks in [
        "x\r\n",
        "5\r\nabc\r\n0\r\n\r\n",
        "-1\r\n",
        "1\nx\n0\n\n",
        "1\r\nxx\r\n0\r\n\r\n",
    ] {
        let gateway = TestGateway::new().await;
        let mut client = gateway
            .send_request(
                "POST /api HTTP/1.1\r\nHost: gateway\r\nTransfer-Encoding: chunked\r\n\r\n",
            )
            .await;
        let mut upstream = gateway.backend.accept().await;
        upstream.head().await;
        client.send(chunks).await;
        let refused = client.rest().await;
        let is_refused = refused.is_empty() || refused.starts_with("HTTP/1.1 400 ");
        assert!(is_refused, "{chunks:?}: {refused}");
        assert!(
            refused.matches("HTTP/1.1 ").count() < 2,
            "{chunks:?}: {refused}"
        );
        let seen = upstream.rest().await;
        assert!(
            !seen.ends_with("0\r\n\r\n"),
            "{chunks:?} looked whole: {seen:?}"
        );
    }
}

#[actix_web::test]
async fn a_request_after_malformed_chunks_is_ignored_and_nothing_hangs() {
    let backend = FakeService::start(OK).await;
    let settings = [("BACKEND_URL", &*backend.url()), ("HEADER_TIMEOUT", "1")];
    let gateway = TestGateway::with(&settings).await;
    let request = "POST /api HTTP/1.1\r\nHost: gateway\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\n\
                   GET /api/smuggled HTTP/1.1\r\nHost: gateway\r\n\r\n";
    let responses = gateway.send_request(request).await.rest().await;
    assert_eq!(responses.matches("HTTP/1.1 ").count(), 1, "{responses}");
    assert!(!backend.last_request().contains("smuggled"));
}

#[actix_web::test]
async fn an_endless_head_is_aborted() {
    let gateway = TestGateway::new().await;
    let mut client = gateway
        .send_request("GET /api HTTP/1.1\r\nHost: gateway\r\n")
        .await;
    let line = format!("X-{}: {}\r\n", "a".repeat(100), "b".repeat(8_000));
    while client.try_send(&line).await {}
}
