//! What every answer says to browsers: the fences, and whose pages may use the API.

use crate::support::{Wire, World, assert_problem, fields, status};

const EMPTY: &str = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

fn assert_fenced(head: &str) {
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
async fn every_answer_is_fenced_in_whoever_makes_it() {
    let world = World::new().await;
    let get = |path: &str| format!("GET {path} HTTP/1.1\r\nHost: gateway\r\n\r\n");
    let (_, head, _) = world.exchange(&get("/api/x"), EMPTY).await;
    assert_fenced(&head);
    assert_eq!(
        fields(&head, "content-security-policy"),
        ["default-src 'none'; frame-ancestors 'none'"]
    );
    // The gateway's own page, and its problems.
    for path in ["/gateway/health/live", "/gateway/x", "/api/../x"] {
        assert_fenced(&world.ask(&get(path)).await.head().await);
    }
    let trace = "TRACE / HTTP/1.1\r\nHost: gateway\r\n\r\n";
    let (head, _) = assert_problem(&mut world.ask(trace).await, 405).await;
    assert_fenced(&head);
}

const WEAK: &str = "HTTP/1.1 200 OK\r\nX-Frame-Options: ALLOWALL\r\nReferrer-Policy: unsafe-url\r\n\
    Permissions-Policy: camera=*\r\nContent-Security-Policy: default-src *\r\n\
    Strict-Transport-Security: max-age=1\r\nContent-Length: 0\r\n\r\n";

#[actix_web::test]
async fn what_a_service_says_weaker_is_replaced() {
    let world = World::new().await;
    for (path, policy) in [
        ("/api/x", "default-src 'none'; frame-ancestors 'none'"),
        ("/api/docs/", "default-src 'none'; script-src 'self'; "),
    ] {
        let request = format!("GET {path} HTTP/1.1\r\nHost: gateway\r\n\r\n");
        let (_, head, _) = world.exchange(&request, WEAK).await;
        assert_fenced(&head);
        let policies = fields(&head, "content-security-policy");
        assert!(
            matches!(policies[..], [told] if told.starts_with(policy)),
            "{head}"
        );
        assert!(fields(&head, "strict-transport-security").is_empty());
    }
}

/// The frontend's server alone knows where the app may connect to.
#[actix_web::test]
async fn the_web_apps_own_policy_passes_above_a_floor() {
    let world = World::new().await;
    let floor = "frame-ancestors 'none'; base-uri 'none'; object-src 'none'; form-action 'self'";
    let mut client = world.ask("GET / HTTP/1.1\r\nHost: gateway\r\n\r\n").await;
    world.frontend.answer(WEAK).await;
    let head = client.head().await;
    assert_fenced(&head);
    assert_eq!(
        fields(&head, "content-security-policy"),
        ["default-src *", floor]
    );
    assert!(fields(&head, "strict-transport-security").is_empty());

    let mut client = world.ask("GET / HTTP/1.1\r\nHost: gateway\r\n\r\n").await;
    world.frontend.answer(EMPTY).await;
    let head = client.head().await;
    let policies = fields(&head, "content-security-policy");
    assert!(
        matches!(policies[..], [told] if told.contains("; connect-src 'self'; ")),
        "{head}"
    );
}

#[actix_web::test]
async fn tls_is_promised_when_the_outside_has_it() {
    let request = "GET /api HTTP/1.1\r\nHost: gateway\r\nX-Forwarded-Proto: https\r\n\r\n";
    let world = World::new().await;
    let (_, head, _) = world.exchange(request, EMPTY).await;
    assert!(
        fields(&head, "strict-transport-security").is_empty(),
        "{head}"
    );

    let world = World::with(&[("TRUSTED_PROXIES", "127.0.0.1")]).await;
    let (_, head, _) = world.exchange(request, EMPTY).await;
    assert_eq!(
        fields(&head, "strict-transport-security"),
        ["max-age=31536000; includeSubDomains"]
    );
}

const ORIGIN: &str = "https://app.example.com";

async fn with_cors() -> World {
    World::with(&[(
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

/// The names of a list, in the order of the alphabet: actix-cors has one of its own at each start.
fn names<'a>(head: &'a str, field: &str) -> Vec<&'a str> {
    let mut names: Vec<_> = fields(head, field)[0].split(", ").collect();
    names.sort_unstable();
    names
}

async fn answered_at_the_edge(client: &mut Wire) -> String {
    let head = client.head().await;
    assert_eq!(status(&head), 200, "{head}");
    head
}

#[actix_web::test]
async fn a_preflight_is_answered_at_the_edge() {
    let world = with_cors().await;
    let mut client = world.ask(&preflight(ORIGIN)).await;
    let head = answered_at_the_edge(&mut client).await;
    assert_eq!(fields(&head, "access-control-allow-origin"), [ORIGIN]);
    assert_eq!(fields(&head, "access-control-allow-credentials"), ["true"]);
    assert_eq!(
        names(&head, "access-control-allow-methods"),
        ["DELETE", "GET", "OPTIONS", "POST", "PUT"]
    );
    assert_eq!(
        names(&head, "access-control-allow-headers"),
        ["authorization", "content-type", "if-match", "x-request-id"]
    );
    assert_eq!(fields(&head, "access-control-max-age"), ["600"]);
    assert_eq!(fields(&head, "vary"), ["Origin"]);
    assert_fenced(&head);
}

#[actix_web::test]
async fn a_preflight_of_another_origin_is_refused() {
    let world = with_cors().await;
    for origin in [
        "https://evil.example",
        "null",
        "https://app.example.com.evil.example",
    ] {
        let (head, _) = assert_problem(&mut world.ask(&preflight(origin)).await, 403).await;
        assert!(
            fields(&head, "access-control-allow-origin").is_empty(),
            "{head}"
        );
        assert_eq!(fields(&head, "vary"), ["Origin"]);
    }
}

#[actix_web::test]
async fn answers_name_the_origin_that_may_and_no_other() {
    let world = with_cors().await;
    let request =
        |origin: &str| format!("GET /api HTTP/1.1\r\nHost: gateway\r\nOrigin: {origin}\r\n\r\n");
    let answer = "HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nVary: Accept-Encoding\r\nContent-Length: 0\r\n\r\n";
    let (_, head, _) = world.exchange(&request(ORIGIN), answer).await;
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

    let (_, head, _) = world
        .exchange(&request("https://evil.example"), answer)
        .await;
    assert_eq!(status(&head), 200);
    assert!(!head.to_lowercase().contains("access-control"), "{head}");
    assert_eq!(fields(&head, "vary"), ["Accept-Encoding", "Origin"]);
}

/// Its pages are of its own origin, and what they load is the same for all.
#[actix_web::test]
async fn the_web_app_is_for_its_own_origin_alone() {
    let world = with_cors().await;
    let request = format!("GET / HTTP/1.1\r\nHost: gateway\r\nOrigin: {ORIGIN}\r\n\r\n");
    let answer = "HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nVary: Accept-Encoding\r\nContent-Length: 0\r\n\r\n";
    let mut client = world.ask(&request).await;
    world.frontend.answer(answer).await;
    let head = client.head().await;
    assert!(!head.to_lowercase().contains("access-control"), "{head}");
    assert_eq!(fields(&head, "vary"), ["Accept-Encoding"]);
}

#[actix_web::test]
async fn a_refusal_can_be_read_by_the_page_that_met_it() {
    let world = with_cors().await;
    let request = format!("GET /api/../x HTTP/1.1\r\nHost: gateway\r\nOrigin: {ORIGIN}\r\n\r\n");
    let (head, _) = assert_problem(&mut world.ask(&request).await, 400).await;
    assert_eq!(fields(&head, "access-control-allow-origin"), [ORIGIN]);
}
