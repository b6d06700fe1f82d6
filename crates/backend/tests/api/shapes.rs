//! Snapshots of whole responses, so that a change of shape is deliberate.

use std::collections::HashMap;

use insta::assert_json_snapshot;
use serde_json::{Value, json};

use crate::support::{TestApp, User};

/// Replaces ids by names in the order of their occurrence, so that they stay distinguishable.
#[derive(Default)]
struct Ids(HashMap<String, usize>);

impl Ids {
    fn named(&mut self, value: &Value) -> Value {
        match value {
            Value::String(text) if is_id(text) => {
                let next = self.0.len() + 1;
                let number = self.0.entry(text.clone()).or_insert(next);
                format!("[id {number}]").into()
            }
            Value::Array(list) => list.iter().map(|one| self.named(one)).collect(),
            Value::Object(map) => map
                .iter()
                .map(|(name, one)| (name.clone(), self.named(one)))
                .collect(),
            other => other.clone(),
        }
    }
}

fn is_id(text: &str) -> bool {
    text.len() == 36 && text.bytes().filter(|byte| *byte == b'-').count() == 4
}

fn without_ids(value: &Value) -> Value {
    Ids::default().named(value)
}

/// A user with two habits and a day on which most laws apply.
async fn a_user() -> (TestApp, User) {
    let app = TestApp::start().await;
    let mut ann = app.user("ann").await;
    ann.only_habit(json!({ "name": "Walking", "effectiveFrom": "2026-03-01" }))
        .await;
    ann.make_habit(json!({
        "name": "Work", "category": "career", "quadrant": "Q1", "target": 360,
        "weekendTarget": 180, "schedule": ["mon", "tue", "wed", "thu", "fri"],
        "skillLevel": 4, "effectiveFrom": "2026-03-01",
    }))
    .await;
    let mut day = ann.day_of(&[("Walking", 60), ("Work", 300)]);
    day["entries"][0]["quality"] = 4.into();
    day["tasks"] = json!([
        { "title": "Report", "priority": "high", "quadrant": "Q1",
          "estimatedMinutes": 60, "actualMinutes": 50, "completed": true },
        { "title": "Mail", "priority": "low", "quadrant": "Q3" },
    ]);
    ann.save("2026-03-10", day).await.expect(200);
    (app, ann)
}

#[actix_web::test]
async fn user() {
    let (_app, ann) = a_user().await;
    assert_json_snapshot!(without_ids(&ann.get("/api/auth/me").await.expect(200)));
}

#[actix_web::test]
async fn session() {
    let app = TestApp::start().await;
    app.user("ann").await;
    let credentials = json!({ "email": "ann@example.com", "password": User::PASSWORD });
    let mut session = app
        .anonymous()
        .post("/api/auth/login", credentials)
        .await
        .expect(200);
    assert_eq!(session["token"].as_str().unwrap().split('.').count(), 3);
    session["token"] = "[token]".into();
    assert_json_snapshot!(without_ids(&session));
}

#[actix_web::test]
async fn session_list() {
    let (_app, ann) = a_user().await;
    let ann = ann.with("user-agent", "Firefox on a phone");
    assert_json_snapshot!(without_ids(
        &ann.get("/api/auth/sessions").await.expect(200)
    ));
}

#[actix_web::test]
async fn habit() {
    let (_app, ann) = a_user().await;
    let path = format!("/api/habits/{}", ann.habit("Work"));
    assert_json_snapshot!(without_ids(&ann.get(&path).await.expect(200)));
}

#[actix_web::test]
async fn day() {
    let (_app, ann) = a_user().await;
    let mut day = ann.day("2026-03-10").await;
    day["explanation"] = "[see explanation]".into();
    assert_json_snapshot!(without_ids(&day));
}

#[actix_web::test]
async fn exception_day() {
    let (_app, ann) = a_user().await;
    let mut day = ann.fall_ill("2026-03-11").await;
    day["entries"] = json!([]);
    assert_json_snapshot!(without_ids(&day));
}

#[actix_web::test]
async fn days() {
    let (_app, ann) = a_user().await;
    ann.fall_ill("2026-03-11").await;
    let path = "/api/days?from=2026-03-01&to=2026-03-31";
    assert_json_snapshot!(ann.get(path).await.expect(200));
}

#[actix_web::test]
async fn found_days() {
    let (_app, ann) = a_user().await;
    let day = json!({ "entries": [], "tasks": [], "note": "A walk\nby the sea" });
    ann.save("2026-03-11", day).await.expect(200);
    assert_json_snapshot!(ann.get("/api/days?q=SEA").await.expect(200));
}

#[actix_web::test]
async fn exceptions() {
    let (_app, ann) = a_user().await;
    ann.fall_ill("2026-03-11").await;
    ann.fall_ill("2026-03-12").await;
    let path = "/api/exceptions?from=2026-03-01&to=2026-03-31";
    assert_json_snapshot!(ann.get(path).await.expect(200));
}

#[actix_web::test]
async fn exception_statistics() {
    let (_app, ann) = a_user().await;
    ann.fall_ill("2026-03-11").await;
    let path = "/api/exceptions/statistics?year=2026";
    let mut statistics = ann.get(path).await.expect(200);
    // Empty months are equal.
    statistics["months"].as_array_mut().unwrap().drain(3..);
    assert_json_snapshot!(statistics);
}

#[actix_web::test]
async fn exception_types() {
    let (_app, ann) = a_user().await;
    assert_json_snapshot!(ann.get("/api/exceptions/types").await.expect(200));
}

#[actix_web::test]
async fn explanation() {
    let (_app, ann) = a_user().await;
    assert_json_snapshot!(without_ids(&ann.day("2026-03-10").await["explanation"]));
}

#[actix_web::test]
async fn year() {
    let (_app, ann) = a_user().await;
    let mut year = ann.get("/api/dashboards/year/2026").await.expect(200);
    // Empty months are equal.
    year["months"].as_array_mut().unwrap().drain(3..);
    assert_json_snapshot!(without_ids(&year));
}

#[actix_web::test]
async fn month() {
    let (_app, ann) = a_user().await;
    let month = ann.get("/api/dashboards/month/2026/3").await.expect(200);
    assert_json_snapshot!(without_ids(&month));
}

#[actix_web::test]
async fn problem() {
    let (_app, ann) = a_user().await;
    let body =
        json!({ "entries": [{ "habitId": ann.habit("Work"), "amount": 1441 }], "tasks": [] });
    let problem = ann.save("2026-03-10", body).await.problem(422, "invalid");
    assert_json_snapshot!(without_ids(&problem));
}
