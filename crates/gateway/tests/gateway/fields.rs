//! Forwarding of header fields, in both directions.

use crate::support::{TestGateway, fields, status};

#[actix_web::test]
async fn hop_by_hop_fields_are_not_forwarded() {
    let gateway = TestGateway::new().await;
    let request = "GET /api HTTP/1.1\r\nHost: gateway\r\nConnection: close, X-Private\r\nX-Private: 1\r\n\
                   Keep-Alive: 5\r\nTE: trailers\r\nProxy-Authorization: Basic x\r\nAccept: text/plain\r\n\r\n";
    let response = "HTTP/1.1 200 OK\r\nConnection: X-Inner\r\nX-Inner: 1\r\nKeep-Alive: timeout=5\r\n\
                  X-Outer: 2\r\nContent-Length: 0\r\n\r\n";
    let (seen, head, _) = gateway.exchange(request, response).await;
    for name in [
        "x-private",
        "keep-alive",
        "proxy-authorization",
        "te",
        "connection",
    ] {
        assert!(fields(&seen, name).is_empty(), "{name}: {seen}");
    }
    assert_eq!(fields(&seen, "accept"), ["text/plain"]);
    for name in ["x-inner", "keep-alive"] {
        assert!(fields(&head, name).is_empty(), "{name}: {head}");
    }
    assert_eq!(fields(&head, "x-outer"), ["2"]);
}

#[actix_web::test]
async fn other_upgrades_are_not_forwarded() {
    let gateway = TestGateway::new().await;
    let request = "GET /api HTTP/1.1\r\nHost: gateway\r\nConnection: Upgrade, HTTP2-Settings\r\n\
                   Upgrade: h2c\r\nHTTP2-Settings: x\r\n\r\n";
    let (seen, head, _) = gateway
        .exchange(request, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        .await;
    for name in ["upgrade", "connection", "http2-settings"] {
        assert!(fields(&seen, name).is_empty(), "{name}: {seen}");
    }
    assert_eq!(status(&head), 200);
}

const FORGED: &str = "X-Forwarded-For: 198.51.100.1\r\nX-Forwarded-Proto: https\r\n\
                      X-Forwarded-Host: app.example.com\r\nForwarded: for=198.51.100.1\r\n\
                      X_Forwarded_For: 198.51.100.1\r\nX-Real-IP: 198.51.100.1\r\n";

const EMPTY: &str = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

#[actix_web::test]
async fn forwarding_fields_of_an_untrusted_peer_are_replaced() {
    let gateway = TestGateway::new().await;
    let request = format!("GET /api HTTP/1.1\r\nHost: gateway:30002\r\n{FORGED}\r\n");
    let (seen, _, _) = gateway.exchange(&request, EMPTY).await;
    assert!(!seen.contains("198.51.100.1"), "{seen}");
    assert_eq!(fields(&seen, "x-forwarded-for"), ["127.0.0.1"]);
    assert_eq!(fields(&seen, "x-forwarded-proto"), ["http"]);
    assert_eq!(fields(&seen, "x-forwarded-host"), ["gateway:30002"]);
    assert_eq!(
        fields(&seen, "forwarded"),
        ["for=127.0.0.1;host=\"gateway:30002\";proto=http"]
    );
    assert_eq!(fields(&seen, "via"), ["1.1 kpi-gateway"]);
    assert_eq!(fields(&seen, "host"), [gateway.backend.authority()]);
}

#[actix_web::test]
async fn the_host_of_an_absolute_target_overrides_the_field() {
    let gateway = TestGateway::new().await;
    let request = "GET http://app.example.com:8080/api HTTP/1.1\r\nHost: gateway\r\n\r\n";
    let (seen, _, _) = gateway.exchange(request, EMPTY).await;
    assert_eq!(fields(&seen, "x-forwarded-host"), ["app.example.com:8080"]);
    assert_eq!(
        fields(&seen, "forwarded"),
        ["for=127.0.0.1;host=\"app.example.com:8080\";proto=http"]
    );
    assert_eq!(fields(&seen, "host"), [gateway.backend.authority()]);
}

#[actix_web::test]
async fn forwarding_fields_of_a_trusted_proxy_are_continued() {
    let gateway = TestGateway::with(&[("TRUSTED_PROXIES", "127.0.0.0/8")]).await;
    let request = format!("GET /api HTTP/1.1\r\nHost: gateway\r\n{FORGED}\r\n");
    let (seen, _, _) = gateway.exchange(&request, EMPTY).await;
    assert_eq!(
        fields(&seen, "x-forwarded-for"),
        ["198.51.100.1, 127.0.0.1"]
    );
    assert_eq!(fields(&seen, "x-forwarded-proto"), ["https"]);
    assert_eq!(fields(&seen, "x-forwarded-host"), ["app.example.com"]);
    assert!(fields(&seen, "x_forwarded_for").is_empty());
}

#[actix_web::test]
async fn identity_fields_of_clients_are_dropped() {
    let gateway = TestGateway::with(&[("TRUSTED_PROXIES", "127.0.0.0/8")]).await;
    let request = "GET /api HTTP/1.1\r\nHost: gateway\r\nX-User-Id: 1\r\nx_user_id: 1\r\nX-USER_Role: admin\r\n\
                   Authorization: Bearer t\r\nCookie: a=1\r\n\r\n";
    let (seen, _, _) = gateway.exchange(request, EMPTY).await;
    assert!(
        !seen.to_lowercase().replace('_', "-").contains("x-user"),
        "{seen}"
    );
    assert_eq!(fields(&seen, "authorization"), ["Bearer t"]);
    assert_eq!(fields(&seen, "cookie"), ["a=1"]);
}

#[actix_web::test]
async fn the_request_id_is_forwarded_and_returned() {
    let gateway = TestGateway::new().await;
    let request = "GET /api HTTP/1.1\r\nHost: gateway\r\nX-Request-Id: mine\r\n\r\n";
    let response = "HTTP/1.1 200 OK\r\nX-Request-Id: other\r\nContent-Length: 0\r\n\r\n";
    let (seen, head, _) = gateway.exchange(request, response).await;
    assert_eq!(fields(&seen, "x-request-id"), ["mine"]);
    assert_eq!(fields(&head, "x-request-id"), ["mine"]);

    let (seen, head, _) = gateway
        .exchange("GET /api HTTP/1.1\r\nHost: gateway\r\n\r\n", response)
        .await;
    assert_eq!(fields(&seen, "x-request-id").len(), 1);
    assert_eq!(fields(&seen, "x-request-id"), fields(&head, "x-request-id"));
}

#[actix_web::test]
async fn cookies_redirects_and_encodings_are_passed_through() {
    let gateway = TestGateway::new().await;
    let request = "GET /api HTTP/1.1\r\nHost: gateway\r\nAccept-Encoding: gzip\r\n\r\n";
    let response = "HTTP/1.1 302 Found\r\nLocation: http://elsewhere.example/\r\nSet-Cookie: a=1\r\n\
                  Set-Cookie: b=2; Path=/\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1f\x0b\x08\x01";
    let (seen, head, mut client) = gateway.exchange(request, response).await;
    assert_eq!(fields(&seen, "accept-encoding"), ["gzip"]);
    assert!(fields(&seen, "user-agent").is_empty());
    assert_eq!(status(&head), 302);
    assert_eq!(fields(&head, "location"), ["http://elsewhere.example/"]);
    assert_eq!(fields(&head, "set-cookie"), ["a=1", "b=2; Path=/"]);
    assert_eq!(fields(&head, "content-encoding"), ["gzip"]);
    assert_eq!(client.exactly(4).await, b"\x1f\x0b\x08\x01");
}
