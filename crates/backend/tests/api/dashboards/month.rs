//! `GET /api/dashboards/month/{year}/{month}`.

use serde_json::{Value, json};

use crate::support::TestApp;

#[actix_web::test]
async fn a_month_has_its_days_habits_best_and_weakest() {
    let app = TestApp::start().await;
    let mut ann = app.user("ann").await;
    ann.only_habit(json!({ "name": "Walking", "effectiveFrom": "2026-03-01" }))
        .await;
    ann.make_habit(json!({ "name": "Choir", "target": 100, "effectiveFrom": "2026-03-01" }))
        .await;
    for (date, walking, choir) in [
        ("2026-03-10", 60, 20),
        ("2026-03-11", 90, 100),
        ("2026-03-12", 0, 30),
        ("2026-03-19", 90, 90),
    ] {
        ann.log(date, &[("Walking", walking), ("Choir", choir)])
            .await;
    }
    ann.log("2026-02-28", &[("Walking", 60)]).await;
    ann.fall_ill("2026-03-13").await;

    let month = ann.get("/api/dashboards/month/2026/3").await.expect(200);
    assert_eq!((&month["year"], &month["month"]), (&json!(2026), &json!(3)));
    assert_eq!(month["days"].as_array().unwrap().len(), 5);
    assert_eq!(month["recordedDays"], 3, "the one to come is not counted");
    assert_eq!(month["exceptionDays"], 1);
    let (walking, choir) = (ann.habit("Walking"), ann.habit("Choir"));
    let habits = month["habits"].as_array().unwrap();
    assert_eq!(habits[0]["habitId"], walking);
    assert_eq!(habits[0]["amount"], 150);
    assert_eq!(habits[0]["target"], 180);
    assert_eq!(habits[0]["scheduledDays"], 3);
    assert_eq!(habits[0]["doneDays"], 2);
    let completion = habits[0]["completion"].as_f64().unwrap();
    assert_eq!(format!("{completion:.4}"), "0.8333");
    assert_eq!(habits[1]["habitId"], choir);
    assert_eq!(habits[1]["doneDays"], 1);
    assert_eq!(month["best"], walking);
    assert_eq!(month["weakest"], choir);
}

#[actix_web::test]
async fn an_empty_month_recommends_to_record_days() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let month = ann.get("/api/dashboards/month/2026/3").await.expect(200);
    assert_eq!(month["meanKpi"], Value::Null);
    assert_eq!(month["best"], Value::Null);
    assert_eq!(month["weakest"], Value::Null);
    let recommendations = month["recommendations"].as_array().unwrap();
    assert_eq!(recommendations.len(), 1);
    assert_eq!(recommendations[0]["code"], "record_more_days");
    assert_eq!(
        recommendations[0]["facts"]["passedDays"], 17.0,
        "today is not over"
    );

    let next = ann.get("/api/dashboards/month/2026/4").await.expect(200);
    assert_eq!(
        next["recommendations"],
        json!([]),
        "none of its days is over"
    );
}

#[actix_web::test]
async fn changes_of_targets_and_estimates_are_recommended() {
    let app = TestApp::start().await;
    let mut ann = app.user("ann").await;
    ann.only_habit(json!({ "name": "Walking", "effectiveFrom": "2026-03-01" }))
        .await;
    ann.make_habit(json!({ "name": "Choir", "target": 30, "effectiveFrom": "2026-03-01" }))
        .await;
    for day in 1..=17 {
        let mut body = ann.day_of(&[("Walking", 10), ("Choir", 45)]);
        body["tasks"] = json!([{ "title": "One", "priority": "low", "quadrant": "Q1" }]);
        ann.save(&format!("2026-03-{day:02}"), body)
            .await
            .expect(200);
    }
    let month = ann.get("/api/dashboards/month/2026/3").await.expect(200);
    let found: Vec<Value> = month["recommendations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| json!([one["code"], one["habitId"]]))
        .collect();
    assert_eq!(
        Value::from(found),
        json!([
            ["lower_target", ann.habit("Walking")],
            ["raise_target", ann.habit("Choir")],
            ["estimate_tasks", null],
        ])
    );
}

#[actix_web::test]
async fn a_month_that_does_not_exist_is_not_found() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    for path in [
        "2026/0", "2026/13", "1999/12", "2201/1", "2026/-1", "2026/mar",
    ] {
        ann.get(&format!("/api/dashboards/month/{path}"))
            .await
            .problem(404, "not-found");
    }
    ann.get("/api/dashboards/month/2200/12").await.expect(200);
}

#[actix_web::test]
async fn days_away_are_no_missing_days_and_their_tasks_do_not_count() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    for day in 1..=4 {
        let mut body = ann.day_of(&[("Sleep", 480)]);
        body["tasks"] =
            json!([{ "title": "One", "priority": "low", "quadrant": "Q1", "completed": true }]);
        ann.save(&format!("2026-03-{day:02}"), body)
            .await
            .expect(200);
    }
    let away = json!({ "from": "2026-03-04", "to": "2026-03-17", "kind": "travel" });
    ann.put("/api/days/exceptions", away).await.expect(200);
    let month = ann.get("/api/dashboards/month/2026/3").await.expect(200);
    assert_eq!(month["countedDays"], 3);
    let codes: Vec<&Value> = month["recommendations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["code"])
        .collect();
    assert!(!codes.contains(&&json!("record_more_days")), "{codes:?}");
    let year = ann.get("/api/dashboards/year/2026").await.expect(200);
    assert_eq!(year["tasksCompleted"], 3);
}

#[actix_web::test]
async fn none_is_weakest_where_all_went_alike() {
    let app = TestApp::start().await;
    let mut ann = app.user("ann").await;
    ann.only_habit(json!({ "name": "Walking", "effectiveFrom": "2026-03-01" }))
        .await;
    ann.make_habit(json!({ "name": "Choir", "effectiveFrom": "2026-03-01" }))
        .await;
    ann.log("2026-03-10", &[("Walking", 60), ("Choir", 60)])
        .await;
    let month = ann.get("/api/dashboards/month/2026/3").await.expect(200);
    assert_eq!(month["weakest"], Value::Null);
}
