//! `/health` during outages of Redis.

use crate::support::{PASSWORD, TestApp, TestRedis};

async fn app_on(redis: &TestRedis, required: &str) -> TestApp {
    TestApp::with(&[
        ("REDIS_URL", &redis.url()),
        ("REDIS_PASSWORD", PASSWORD),
        ("REDIS_REQUIRED", required),
    ])
    .await
}

#[actix_web::test]
async fn an_optional_redis_that_is_unreachable_is_degraded() {
    let mut redis = TestRedis::stopped();
    let app = app_on(&redis, "false").await;
    let ann = app.user("ann").await;
    for _ in 0..2 {
        let report = app.until_check("/health", "redis", "degraded").await;
        assert_eq!(report["status"], "ok", "{report}");
        app.anonymous().get("/health/redis").await.expect(200);
        app.anonymous().get("/health/ready").await.expect(200);
        assert_eq!(app.meter("backend_redis_up").await as u64, 0);
        ann.log("2026-03-10", &[("Sleep", 480)]).await;
        ann.get("/api/dashboards/year/2026").await.expect(200);

        redis.restart();
        app.until_check("/health/redis", "redis", "ok").await;
        assert_eq!(app.meter("backend_redis_up").await as u64, 1);
        ann.log("2026-03-11", &[("Sleep", 480)]).await;
        ann.get("/api/dashboards/year/2026").await.expect(200);
        redis.stop();
    }
}

#[actix_web::test]
async fn a_required_redis_that_is_unreachable_fails_the_health_check() {
    let mut redis = TestRedis::start();
    let app = app_on(&redis, "true").await;
    app.anonymous().get("/health").await.expect(200);
    redis.stop();
    for path in ["/health/redis", "/health", "/api/health"] {
        let report = app.until(path, 503).await;
        assert_eq!(report["checks"]["redis"]["status"], "error", "{path}");
        assert!(!report.to_string().contains("127.0.0.1"), "{report}");
    }
    // Requests still succeed.
    app.anonymous().get("/health/ready").await.expect(200);
    let ann = app.user("ann").await;
    ann.get("/api/habits").await.expect(200);
    redis.restart();
    app.until("/health", 200).await;
}
