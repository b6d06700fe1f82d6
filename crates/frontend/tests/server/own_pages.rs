//! What the service answers itself: `/config.js`, health, and the headers on everything.

use crate::support::{Answer, TestServer};

#[actix_web::test]
async fn the_browser_is_told_its_configuration() {
    let server = TestServer::with(&[
        ("NODE_ENV", "staging"),
        ("VITE_API_URL", "https://api.example.com/api"),
        ("VITE_SENTRY_DSN", "https://key@o1.ingest.sentry.io/2"),
        ("VITE_APP_VERSION", "</script>"),
        ("VITE_DEBUG_MODE", "true"),
    ]);
    let answer = Answer::to(server.get("/config.js")).await;
    assert_eq!(answer.status, 200);
    assert_eq!(
        answer.header("content-type"),
        "application/javascript; charset=utf-8"
    );
    assert_eq!(answer.header("cache-control"), "no-cache");
    assert!(!answer.body.contains("</script>"));
    let json = answer
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

    let policy = answer.header("content-security-policy");
    assert!(
        policy.contains(
            "connect-src 'self' wss://api.example.com https://api.example.com https://o1.ingest.sentry.io;"
        ),
        "{policy}"
    );
}

#[actix_web::test]
async fn everything_is_fenced_in() {
    let server = TestServer::with_app();
    for path in [
        "/",
        "/assets/app-1a2b.js",
        "/config.js",
        "/health/live",
        "/missing.png",
    ] {
        let answer = Answer::to(server.get(path)).await;
        assert!(
            answer
                .header("content-security-policy")
                .contains("frame-ancestors 'none'"),
            "{path}"
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("x-frame-options"), "DENY", "{path}");
        assert_eq!(
            answer.header("referrer-policy"),
            "strict-origin-when-cross-origin",
            "{path}"
        );
        assert!(
            answer.header("permissions-policy").contains("camera=()"),
            "{path}"
        );
    }
}

#[actix_web::test]
async fn health_follows_the_build() {
    let server = TestServer::empty();
    let ill = Answer::to(server.get("/health")).await;
    assert_eq!(ill.status, 503);
    assert_eq!(ill.json()["checks"]["app"]["status"], "error");

    server.write("index.html", "built");
    let well = Answer::to(server.get("/health")).await;
    assert_eq!(well.status, 200, "{}", well.body);
    assert_eq!(well.json()["status"], "ok");
    assert_eq!(well.json()["environment"], "development");
    for check in ["app", "memory", "disk"] {
        assert_eq!(
            well.json()["checks"][check]["status"],
            "ok",
            "{}",
            well.body
        );
    }
    assert_eq!(
        Answer::to(server.get("/health/live")).await.json()["status"],
        "ok"
    );
}

#[actix_web::test]
async fn a_request_id_is_kept() {
    let server = TestServer::with_app();
    let answer = Answer::to(server.get("/").insert_header(("x-request-id", "mine"))).await;
    assert_eq!(answer.header("x-request-id"), "mine");
}
