//! The Prometheus metrics.

use chrono::TimeDelta;

use crate::support::{Fault, TestApp};

#[actix_web::test]
async fn requests_are_counted_by_their_route() {
    let app = TestApp::single().await;
    let ann = app.user("ann").await;
    for date in ["2026-03-17", "2026-03-18"] {
        ann.day(date).await;
    }
    ann.get("/api/days/yesterday").await.invalid();
    app.anonymous()
        .get("/api/days/2026-03-17")
        .await
        .expect(401);
    app.anonymous().get("/api/nowhere").await.expect(404);
    for (labels, count) in [
        (
            r#"method="POST",route="/api/auth/register",status="201""#,
            1,
        ),
        (r#"method="GET",route="/api/days/{date}",status="200""#, 2),
        (r#"method="GET",route="/api/days/{date}",status="422""#, 1),
        (r#"method="GET",route="/api/days/{date}",status="401""#, 1),
        (r#"method="GET",route="none",status="404""#, 1),
    ] {
        let meter = format!("backend_requests_total{{{labels}}}");
        assert_eq!(app.meter(&meter).await as u64, count, "{labels}");
    }
    let took = r#"backend_request_duration_seconds_count{method="GET",route="/api/days/{date}"}"#;
    assert_eq!(app.meter(took).await as u64, 4);
    let rendered = app.metrics().await;
    assert!(
        !rendered.contains("2026-03-17") && !rendered.contains("nowhere"),
        "{rendered}"
    );
}

#[actix_web::test]
async fn database_hasher_and_engine_have_metrics() {
    let app = TestApp::single().await;
    let ann = app.user("ann").await;
    let computed = app.meter("backend_kpi_computations_total").await;
    let waits = app.meter("backend_database_pool_wait_seconds_count").await;
    ann.log("2026-03-18", &[("Sleep", 480)]).await;
    // Other tests compute at the same time.
    assert!(app.meter("backend_kpi_computations_total").await > computed);
    assert!(app.meter("backend_database_pool_wait_seconds_count").await > waits);
    assert!(app.meter("backend_database_statements_total").await > 0.0);
    assert!(app.meter("backend_database_pool_open").await > 0.0);
    assert_eq!(app.meter("backend_database_pool_limit").await as u64, 4);
    for at_rest in [
        "backend_database_pool_waiting",
        "backend_database_pool_in_use",
        "backend_database_slow_statements_total",
        "backend_password_hashes_queued",
    ] {
        assert_eq!(app.meter(at_rest).await as u64, 0, "{at_rest}");
    }
}

#[actix_web::test]
async fn the_response_cache_has_metrics() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let rendered = async |result: &str| {
        let meter = format!(r#"backend_cache_lookups_total{{result="{result}"}}"#);
        app.meter(&meter).await as u64
    };
    let before = [rendered("miss").await, rendered("hit").await];
    for _ in 0..3 {
        ann.get("/api/dashboards/year/2026").await.expect(200);
    }
    let now = [rendered("miss").await, rendered("hit").await];
    assert_eq!(now, [before[0] + 1, before[1] + 2]);
}

#[actix_web::test]
async fn emails_are_counted_by_event() {
    let app = TestApp::start().await;
    let admin = app.user("admin").await;
    app.promote(&admin);
    app.mail.next([Fault::Defer]);
    let event = |event: &str| format!(r#"backend_emails_total{{event="{event}"}}"#);
    admin.post("/api/email/test", None).await.expect(202);
    // The first email was sent at registration, to verify the address.
    assert_eq!(app.meter(&event("queued")).await as u64, 2);
    until(&app, &event("deferred"), 1).await;
    app.wait(TimeDelta::seconds(10));
    // Another email wakes the worker.
    admin.post("/api/email/test", None).await.expect(202);
    app.mail.mail().await;
    app.mail.mail().await;
    until(&app, &event("sent"), 3).await;
    assert_eq!(app.meter(&event("queued")).await as u64, 3);
    assert_eq!(app.meter(&event("failed")).await as u64, 0);
}

/// Polls until the worker has recorded the delivery.
async fn until(app: &TestApp, meter: &str, count: u64) {
    for _ in 0..100_000 {
        if app.meter(meter).await as u64 == count {
            return;
        }
    }
    assert_eq!(app.meter(meter).await as u64, count, "{meter}");
}

#[actix_web::test]
async fn metrics_are_not_served_on_the_port_of_the_api() {
    let app = TestApp::start().await;
    app.anonymous().get("/metrics").await.expect(404);
}
