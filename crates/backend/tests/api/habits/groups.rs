//! Groups of habits.

use serde_json::{Value, json};

use crate::support::{TestApp, entry, habit_input};

#[actix_web::test]
async fn a_habit_has_a_group_that_changes_no_score() {
    let app = TestApp::start().await;
    let mut ann = app.user("ann").await;
    let made = ann
        .only_habit(
            json!({ "name": "Running", "group": " Morning ", "effectiveFrom": "2026-03-01" }),
        )
        .await;
    assert_eq!(made["group"], "Morning");
    let day = ann.log("2026-03-10", &[("Running", 30)]).await;
    let id = ann.habit("Running");
    assert_eq!(entry(&day, id)["group"], "Morning");
    let path = format!("/api/habits/{id}");
    for (group, stored) in [
        (json!("Evening"), json!("Evening")),
        (Value::Null, Value::Null),
    ] {
        let input = habit_input(json!({ "name": "Running", "group": group }));
        let changed = ann.put(&path, input).await.expect(200);
        assert_eq!(changed["group"], stored);
        // It has no versions: past days show it too.
        let shown = ann.day("2026-03-10").await;
        assert_eq!(entry(&shown, id)["group"], stored);
        assert_eq!(shown["kpi"], day["kpi"]);
    }
}

#[actix_web::test]
async fn a_new_order_keeps_the_groups() {
    let app = TestApp::start().await;
    let mut ann = app.user("ann").await;
    ann.only_habit(json!({ "name": "Running", "group": "Morning" }))
        .await;
    ann.make_habit(json!({ "name": "Reading on" })).await;
    let order = json!({ "ids": [ann.habit("Reading on"), ann.habit("Running")] });
    let habits = ann.put("/api/habits/order", order).await.expect(200);
    assert_eq!(habits["habits"][0]["group"], Value::Null);
    assert_eq!(habits["habits"][1]["group"], "Morning");
}
