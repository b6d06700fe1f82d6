//! Security headers and CORS.

use crate::support::{RawConnection, TestGateway, assert_problem, fields, status};

const EMPTY: &str = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

fn assert_security_headers(head: &str) {
    assert_eq!(fields(head, "x-frame-options"), ["DENY"], "{head}");
    assert_eq!(fields(head, "x-content-type-options"), ["nosniff"]);
    assert_eq!(fields(head, "x-xss-protection"), ["1; mode=block"]);
    assert_eq!(
        fields(head, "referrer-policy"),
        ["strict-origin-when-cross-origin"]
    );
    assert_eq!(
        fields(head, "permissions-policy"),
        ["camera=(), geolocation=(), microphone=(), payment=(), usb=()"]
    );
    assert!(!fields(head, "content-security-policy").is_empty());
    assert_eq!(fields(head, "x-request-id").len(), 1);
}

#[actix_web::test]
async fn every_response_has_the_security_headers() {
    let gateway = TestGateway::new().await;
    let get = |path: &str| format!("GET {path} HTTP/1.1\r\nHost: gateway\r\n\r\n");
    let (_, head, _) = gateway.exchange(&get("/api/x"), EMPTY).await;
    assert_security_headers(&head);
    assert_eq!(
        fields(&head, "content-security-policy"),
        ["default-src 'none'; frame-ancestors 'none'"]
    );
    // The gateway's own resources, and its problems.
    for path in ["/gateway/health/live", "/gateway/x", "/api/../x"] {
        assert_security_headers(&gateway.send_request(&get(path)).await.head().await);
    }
    let trace = "TRACE / HTTP/1.1\r\nHost: gateway\r\n\r\n";
    let (head, _) = assert_problem(&mut gateway.send_request(trace).await, 405).await;
    assert_security_headers(&head);
}

const WEAK: &str = "HTTP/1.1 200 OK\r\nX-Frame-Options: ALLOWALL\r\nReferrer-Policy: unsafe-url\r\n\
    Permissions-Policy: camera=*\r\nContent-Security-Policy: default-src *\r\n\
    Strict-Transport-Security: max-age=1\r\nContent-Length: 0\r\n\r\n";

#[actix_web::test]
async fn weaker_fields_of_a_service_are_replaced() {
    let gateway = TestGateway::new().await;
    for (path, policy) in [
        ("/api/x", "default-src 'none'; frame-ancestors 'none'"),
        ("/api/docs/", "default-src 'none'; script-src 'self'; "),
    ] {
        let request = format!("GET {path} HTTP/1.1\r\nHost: gateway\r\n\r\n");
        let (_, head, _) = gateway.exchange(&request, WEAK).await;
        assert_security_headers(&head);
        let policies = fields(&head, "content-security-policy");
        assert!(
            matches!(policies[..], [value] if value.starts_with(policy)),
            "{head}"
        );
        assert!(fields(&head, "strict-transport-security").is_empty());
    }
}

/// Only the frontend's server knows the hosts that the app may connect to.
#[actix_web::test]
async fn the_web_apps_policy_is_kept_and_the_baseline_added() {
    let gateway = TestGateway::new().await;
    let floor = "frame-ancestors 'none'; base-uri 'none'; object-src 'none'; form-action 'self'";
    let mut client = gateway
        .send_request("GET / HTTP/1.1\r\nHost: gateway\r\n\r\n")
        .await;
    gateway.frontend.respond(WEAK).await;
    let head = client.head().await;
    assert_security_headers(&head);
    assert_eq!(
        fields(&head, "content-security-policy"),
        ["default-src *", floor]
    );
    assert!(fields(&head, "strict-transport-security").is_empty());

    let mut client = gateway
        .send_request("GET / HTTP/1.1\r\nHost: gateway\r\n\r\n")
        .await;
    gateway.frontend.respond(EMPTY).await;
    let head = client.head().await;
    let policies = fields(&head, "content-security-policy");
    assert!(
        matches!(policies[..], [value] if value.contains("; connect-src 'self'; ")),
        "{head}"
    );
}

#[actix_web::test]
async fn hsts_is_sent_if_the_client_uses_https() {
    let request = "GET /api HTTP/1.1\r\nHost: gateway\r\nX-Forwarded-Proto: https\r\n\r\n";
    let gateway = TestGateway::new().await;
    let (_, head, _) = gateway.exchange(request, EMPTY).await;
    assert!(
        fields(&head, "strict-transport-security").is_empty(),
        "{head}"
    );

    let gateway = TestGateway::with(&[("TRUSTED_PROXIES", "127.0.0.1")]).await;
    let (_, head, _) = gateway.exchange(request, EMPTY).await;
    assert_eq!(
        fields(&head, "strict-transport-security"),
        ["max-age=31536000; includeSubDomains"]
    );
}

const ORIGIN: &str = "https://app.example.com";

async fn with_cors() -> TestGateway {
    TestGateway::with(&[(
        "CORS_ORIGIN",
        "http://localhost:3000,https://app.example.com",
    )])
    .await
}

fn preflight(origin: &str) -> String {
    format!(
        "OPTIONS /api/days/2026-01-01 HTTP/1.1\r\nHost: gateway\r\nOrigin: {origin}\r\n\
         Access-Control-Request-Method: PUT\r\nAccess-Control-Request-Headers: if-match\r\n\r\n"
    )
}

/// The names of a list, sorted: actix-cors has a random order.
fn names<'a>(head: &'a str, field: &str) -> Vec<&'a str> {
    let mut names: Vec<_> = fields(head, field)[0].split(", ").collect();
    names.sort_unstable();
    names
}

async fn preflight_response(client: &mut RawConnection) -> String {
    let head = client.head().await;
    assert_eq!(status(&head), 200, "{head}");
    head
}

#[actix_web::test]
async fn a_preflight_is_handled_by_the_gateway() {
    let gateway = with_cors().await;
    let mut client = gateway.send_request(&preflight(ORIGIN)).await;
    let head = preflight_response(&mut client).await;
    assert_eq!(fields(&head, "access-control-allow-origin"), [ORIGIN]);
    assert_eq!(fields(&head, "access-control-allow-credentials"), ["true"]);
    assert_eq!(
        names(&head, "access-control-allow-methods"),
        ["DELETE", "GET", "OPTIONS", "POST", "PUT"]
    );
    assert_eq!(
        names(&head, "access-control-allow-headers"),
        [
            "authorization",
            "content-type",
            "if-match",
            "if-none-match",
            "x-request-id",
        ]
    );
    assert_eq!(fields(&head, "access-control-max-age"), ["600"]);
    assert_eq!(fields(&head, "vary"), ["Origin"]);
    assert_security_headers(&head);
}

#[actix_web::test]
async fn a_preflight_of_another_origin_is_rejected() {
    let gateway = with_cors().await;
    for origin in [
        "https://evil.example",
        "null",
        "https://app.example.com.evil.example",
    ] {
        let (head, _) =
            assert_problem(&mut gateway.send_request(&preflight(origin)).await, 403).await;
        assert!(
            fields(&head, "access-control-allow-origin").is_empty(),
            "{head}"
        );
        assert_eq!(fields(&head, "vary"), ["Origin"]);
    }
}

#[actix_web::test]
async fn responses_allow_the_listed_origin_only() {
    let gateway = with_cors().await;
    let request =
        |origin: &str| format!("GET /api HTTP/1.1\r\nHost: gateway\r\nOrigin: {origin}\r\n\r\n");
    let response = "HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nVary: Accept-Encoding\r\nContent-Length: 0\r\n\r\n";
    let (_, head, _) = gateway.exchange(&request(ORIGIN), response).await;
    assert_eq!(fields(&head, "access-control-allow-origin"), [ORIGIN]);
    assert_eq!(fields(&head, "access-control-allow-credentials"), ["true"]);
    assert_eq!(
        names(&head, "access-control-expose-headers"),
        [
            "etag",
            "ratelimit-limit",
            "ratelimit-remaining",
            "ratelimit-reset",
            "retry-after",
            "x-request-id"
        ]
    );
    assert_eq!(fields(&head, "vary"), ["Accept-Encoding", "Origin"]);

    let (_, head, _) = gateway
        .exchange(&request("https://evil.example"), response)
        .await;
    assert_eq!(status(&head), 200);
    assert!(!head.to_lowercase().contains("access-control"), "{head}");
    assert_eq!(fields(&head, "vary"), ["Accept-Encoding", "Origin"]);
}

/// The web app is used from its own origin only.
#[actix_web::test]
async fn the_web_app_has_no_cors() {
    let gateway = with_cors().await;
    let request = format!("GET / HTTP/1.1\r\nHost: gateway\r\nOrigin: {ORIGIN}\r\n\r\n");
    let response = "HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nVary: Accept-Encoding\r\nContent-Length: 0\r\n\r\n";
    let mut client = gateway.send_request(&request).await;
    gateway.frontend.respond(response).await;
    let head = client.head().await;
    assert!(!head.to_lowercase().contains("access-control"), "{head}");
    assert_eq!(fields(&head, "vary"), ["Accept-Encoding"]);
}

#[actix_web::test]
async fn a_rejection_has_cors_fields() {
    let gateway = with_cors().await;
    let request = format!("GET /api/../x HTTP/1.1\r\nHost: gateway\r\nOrigin: {ORIGIN}\r\n\r\n");
    let (head, _) = assert_problem(&mut gateway.send_request(&request).await, 400).await;
    assert_eq!(fields(&head, "access-control-allow-origin"), [ORIGIN]);
}
