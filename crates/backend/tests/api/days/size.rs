//! The largest days, lists and ranges.

use serde_json::{Value, json};

use crate::support::{TestApp, habit_input};

#[actix_web::test]
async fn a_day_of_a_hundred_full_entries_is_scored_within_the_scale() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    for number in 11..=100 {
        let input = habit_input(json!({
            "name": format!("Habit {number}"), "target": 1, "effectiveFrom": "2026-03-01",
        }));
        ann.post("/api/habits", input).await.expect(201);
    }
    let entries: Vec<Value> = ann
        .habits()
        .await
        .iter()
        .map(|habit| json!({ "habitId": habit["id"], "amount": 1440, "quality": 5 }))
        .collect();
    let day = json!({ "entries": entries, "tasks": [] });
    let saved = ann.save("2026-03-10", day).await.expect(200);
    assert_eq!(saved["kpi"], 150.0);
    assert_eq!(saved["explanation"]["raises"], json!([]));
    assert_eq!(saved["plausible"], false);
    let year = ann.get("/api/dashboards/year/2026").await.expect(200);
    assert_eq!(year["minutes"], 144_000);
    let over = ann.post("/api/habits", habit_input(json!({}))).await;
    assert_eq!(over.invalid().1, "too_many_habits");
}

/// Archived habits count towards the limit.
#[actix_web::test]
async fn archived_habits_do_not_make_room_for_more() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    for number in 11..=100 {
        let input = habit_input(json!({ "name": format!("Habit {number}") }));
        let made = ann.post("/api/habits", input).await.expect(201);
        let path = format!("/api/habits/{}/archive", made["id"].as_str().unwrap());
        ann.post(&path, None).await.expect(200);
    }
    let over = ann.post("/api/habits", habit_input(json!({}))).await;
    assert_eq!(over.invalid().1, "too_many_habits");
    assert_eq!(ann.habits().await.len(), 10);
}

#[actix_web::test]
async fn a_range_has_at_most_400_days() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let history = format!("/api/habits/{}/history", ann.habit("Sleep"));
    for path in ["/api/days", &history] {
        for (to, status) in [
            ("2001-02-03", 200),
            ("2001-02-04", 422),
            ("2026-12-31", 422),
        ] {
            let found = ann.get(&format!("{path}?from=2000-01-01&to={to}")).await;
            assert_eq!(found.status, status, "{path} to {to}");
        }
    }
}
