//! The service's own resources: `/config.js`, health; and the security headers.

use crate::support::{Response, TestServer};

#[actix_web::test]
async fn config_js_contains_the_configuration() {
    let server = TestServer::with(&[
        ("NODE_ENV", "staging"),
        ("VITE_API_URL", "https://api.example.com/api"),
        ("VITE_SENTRY_DSN", "https://key@o1.ingest.sentry.io/2"),
        ("VITE_APP_VERSION", "</script>"),
        ("VITE_DEBUG_MODE", "true"),
    ]);
    let response = Response::to(server.get("/config.js")).await;
    assert_eq!(response.status, 200);
    assert_eq!(
        response.header("content-type"),
        "application/javascript; charset=utf-8"
    );
    assert_eq!(response.header("cache-control"), "no-cache");
    assert!(!response.body.contains("</script>"));
    let json = response
        .body
        .trim()
        .strip_prefix("window.__KPI_CONFIG__ = ")
        .unwrap();
    let config: serde_json::Value = serde_json::from_str(json.strip_suffix(';').unwrap()).unwrap();
    assert_eq!(config["apiUrl"], "https://api.example.com/api");
    assert_eq!(config["sentryEnvironment"], "staging");
    assert_eq!(config["enableErrorReporting"], true);
    assert_eq!(config["appVersion"], "</script>");
    assert_eq!(config["debugMode"], true);

    let policy = response.header("content-security-policy");
    assert!(
        policy.contains(
            "connect-src 'self' wss://api.example.com https://api.example.com https://o1.ingest.sentry.io;"
        ),
        "{policy}"
    );
}

#[actix_web::test]
async fn every_response_has_the_security_headers() {
    let server = TestServer::with_app();
    for path in [
        "/",
        "/assets/app-1a2b.js",
        "/config.js",
        "/health/live",
        "/missing.png",
    ] {
        let response = Response::to(server.get(path)).await;
        assert!(
            response
                .header("content-security-policy")
                .contains("frame-ancestors 'none'"),
            "{path}"
        );
        assert_eq!(
            response.header("x-content-type-options"),
            "nosniff",
            "{path}"
        );
        assert_eq!(response.header("x-frame-options"), "DENY", "{path}");
        assert_eq!(
            response.header("referrer-policy"),
            "strict-origin-when-cross-origin",
            "{path}"
        );
        assert!(
            response.header("permissions-policy").contains("camera=()"),
            "{path}"
        );
    }
}

#[actix_web::test]
async fn health_follows_the_build() {
    let server = TestServer::empty();
    let unhealthy = Response::to(server.get("/health")).await;
    assert_eq!(unhealthy.status, 503);
    assert_eq!(unhealthy.json()["checks"]["app"]["status"], "error");

    server.write("index.html", "built");
    let healthy = Response::to(server.get("/health")).await;
    assert_eq!(healthy.status, 200, "{}", healthy.body);
    assert_eq!(healthy.json()["status"], "ok");
    assert_eq!(healthy.json()["environment"], "development");
    for check in ["app", "memory", "disk"] {
        assert_eq!(
            healthy.json()["checks"][check]["status"],
            "ok",
            "{}",
            healthy.body
        );
    }
    assert_eq!(
        Response::to(server.get("/health/live")).await.json()["status"],
        "ok"
    );
}

#[actix_web::test]
async fn the_request_id_is_echoed() {
    let server = TestServer::with_app();
    let response = Response::to(server.get("/").insert_header(("x-request-id", "mine"))).await;
    assert_eq!(response.header("x-request-id"), "mine");
}
