//! Message framing: lengths and chunked coding, in both directions.

use crate::support::{TestGateway, fields, status};

/// Asserts by a second exchange on the same connection that the first one ended correctly.
async fn assert_in_sync(gateway: &TestGateway, client: &mut crate::support::RawConnection) {
    client
        .send("GET /next HTTP/1.1\r\nHost: gateway\r\n\r\n")
        .await;
    gateway
        .frontend
        .respond("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnext")
        .await;
    let head = client.head().await;
    assert_eq!(status(&head), 200, "{head}");
    assert_eq!(client.exactly(4).await, b"next");
}

#[actix_web::test]
async fn a_head_has_a_length_and_no_body() {
    let gateway = TestGateway::new().await;
    let response = "HTTP/1.1 200 OK\r\nContent-Length: 1234\r\n\r\n";
    let (seen, head, mut client) = gateway
        .exchange("HEAD /api HTTP/1.1\r\nHost: gateway\r\n\r\n", response)
        .await;
    assert!(seen.starts_with("HEAD /api "));
    assert_eq!(fields(&head, "content-length"), ["1234"]);
    assert_in_sync(&gateway, &mut client).await;
}

#[actix_web::test]
async fn no_content_has_no_body() {
    let gateway = TestGateway::new().await;
    let request = "DELETE /api/x HTTP/1.1\r\nHost: gateway\r\n\r\n";
    let (_, head, mut client) = gateway
        .exchange(request, "HTTP/1.1 204 No Content\r\n\r\n")
        .await;
    assert_eq!(status(&head), 204);
    assert!(
        fields(&head, "content-length").is_empty() && fields(&head, "transfer-encoding").is_empty()
    );
    assert_in_sync(&gateway, &mut client).await;
}

#[actix_web::test]
async fn not_modified_keeps_its_fields() {
    let gateway = TestGateway::new().await;
    let request = "GET /api HTTP/1.1\r\nHost: gateway\r\nIf-None-Match: \"a\"\r\n\r\n";
    let response = "HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\nContent-Length: 99\r\n\r\n";
    let (seen, head, mut client) = gateway.exchange(request, response).await;
    assert_eq!(fields(&seen, "if-none-match"), ["\"a\""]);
    assert_eq!((status(&head), fields(&head, "etag")), (304, vec!["\"a\""]));
    assert_in_sync(&gateway, &mut client).await;
}

#[actix_web::test]
async fn known_lengths_are_kept_and_unknown_ones_are_chunked() {
    let gateway = TestGateway::new().await;
    let request = "GET /api HTTP/1.1\r\nHost: gateway\r\n\r\n";
    let (_, head, mut client) = gateway
        .exchange(request, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc")
        .await;
    assert_eq!(fields(&head, "content-length"), ["3"]);
    assert_eq!(client.exactly(3).await, b"abc");

    let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
    let (_, head, mut client) = gateway.exchange(request, chunked).await;
    assert_eq!(fields(&head, "transfer-encoding"), ["chunked"]);
    assert_eq!(client.until("0\r\n\r\n").await, "3\r\nabc\r\n0\r\n\r\n");
    assert_in_sync(&gateway, &mut client).await;
}

#[actix_web::test]
async fn a_response_may_end_with_the_connection() {
    let gateway = TestGateway::new().await;
    for version in ["1.0", "1.1"] {
        let mut client = gateway
            .send_request("GET /api HTTP/1.1\r\nHost: gateway\r\n\r\n")
            .await;
        let mut upstream = gateway.backend.accept().await;
        upstream.head().await;
        upstream
            .send(format!(
                "HTTP/{version} 200 OK\r\nConnection: close\r\n\r\nfirst,"
            ))
            .await;
        assert_eq!(status(&client.head().await), 200);
        assert_eq!(client.until("first,\r\n").await, "6\r\nfirst,\r\n");
        upstream.send("last").await;
        drop(upstream);
        assert_eq!(client.until("0\r\n\r\n").await, "4\r\nlast\r\n0\r\n\r\n");
        assert_in_sync(&gateway, &mut client).await;
    }
}

#[actix_web::test]
async fn interim_responses_are_skipped() {
    let gateway = TestGateway::new().await;
    let response = "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    let (_, head, _) = gateway
        .exchange("GET /api HTTP/1.1\r\nHost: gateway\r\n\r\n", response)
        .await;
    assert_eq!(status(&head), 200);
}

#[actix_web::test]
async fn unsolicited_data_of_an_upstream_is_not_a_response() {
    let gateway = TestGateway::new().await;
    let request = "GET /api HTTP/1.1\r\nHost: gateway\r\n\r\n";
    let surplus = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged";
    let (_, _, mut client) = gateway.exchange(request, surplus).await;
    client.send(request).await;
    gateway
        .backend
        .respond("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ntrue")
        .await;
    client.head().await;
    assert_eq!(client.exactly(4).await, b"true");
}

#[actix_web::test]
async fn empty_responses_are_empty() {
    let gateway = TestGateway::new().await;
    let request = "GET /api HTTP/1.1\r\nHost: gateway\r\n\r\n";
    let (_, head, mut client) = gateway
        .exchange(request, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        .await;
    assert_eq!(fields(&head, "content-length"), ["0"]);
    assert_in_sync(&gateway, &mut client).await;
}

#[actix_web::test]
async fn request_lengths_are_forwarded() {
    let gateway = TestGateway::new().await;
    let none = "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";
    for (fields_sent, body, expected) in [
        ("Content-Length: 3\r\n", "abc", ("content-length", "3")),
        ("Content-Length: 0\r\n", "", ("content-length", "0")),
        (
            "Transfer-Encoding: chunked\r\n",
            "3\r\nabc\r\n0\r\n\r\n",
            ("transfer-encoding", "chunked"),
        ),
    ] {
        let mut client = gateway
            .send_request(&format!(
                "POST /api HTTP/1.1\r\nHost: gateway\r\n{fields_sent}\r\n{body}"
            ))
            .await;
        let mut upstream = gateway.backend.accept().await;
        let seen = upstream.head().await;
        assert_eq!(fields(&seen, expected.0), [expected.1], "{seen}");
        if !body.is_empty() {
            let end = if expected.1 == "chunked" {
                "0\r\n\r\n"
            } else {
                "abc"
            };
            assert!(upstream.until(end).await.contains("abc"));
        }
        upstream.send(none).await;
        assert_eq!(status(&client.head().await), 204);
    }
    // Without a body no length is sent.
    let (seen, _, _) = gateway
        .exchange("GET /api HTTP/1.1\r\nHost: gateway\r\n\r\n", none)
        .await;
    assert!(
        fields(&seen, "content-length").is_empty() && fields(&seen, "transfer-encoding").is_empty()
    );
}

#[actix_web::test]
async fn the_gateway_responds_with_100_continue() {
    let gateway = TestGateway::new().await;
    let request =
        "POST /api HTTP/1.1\r\nHost: gateway\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n";
    let mut client = gateway.send_request(request).await;
    assert_eq!(status(&client.head().await), 100);
    client.send("abc").await;
    let mut upstream = gateway.backend.accept().await;
    let seen = upstream.head().await;
    assert!(fields(&seen, "expect").is_empty(), "{seen}");
    assert_eq!(upstream.exactly(3).await, b"abc");
    upstream.send("HTTP/1.1 204 No Content\r\n\r\n").await;
    assert_eq!(status(&client.head().await), 204);
}

/// actix-http frames a response by the head that it parsed last: it must be that of the request.
#[actix_web::test]
async fn pipelined_requests_each_get_their_response() {
    const GET: &str = "GET /api HTTP/1.1\r\nHost: gateway\r\n\r\n";
    const HEAD: &str = "HEAD /api HTTP/1.1\r\nHost: gateway\r\n\r\n";
    const POST: &str = "POST /api HTTP/1.1\r\nHost: gateway\r\nContent-Length: 1\r\n\r\nx";
    const EARLIER: &str = "GET /api HTTP/1.0\r\nHost: gateway\r\n\r\n";
    for requests in [
        [GET, HEAD, GET],
        [POST, HEAD, POST],
        [HEAD, GET, HEAD],
        [GET, POST, EARLIER],
    ] {
        let gateway = TestGateway::new().await;
        let mut client = gateway.send_request(&requests.concat()).await;
        let mut upstream = gateway.backend.accept().await;
        for request in requests {
            upstream.head().await;
            let is_head = request == HEAD;
            if request == POST {
                upstream.exactly(1).await;
            }
            let body = if is_head { "" } else { "first" };
            let response = format!("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{body}");
            upstream.send(&response).await;
            let head = client.head().await;
            assert_eq!(fields(&head, "content-length"), ["5"], "{request}: {head}");
            assert_eq!(client.exactly(body.len()).await, body.as_bytes());
            assert_eq!(head.starts_with("HTTP/1.0 "), request == EARLIER);
        }
    }
}

#[actix_web::test]
async fn requests_after_connection_close_are_ignored() {
    let gateway = TestGateway::new().await;
    let last = "GET /api HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n\r\n";
    let mut client = gateway.send_request(&format!("{last}{last}")).await;
    gateway
        .backend
        .respond("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        .await;
    assert_eq!(fields(&client.head().await, "connection"), ["close"]);
    assert_eq!(client.rest().await, "ok");
}

#[actix_web::test]
async fn an_http_1_0_client_gets_no_chunks() {
    let gateway = TestGateway::new().await;
    let request = "GET /api HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
    let response = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n";
    let (_, head, client) = gateway.exchange(request, response).await;
    assert!(fields(&head, "transfer-encoding").is_empty(), "{head}");
    assert_eq!(client.rest().await, "ok");
}

#[actix_web::test]
async fn a_chunked_body_is_forwarded_for_every_method() {
    for method in ["GET", "DELETE", "POST"] {
        let gateway = TestGateway::new().await;
        let request = format!(
            "{method} /api HTTP/1.1\r\nHost: gateway\r\nTransfer-Encoding: chunked\r\n\r\n\
             5\r\nhello\r\n0\r\n\r\n"
        );
        let mut client = gateway.send_request(&request).await;
        let mut upstream = gateway.backend.accept().await;
        let seen = upstream.head().await;
        assert_eq!(fields(&seen, "transfer-encoding"), ["chunked"], "{seen}");
        upstream.until("5\r\nhello\r\n0\r\n\r\n").await;
        upstream.send("HTTP/1.1 204 No Content\r\n\r\n").await;
        assert_eq!(status(&client.head().await), 204);
    }
}
