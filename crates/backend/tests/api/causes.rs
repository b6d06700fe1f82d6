//! Whether responses reveal the cause of a failure.

use std::fs;

use serde_json::json;

use crate::support::TestApp;

/// A SQLite file whose folder can't be created acts as an unreachable database.
#[actix_web::test]
async fn the_cause_of_a_failure_is_shown_in_development_only() {
    let place = tempfile::tempdir().unwrap();
    let blocker = place.path().join("folder");
    fs::write(&blocker, "in the way").unwrap();
    let url = format!("sqlite:{}/kpi.db?pool_timeout=1", blocker.display());
    for (environment, is_told) in [
        ("development", true),
        ("staging", false),
        ("production", false),
    ] {
        let settings = [
            ("NODE_ENV", environment),
            ("DATABASE_URL", &url),
            ("REDIS_REQUIRED", "false"),
        ];
        let app = TestApp::with(&settings).await;
        let credentials = json!({ "email": "ann@example.com", "password": "whatever it is" });
        let response = app.anonymous().post("/api/auth/login", credentials).await;
        assert_eq!(response.header("retry-after"), "5");
        let problem = response.problem(503, "unavailable");
        assert_eq!(problem["cause"].is_string(), is_told, "{problem}");
        assert!(
            is_told || !problem.to_string().contains("kpi.db"),
            "{problem}"
        );
        // A client error has no internal cause.
        let refused = app.anonymous().get("/api/auth/me").await;
        assert!(refused.problem(401, "unauthorized")["cause"].is_null());
    }
}
