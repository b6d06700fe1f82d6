//! Periods that cannot be asked for.

use serde_json::json;

use crate::support::TestApp;

#[actix_web::test]
async fn bad_periods_are_named() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    for operation in ["trends", "patterns", "consistency", "correlations"] {
        for (from, to, pointer, code) in [
            ("2026-03-02", "2026-03-01", "/to", "range_reversed"),
            ("2016-03-01", "2026-03-03", "/to", "range_too_long"),
            ("2026-03-19", "2026-03-20", "/from", "date_out_of_range"),
            ("2026-02-30", "2026-03-01", "/from", "date_invalid"),
            ("2026-03-01", "NaN", "/to", "date_invalid"),
        ] {
            let path = format!("/api/analytics/{operation}?from={from}&to={to}");
            let problem = ann.get(&path).await.problem(422, "invalid");
            let error = &problem["errors"][0];
            assert_eq!(
                (&error["pointer"], &error["code"]),
                (&json!(pointer), &json!(code)),
                "{path}"
            );
        }
        for query in [
            "",
            "?from=2026-03-01",
            "?from=2026-03-01&to=2026-03-02&user=1",
        ] {
            let path = format!("/api/analytics/{operation}{query}");
            ann.get(&path).await.problem(422, "invalid");
        }
        // Ten years, and a period that begins today.
        for query in [
            "from=2016-03-02&to=2026-03-02",
            "from=2026-03-18&to=2026-03-18",
        ] {
            let path = format!("/api/analytics/{operation}?{query}");
            ann.get(&path).await.expect(200);
        }
    }
}

#[actix_web::test]
async fn each_of_two_periods_is_checked() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    for (periods, pointer, code) in [
        (
            ["2026-03-02", "2026-03-01", "2026-02-01", "2026-02-02"],
            "/to",
            "range_reversed",
        ),
        (
            ["2026-03-01", "2026-03-02", "2025-01-01", "2026-01-02"],
            "/to",
            "range_too_long",
        ),
        (
            ["2026-03-01", "2026-03-02", "2026-03-19", "2026-03-20"],
            "/previousFrom",
            "date_out_of_range",
        ),
        (
            ["2026-03-01", "2026-03-02", "today", "2026-03-20"],
            "/previousFrom",
            "date_invalid",
        ),
    ] {
        let [from, to, previous_from, previous_to] = periods;
        let path = format!(
            "/api/analytics/comparison?from={from}&to={to}\
             &previousFrom={previous_from}&previousTo={previous_to}"
        );
        let problem = ann.get(&path).await.problem(422, "invalid");
        let error = &problem["errors"][0];
        assert_eq!(
            (&error["pointer"], &error["code"]),
            (&json!(pointer), &json!(code)),
            "{path}"
        );
    }
}
