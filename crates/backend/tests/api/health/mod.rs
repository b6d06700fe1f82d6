//! `/health` and below, and `/api/health`.

mod load;
mod outage;
mod redis;
mod switches;

use actix_web::http::Method;
use chrono::DateTime;

use crate::support::TestApp;

#[actix_web::test]
async fn a_well_service_says_so_everywhere() {
    let app = TestApp::start().await;
    let anonymous = app.anonymous();
    for (path, checks) in [
        ("/health", vec!["database", "disk", "memory", "redis"]),
        ("/api/health", vec!["database", "disk", "memory", "redis"]),
        ("/health/database", vec!["database"]),
        ("/health/redis", vec!["redis"]),
        ("/health/live", vec![]),
        ("/health/ready", vec!["database", "migrations"]),
    ] {
        let report = anonymous.get(path).await.expect(200);
        assert_eq!(report["status"], "ok", "{path}");
        assert_eq!(report["environment"], "development", "{path}");
        assert_eq!(report["version"], env!("CARGO_PKG_VERSION"), "{path}");
        let timestamp = report["timestamp"].as_str().unwrap();
        assert!(DateTime::parse_from_rfc3339(timestamp).is_ok(), "{path}");
        assert!(report["uptime"].as_f64().unwrap() >= 0.0, "{path}");
        let found: Vec<&String> = report["checks"].as_object().unwrap().keys().collect();
        assert_eq!(found, checks, "{path}");
    }
    let expected = if TestApp::has_redis() {
        "ok"
    } else {
        "disabled"
    };
    app.until_check("/health/redis", "redis", expected).await;
}

#[actix_web::test]
async fn monitors_may_ask_by_head() {
    let app = TestApp::start().await;
    for path in ["/health", "/health/live", "/health/ready"] {
        let answer = app.anonymous().request(Method::HEAD, path, None).await;
        assert_eq!((answer.status, answer.text().as_str()), (200, ""), "{path}");
    }
}
