//! `POST /api/habits`.

use serde_json::{Value, json};

use crate::support::{TestApp, entry, habit_input, term};

#[actix_web::test]
async fn a_habit_is_created_with_all_attributes() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let input = json!({
        "name": "  Choir  ", "category": "wellness", "quadrant": "Q4", "target": 90,
        "direction": "at_most", "weekendTarget": 45, "schedule": ["sun", "mon"],
        "skillLevel": 3, "effectiveFrom": "2026-02-01",
    });
    let made = ann.post("/api/habits", input).await.expect(201);
    let id = made["id"].as_str().unwrap();
    assert_eq!(
        made,
        json!({
            "id": id, "name": "Choir", "category": "wellness", "quadrant": "Q4",
            "direction": "at_most", "measure": "minutes", "unit": null, "target": 90,
            "weekendTarget": 45,
            "schedule": ["mon", "sun"], "timesPerWeek": null, "skillLevel": 3,
            "group": null, "archivedOn": null,
            "startsOn": "2026-02-01",
            "createdAt": "2026-03-18T10:00:00Z", "updatedAt": "2026-03-18T10:00:00Z",
        })
    );
    assert_eq!(
        ann.get(&format!("/api/habits/{id}")).await.expect(200),
        made
    );
}

#[actix_web::test]
async fn optional_attributes_have_defaults() {
    let app = TestApp::start().await;
    let mut ann = app.user("ann").await;
    let made = ann.make_habit(json!({ "name": "Choir" })).await;
    assert_eq!(made["direction"], "at_least");
    assert_eq!(
        made["schedule"],
        json!(["mon", "tue", "wed", "thu", "fri", "sat", "sun"])
    );
    assert_eq!(made["weekendTarget"], Value::Null);
    assert_eq!(made["skillLevel"], Value::Null);
    assert_eq!(made["startsOn"], "2026-03-18");
    let yesterday = ann.day("2026-03-17").await;
    assert_eq!(entry(&yesterday, ann.habit("Choir")), &Value::Null);
    let today = ann.day("2026-03-18").await;
    assert_eq!(entry(&today, ann.habit("Choir"))["target"], 60);
}

#[actix_web::test]
async fn a_new_habit_is_last() {
    let app = TestApp::start().await;
    let mut ann = app.user("ann").await;
    ann.make_habit(json!({ "name": "Choir" })).await;
    let habits = ann.habits().await;
    assert_eq!(habits.len(), 11);
    assert_eq!(habits[10]["name"], "Choir");
}

#[actix_web::test]
async fn recorded_days_are_rescored_from_its_date() {
    let app = TestApp::start().await;
    let mut ann = app.user("ann").await;
    ann.only_habit(json!({ "name": "Walking", "effectiveFrom": "2026-03-01" }))
        .await;
    for date in ["2026-03-09", "2026-03-10"] {
        ann.log(date, &[("Walking", 60)]).await;
    }
    ann.make_habit(json!({ "name": "Choir", "effectiveFrom": "2026-03-10" }))
        .await;
    let before = ann.day("2026-03-09").await;
    assert_eq!(term(&before["explanation"], "base"), 100.0);
    let after = ann.day("2026-03-10").await;
    assert_eq!(term(&after["explanation"], "base"), 50.0);
    assert_eq!(
        after["kpi"], after["explanation"]["kpi"],
        "stored as explained"
    );
}

#[actix_web::test]
async fn completion_of_at_most_falls_above_the_target() {
    let app = TestApp::start().await;
    let mut ann = app.user("ann").await;
    ann.only_habit(json!({
        "name": "Games", "direction": "at_most", "target": 100,
        "effectiveFrom": "2026-03-01",
    }))
    .await;
    for (minutes, completion) in [
        (0, 1.0),
        (100, 1.0),
        (120, 0.8),
        (150, 0.5),
        (200, 0.0),
        (1440, 0.0),
    ] {
        let day = ann.log("2026-03-10", &[("Games", minutes)]).await;
        let games = entry(&day, ann.habit("Games"));
        assert_eq!(games["completion"], completion, "{minutes}");
        assert_eq!(games["streak"], u8::from(completion >= 0.8), "{minutes}");
    }
    // No entry counts as 0 minutes.
    let day = ann.log("2026-03-10", &[]).await;
    assert_eq!(entry(&day, ann.habit("Games"))["completion"], 1.0);
}

#[actix_web::test]
async fn a_user_has_at_most_a_hundred_habits() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    for number in 11..=100 {
        let input = habit_input(json!({ "name": format!("Habit {number}") }));
        ann.post("/api/habits", input).await.expect(201);
    }
    let one_more = ann.post("/api/habits", habit_input(json!({}))).await;
    assert_eq!(one_more.invalid().1, "too_many_habits");
    assert_eq!(ann.habits().await.len(), 100);
}

#[actix_web::test]
async fn a_new_habit_is_last_after_deletions_too() {
    let app = TestApp::start().await;
    let mut ann = app.user("ann").await;
    for name in ["Sleep", "Exercise"] {
        let path = format!("/api/habits/{}", ann.habit(name));
        ann.delete(&path).await.expect(204);
    }
    ann.make_habit(serde_json::json!({ "name": "Choir" })).await;
    let habits = ann.habits().await;
    assert_eq!(habits.last().unwrap()["name"], "Choir");
}
