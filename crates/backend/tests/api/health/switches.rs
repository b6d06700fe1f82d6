//! `HEALTH_CHECK_*`.

use crate::support::{PASSWORD, TestApp, TestRedis};

const PAGES: [&str; 4] = [
    "/health",
    "/api/health",
    "/health/database",
    "/health/redis",
];

#[actix_web::test]
async fn switched_off_only_the_probes_are_served() {
    let app = TestApp::with(&[("HEALTH_CHECK_ENABLED", "false")]).await;
    for path in PAGES {
        let response = app.anonymous().get(path).await;
        response.problem(404, "not-found");
    }
    for path in ["/health/live", "/health/ready"] {
        app.anonymous().get(path).await.expect(200);
    }
}

/// Both are unreachable.
#[actix_web::test]
async fn a_disabled_check_does_not_fail_the_health() {
    let place = tempfile::tempdir().unwrap();
    std::fs::write(place.path().join("folder"), "in the way").unwrap();
    let database = format!("sqlite:{}/folder/kpi.db", place.path().display());
    let mut redis = TestRedis::start();
    let app = TestApp::with(&[
        ("DATABASE_URL", database.as_str()),
        ("REDIS_URL", &redis.url()),
        ("REDIS_PASSWORD", PASSWORD),
        ("REDIS_REQUIRED", "true"),
        ("HEALTH_CHECK_DATABASE", "false"),
        ("HEALTH_CHECK_REDIS", "false"),
    ])
    .await;
    redis.stop();
    for path in PAGES.into_iter().chain(["/health/ready"]) {
        let report = app.anonymous().get(path).await.expect(200);
        for (name, check) in report["checks"].as_object().unwrap() {
            let expected = match name.as_str() {
                "memory" | "disk" => "ok",
                _ => "disabled",
            };
            assert_eq!(check["status"], expected, "{path} {name}");
        }
    }
}
