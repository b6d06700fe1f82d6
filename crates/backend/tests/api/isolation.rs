//! Isolation of users.

use serde_json::{Value, json};

use crate::support::{TestApp, User};

/// Everything a user can list or read.
async fn everything(user: &User) -> Vec<(String, Value)> {
    let mut seen = Vec::new();
    for path in [
        "/api/auth/me",
        "/api/auth/sessions",
        "/api/habits?archived=all",
        "/api/days?from=2026-01-01&to=2026-12-31",
        "/api/days/2026-03-10",
        "/api/days/2026-03-11",
        "/api/days?q=secret",
        "/api/exceptions?from=2026-01-01&to=2026-12-31",
        "/api/exceptions/statistics?year=2026",
        "/api/dashboards/year/2026",
        "/api/dashboards/month/2026/3",
        "/api/analytics/trends?from=2026-01-01&to=2026-12-31",
        "/api/analytics/patterns?from=2026-01-01&to=2026-12-31",
        "/api/analytics/consistency?from=2026-01-01&to=2026-12-31",
        "/api/analytics/correlations?from=2026-01-01&to=2026-12-31",
        "/api/analytics/comparison?from=2026-01-01&to=2026-12-31&previousFrom=2025-01-01&previousTo=2025-12-31",
        "/api/friends",
        "/api/sharing",
        "/api/friends/messages",
        "/api/focus?from=2026-01-01&to=2026-12-31",
        "/api/focus/current",
    ] {
        seen.push((path.to_owned(), user.get(path).await.expect(200)));
    }
    seen
}

#[actix_web::test]
async fn users_cannot_read_data_of_others() {
    let app = TestApp::start().await;
    let mut ann = app.user("ann").await;
    let bob = app.user("bob").await;
    let before = everything(&bob).await;

    ann.make_habit(json!({ "name": "Secret habit", "effectiveFrom": "2026-03-01" }))
        .await;
    let mut day = ann.day_of(&[("Sleep", 480), ("Secret habit", 60)]);
    day["tasks"] = json!([{ "title": "Secret task", "priority": "high", "quadrant": "Q1" }]);
    day["note"] = "Secret note".into();
    ann.save("2026-03-10", day).await.expect(200);
    ann.fall_ill("2026-03-11").await;
    ann.post(&format!("/api/habits/{}/archive", ann.habit("AI")), None)
        .await
        .expect(200);
    ann.post(
        "/api/kpi/recompute",
        json!({ "from": "2026-01-01", "to": "2026-12-31" }),
    )
    .await
    .expect(200);

    assert_eq!(everything(&bob).await, before);
    let anns = Value::from_iter(everything(&ann).await).to_string();
    assert!(
        ["Secret habit", "Secret note", "Flu"]
            .iter()
            .all(|text| anns.contains(text)),
        "the test sees too little"
    );
}

#[actix_web::test]
async fn days_of_the_same_date_are_separate_per_user() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    ann.log("2026-03-10", &[("Sleep", 480)]).await;
    let bobs = bob.log("2026-03-10", &[("Sleep", 60)]).await;
    ann.delete("/api/days/2026-03-10").await.expect(204);
    assert_eq!(bob.day("2026-03-10").await, bobs);
    assert_eq!(ann.day("2026-03-10").await["saved"], false);
}
