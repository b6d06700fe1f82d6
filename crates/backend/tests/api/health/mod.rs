//! `/health` and below, and `/api/health`.

mod outage;
mod redis;
mod switches;

use actix_web::http::Method;
use chrono::DateTime;
use futures_util::future::join_all;

use crate::support::TestApp;

#[actix_web::test]
async fn a_healthy_service_reports_ok_everywhere() {
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
async fn head_requests_are_supported() {
    let app = TestApp::start().await;
    for path in ["/health", "/health/live", "/health/ready"] {
        let response = app.anonymous().request(Method::HEAD, path, None).await;
        assert_eq!(
            (response.status, response.text().as_str()),
            (200, ""),
            "{path}"
        );
    }
}

#[actix_web::test]
async fn concurrent_health_requests_share_one_database_query() {
    let app = TestApp::start().await;
    // Opens the connection first, whose session settings are statements too.
    app.user("ann").await;
    for (path, max) in [("/health", 2), ("/api/health", 2), ("/health/database", 2)] {
        let before = app.statements().await;
        let anonymous = app.anonymous();
        let reports = join_all((0..200).map(|_| anonymous.get(path))).await;
        for report in reports {
            report.expect(200);
        }
        let statements = app.statements().await - before;
        assert!(statements <= max, "{path}: {statements} statements");
    }
    assert!(app.statements().await > 0, "nothing was counted");
}
