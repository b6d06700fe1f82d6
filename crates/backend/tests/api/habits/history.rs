//! `GET /api/habits/{id}/history`.

use serde_json::{Value, json};

use crate::support::{TestApp, habit_input};

#[actix_web::test]
async fn the_recorded_days_of_a_range_with_the_habit() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    for (date, minutes) in [
        ("2026-03-09", 60),
        ("2026-03-10", 45),
        ("2026-03-11", 90),
        ("2026-03-13", 60),
    ] {
        ann.log(date, &[("Exercise", minutes)]).await;
    }
    ann.log("2026-03-12", &[("Sleep", 480)]).await;
    let path = format!("/api/habits/{}/history", ann.habit("Exercise"));
    let history = ann
        .get(&format!("{path}?from=2026-03-10&to=2026-03-12"))
        .await
        .expect(200);
    assert_eq!(
        history["entries"],
        json!([
            { "date": "2026-03-10", "exception": null, "measure": "minutes", "amount": 45, "quality": null, "note": null, "target": 60,
              "completion": 0.75, "streak": 0 },
            { "date": "2026-03-11", "exception": null, "measure": "minutes", "amount": 90, "quality": null, "note": null, "target": 60,
              "completion": 1.5, "streak": 1 },
            { "date": "2026-03-12", "exception": null, "measure": "minutes", "amount": null, "quality": null, "note": null, "target": 60,
              "completion": 0.0, "streak": 0 },
        ])
    );
}

#[actix_web::test]
async fn a_day_away_is_told_as_one() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    ann.log("2026-03-10", &[("Exercise", 60)]).await;
    ann.fall_ill("2026-03-10").await;
    let path = format!("/api/habits/{}/history", ann.habit("Exercise"));
    let history = ann
        .get(&format!("{path}?from=2026-03-10&to=2026-03-10"))
        .await
        .expect(200);
    assert_eq!(history["entries"][0]["exception"], "illness");
}

#[actix_web::test]
async fn its_versions_tell_what_it_asked_for_and_when() {
    let app = TestApp::start().await;
    let mut ann = app.user("ann").await;
    ann.only_habit(json!({ "name": "Walking", "target": 60, "effectiveFrom": "2026-02-01" }))
        .await;
    let habit = ann.habit("Walking");
    let changed =
        habit_input(json!({ "name": "Walking", "target": 45, "effectiveFrom": "2026-03-04" }));
    ann.put(&format!("/api/habits/{habit}"), changed)
        .await
        .expect(200);
    ann.post(&format!("/api/habits/{habit}/archive"), None)
        .await
        .expect(200);
    let path = format!("/api/habits/{habit}/history?from=2026-03-01&to=2026-03-02");
    let history = ann.get(&path).await.expect(200);
    let versions = history["versions"].as_array().unwrap();
    let told: Vec<Value> = versions
        .iter()
        .map(|version| {
            json!([
                version["from"],
                version["to"],
                version["target"],
                version["active"]
            ])
        })
        .collect();
    assert_eq!(
        Value::from(told),
        json!([
            ["2026-02-01", "2026-03-03", 60, true],
            ["2026-03-04", "2026-03-17", 45, true],
            ["2026-03-18", null, 45, false],
        ])
    );
}
