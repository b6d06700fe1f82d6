//! The backend without the gateway: rate limits, CORS, security headers.

use actix_web::http::Method;
use serde_json::json;

use crate::support::{Client, Response, TestApp};

/// Any request that counts.
const SOMEWHERE: &str = "/api/kpi/laws";

async fn statuses(client: &Client, path: &str, times: usize) -> Vec<u16> {
    let mut statuses = Vec::new();
    for _ in 0..times {
        statuses.push(client.get(path).await.status);
    }
    statuses
}

async fn sign_in(client: &Client, path: &str) -> Response {
    let credentials = json!({ "email": "ann@example.com", "password": "wrong" });
    client.post(path, credentials).await
}

#[actix_web::test]
async fn exactly_the_limit_gets_through_also_when_addresses_are_forged() {
    let app = TestApp::with(&[("RATE_LIMIT_MAX_REQUESTS", "7")]).await;
    let mut allowed = 0;
    for number in 0..12 {
        let address = format!("192.0.2.{number}");
        let forger = app
            .anonymous()
            .with("x-forwarded-for", &address)
            .with("x-real-ip", &address)
            .with("x-user-id", &number.to_string());
        match forger.get(SOMEWHERE).await.status {
            401 => allowed += 1,
            status => assert_eq!(status, 429),
        }
    }
    assert_eq!(allowed, 7);
}

#[actix_web::test]
async fn rate_limit_headers_and_the_429_are_those_of_the_guide() {
    let app = TestApp::with(&[("RATE_LIMIT_MAX_REQUESTS", "2")]).await;
    let anonymous = app.anonymous();
    let first = anonymous.get(SOMEWHERE).await;
    assert_eq!(first.header("ratelimit-limit"), "2");
    assert_eq!(first.header("ratelimit-remaining"), "1");
    // One of the two requests is available again after half of the window.
    assert_eq!(first.header("ratelimit-reset"), "450");
    assert_eq!(first.header("x-ratelimit-limit"), "");

    anonymous.get(SOMEWHERE).await;
    let refused = anonymous.get(SOMEWHERE).await;
    assert_eq!(refused.header("ratelimit-remaining"), "0");
    let retry_after: u64 = refused.header("retry-after").parse().unwrap();
    assert!((1..=450).contains(&retry_after));
    assert_eq!(refused.header("x-ratelimit-limit"), "");
    let problem = refused.problem(429, "too-many-requests");
    assert_eq!(problem["detail"], "Too many requests from this IP");
}

#[actix_web::test]
async fn a_signed_in_user_is_not_limited_by_anonymous_requests() {
    let app = TestApp::with(&[
        ("RATE_LIMIT_MAX_REQUESTS", "3"),
        ("RATE_LIMIT_USER_MAX_REQUESTS", "5"),
    ])
    .await;
    let ann = app.user("ann").await;
    let flood = statuses(&app.anonymous(), SOMEWHERE, 10).await;
    assert_eq!(flood.iter().filter(|status| **status == 429).count(), 8);
    let path = "/api/auth/me";
    let results = statuses(&ann, path, 7).await;
    assert_eq!(results[..4], [200; 4]);
    assert_eq!(results[4..], [429; 3]);
    // An invalid token counts as anonymous.
    assert_eq!(app.anonymous().bearing("x").get(path).await.status, 429);
}

#[actix_web::test]
async fn clients_behind_a_trusted_proxy_are_counted_by_themselves() {
    let app = TestApp::with(&[
        ("RATE_LIMIT_MAX_REQUESTS", "1"),
        ("TRUSTED_PROXIES", "127.0.0.1"),
    ])
    .await;
    let mut seen = Vec::new();
    for address in [
        "192.0.2.1",
        "192.0.2.2",
        "192.0.2.1",
        "9.9.9.9, 192.0.2.2",
        "2001:db8:0:1::1",
        "2001:db8:0:1::2",
        "2001:db8:0:2::1",
    ] {
        let client = app.anonymous().with("x-forwarded-for", address);
        seen.push(client.get(SOMEWHERE).await.status);
    }
    assert_eq!(seen, [401, 401, 429, 429, 401, 429, 401]);
}

/// The gateway is missing in `TRUSTED_PROXIES`: anonymous clients share one limit, users have separate
/// ones.
#[actix_web::test]
async fn behind_an_unknown_proxy_users_are_still_counted_by_themselves() {
    let app = TestApp::with(&[("RATE_LIMIT_MAX_REQUESTS", "1")]).await;
    let ann = app.user("ann").await.with("x-forwarded-for", "192.0.2.1");
    let ben = app.anonymous().with("x-forwarded-for", "192.0.2.2");
    assert_eq!(ben.get(SOMEWHERE).await.status, 429);
    for _ in 0..3 {
        ann.get("/api/auth/me").await.expect(200);
    }
}

#[actix_web::test]
async fn the_sign_in_limit_holds_for_all_spellings_of_the_path() {
    let app = TestApp::with(&[("RATE_LIMIT_AUTH_MAX_REQUESTS", "3")]).await;
    let anonymous = app.anonymous();
    let mut seen = Vec::new();
    for path in [
        "/api/auth/login",
        "/api/auth/%6cogin",
        "/api/%61uth/login",
        "/api/auth/log%69n",
        "/api/auth/login",
    ] {
        seen.push(sign_in(&anonymous, path).await.status);
    }
    assert_eq!(seen, [401, 401, 401, 429, 429]);
    anonymous.get(SOMEWHERE).await.expect(401);
}

/// A session gives no additional sign-in attempts.
#[actix_web::test]
async fn a_token_gives_no_more_attempts() {
    let app = TestApp::with(&[("RATE_LIMIT_AUTH_MAX_REQUESTS", "3")]).await;
    let ann = app.user("ann").await;
    let mut seen = Vec::new();
    for _ in 0..3 {
        seen.push(sign_in(&ann, "/api/auth/login").await.status);
    }
    assert_eq!(seen, [401, 401, 429]);
}

#[actix_web::test]
async fn health_and_preflights_are_not_limited() {
    let app = TestApp::with(&[("RATE_LIMIT_MAX_REQUESTS", "1")]).await;
    let page = app
        .anonymous()
        .with("origin", "http://localhost:3000")
        .with("access-control-request-method", "PUT");
    for _ in 0..3 {
        for path in ["/health", "/health/live", "/api/health"] {
            let response = app.anonymous().get(path).await;
            assert_eq!(
                (response.status, response.header("ratelimit-limit")),
                (200, "")
            );
        }
        let preflight = page.request(Method::OPTIONS, SOMEWHERE, None).await;
        assert_eq!(preflight.status, 200);
    }
    assert_eq!(
        statuses(&app.anonymous(), SOMEWHERE, 2).await,
        [401, 429],
        "the rest is"
    );
    // Only the exact health paths are exempt.
    let response = app.anonymous().get("/healthy").await;
    assert_eq!(response.status, 429);
}

/// The sorted names of a list, because the order of actix-cors differs at each start.
fn vary(response: &Response) -> Vec<&str> {
    let fields = response.fields().into_iter();
    let vary = fields.filter(|(name, _)| *name == "vary");
    let mut values: Vec<_> = vary.map(|(_, value)| value).collect();
    values.sort_unstable();
    values
}

fn names(list: &str) -> Vec<&str> {
    let mut names: Vec<_> = list.split(", ").collect();
    names.sort_unstable();
    names
}

#[actix_web::test]
async fn a_page_of_a_named_origin_may_and_others_may_not() {
    let app = TestApp::with(&[(
        "CORS_ORIGIN",
        "http://localhost:3000,https://app.example.com",
    )])
    .await;
    for origin in ["http://localhost:3000", "https://app.example.com"] {
        let page = app.anonymous().with("origin", origin);
        let results = page
            .with("access-control-request-method", "PUT")
            .with("access-control-request-headers", "content-type,if-match");
        let preflight = results.request(Method::OPTIONS, "/api/days/x", None).await;
        assert_eq!(preflight.status, 200);
        assert_eq!(preflight.header("access-control-allow-origin"), origin);
        assert_eq!(
            names(preflight.header("access-control-allow-methods")),
            ["DELETE", "GET", "OPTIONS", "POST", "PUT"]
        );
        assert_eq!(
            names(preflight.header("access-control-allow-headers")),
            [
                "authorization",
                "content-type",
                "if-match",
                "if-none-match",
                "x-request-id",
            ]
        );
        for path in [SOMEWHERE, "/api/health", "/nowhere"] {
            let response = page.get(path).await;
            assert_eq!(response.header("access-control-allow-origin"), origin);
            assert_eq!(response.header("access-control-allow-credentials"), "true");
            assert_eq!(vary(&response), ["Origin", "accept-encoding"]);
        }
    }
    let page = app.anonymous().with("origin", "https://evil.example");
    let results = page.with("access-control-request-method", "PUT");
    let refused = results.request(Method::OPTIONS, SOMEWHERE, None).await;
    assert_eq!(refused.header("access-control-allow-origin"), "");
    refused.problem(403, "forbidden");
    let response = page.get("/api/health").await;
    for name in [
        "access-control-allow-origin",
        "access-control-allow-credentials",
        "access-control-expose-headers",
    ] {
        assert_eq!(response.header(name), "", "{name}");
    }
    assert_eq!(vary(&response), ["Origin", "accept-encoding"]);
}

#[actix_web::test]
async fn by_default_only_the_developers_page_may() {
    for (environment, allowed) in [
        ("development", "http://localhost:3000"),
        ("staging", ""),
        ("production", ""),
    ] {
        let settings = [("NODE_ENV", environment), ("REDIS_REQUIRED", "false")];
        let app = TestApp::with(&settings).await;
        let page = app.anonymous().with("origin", "http://localhost:3000");
        let response = page.get("/api/health").await;
        assert_eq!(response.header("access-control-allow-origin"), allowed);
    }
}

fn assert_fenced(response: &Response, policy: &str) {
    for (name, value) in [
        ("x-frame-options", "DENY"),
        ("x-content-type-options", "nosniff"),
        ("x-xss-protection", "1; mode=block"),
        ("referrer-policy", "strict-origin-when-cross-origin"),
    ] {
        assert_eq!(response.all(name), [value], "{name}");
    }
    assert!(response.header("permissions-policy").contains("camera=()"));
    let seen = response.header("content-security-policy");
    assert!(seen.starts_with(policy), "{seen}");
}

#[actix_web::test]
async fn every_response_has_security_headers() {
    let app = TestApp::with(&[("RATE_LIMIT_MAX_REQUESTS", "4")]).await;
    let data = "default-src 'none'; frame-ancestors 'none'";
    for (path, status) in [
        ("/health", 200),
        ("/api/openapi.json", 200),
        (SOMEWHERE, 401),
        ("/nowhere", 404),
    ] {
        let response = app.anonymous().get(path).await;
        assert_eq!(response.status, status);
        assert_fenced(&response, data);
    }
    let docs = app.anonymous().get("/api/docs/").await;
    assert_fenced(&docs, "default-src 'none'; script-src 'self'; ");
    let refused = app.anonymous().get(SOMEWHERE).await;
    assert_eq!(refused.status, 429);
    assert_fenced(&refused, data);
}

#[actix_web::test]
async fn hsts_is_sent_when_a_trusted_proxy_uses_tls() {
    for (trusted, promised) in [
        ("", ""),
        ("127.0.0.1", "max-age=31536000; includeSubDomains"),
    ] {
        let app = TestApp::with(&[("TRUSTED_PROXIES", trusted)]).await;
        let proxy = app.anonymous().with("x-forwarded-proto", "https");
        let response = proxy.get("/health").await;
        assert_eq!(response.header("strict-transport-security"), promised);
        let response = app.anonymous().get("/health").await;
        assert_eq!(response.header("strict-transport-security"), "");
    }
}
