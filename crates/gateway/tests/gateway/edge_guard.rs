//! The guard phase: limits of heads, methods and connections; slow clients.

use futures_util::future::join_all;

use crate::support::{TestGateway, assert_problem, fields, status};

const EMPTY: &str = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

#[actix_web::test]
async fn heads_have_limits() {
    let gateway = TestGateway::with(&[
        ("MAX_URI_BYTES", "100"),
        ("MAX_HEADERS", "10"),
        ("MAX_HEADER_BYTES", "500"),
    ])
    .await;
    let long = format!(
        "GET /api?{} HTTP/1.1\r\nHost: gateway\r\n\r\n",
        "x".repeat(100)
    );
    assert_problem(&mut gateway.send_request(&long).await, 414).await;
    let with_fields = |count| {
        let fields: String = (1..count)
            .map(|number| format!("X-{number}: 1\r\n"))
            .collect();
        format!("GET /api HTTP/1.1\r\nHost: gateway\r\n{fields}\r\n")
    };
    let (_, head, _) = gateway.exchange(&with_fields(10), EMPTY).await;
    assert_eq!(status(&head), 200);
    assert_problem(&mut gateway.send_request(&with_fields(11)).await, 431).await;
    let large = format!(
        "GET /api HTTP/1.1\r\nHost: gateway\r\nX-A: {}\r\n\r\n",
        "x".repeat(500)
    );
    assert_problem(&mut gateway.send_request(&large).await, 431).await;
}

#[actix_web::test]
async fn other_methods_are_rejected_with_allow() {
    let gateway = TestGateway::new().await;
    for method in ["TRACE", "PROPFIND", "PURGE"] {
        let request = format!("{method} /api HTTP/1.1\r\nHost: gateway\r\n\r\n");
        let (head, _) = assert_problem(&mut gateway.send_request(&request).await, 405).await;
        assert_eq!(
            fields(&head, "allow"),
            ["GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"]
        );
    }
}

#[actix_web::test]
async fn hundreds_of_slow_clients_do_not_block_others() {
    let gateway = TestGateway::with(&[
        ("HEADER_TIMEOUT", "60"),
        ("MAX_CONNECTIONS_PER_ADDRESS", "0"),
    ])
    .await;
    // The test holds both ends of each connection.
    let slow =
        join_all((0..400).map(|_| gateway.send_request("GET /api HTTP/1.1\r\nX-Slow: "))).await;
    for _ in 0..50 {
        let (_, head, _) = gateway
            .exchange("GET /api HTTP/1.1\r\nHost: gateway\r\n\r\n", EMPTY)
            .await;
        assert_eq!(status(&head), 200);
    }
    drop(slow);
}

#[actix_web::test]
async fn connections_are_limited_per_address() {
    let gateway = TestGateway::with(&[("MAX_CONNECTIONS_PER_ADDRESS", "2")]).await;
    let request = "GET /gateway/health/live HTTP/1.1\r\nHost: gateway\r\n\r\n";
    let mut first = gateway.send_request(request).await;
    let mut second = gateway.send_request(request).await;
    assert_eq!(status(&first.head().await), 200);
    assert_eq!(status(&second.head().await), 200);
    let third = gateway.connect().await.rest().await;
    assert_eq!(status(&third), 503, "{third}");
    assert!(third.contains("/problems/too-many-connections"), "{third}");

    drop(first);
    // Until the gateway has noticed that the connection is closed.
    loop {
        let mut next = gateway.connect().await;
        if next.try_send(request).await && status(&next.head().await) == 200 {
            break;
        }
    }
}
