//! `PUT /api/habits/{id}`.

use serde_json::{Value, json};

use crate::support::{TestApp, User, dates, entry, habit_input};

async fn change(user: &User, name: &str, input: Value) -> Value {
    let mut input = habit_input(input);
    if input["name"] == "Walking" {
        input["name"] = name.into();
    }
    user.put(&format!("/api/habits/{}", user.habit(name)), input)
        .await
        .expect(200)
}

async fn target(user: &User, name: &str, date: &str) -> Value {
    entry(&user.day(date).await, user.habit(name))["target"].clone()
}

#[actix_web::test]
async fn a_changed_target_is_effective_from_today() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let past = ann.log("2026-03-17", &[("Exercise", 60)]).await;
    ann.log("2026-03-18", &[("Exercise", 60)]).await;
    let changed = change(&ann, "Exercise", json!({ "target": 120 })).await;
    assert_eq!(changed["target"], 120);
    assert_eq!(ann.day("2026-03-17").await, past);
    let today = ann.day("2026-03-18").await;
    let exercise = entry(&today, ann.habit("Exercise"));
    assert_eq!(exercise["target"], 120);
    assert_eq!(exercise["completion"], 0.5);
    assert_eq!(today["kpi"], today["explanation"]["kpi"], "scored again");
}

#[actix_web::test]
async fn a_past_day_saved_again_still_has_the_target_of_its_date() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    change(&ann, "Exercise", json!({ "target": 120 })).await;
    let day = ann.log("2026-03-17", &[("Exercise", 60)]).await;
    assert_eq!(entry(&day, ann.habit("Exercise"))["completion"], 1.0);
}

#[actix_web::test]
async fn a_change_in_the_past_rescores_the_days_since() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let mut kpis = Vec::new();
    for date in ["2026-03-09", "2026-03-10", "2026-03-11"] {
        let day = ann.log(date, &[("Exercise", 60)]).await;
        kpis.push(day["kpi"].as_f64().unwrap());
    }
    change(
        &ann,
        "Exercise",
        json!({ "target": 240, "effectiveFrom": "2026-03-10" }),
    )
    .await;
    assert_eq!(target(&ann, "Exercise", "2026-03-09").await, 60);
    assert_eq!(ann.day("2026-03-09").await["kpi"], kpis[0]);
    for (date, before) in [("2026-03-10", kpis[1]), ("2026-03-11", kpis[2])] {
        assert_eq!(target(&ann, "Exercise", date).await, 240);
        let day = ann.day(date).await;
        assert!(day["kpi"].as_f64().unwrap() < before, "{date}");
        assert_eq!(day["kpi"], day["explanation"]["kpi"]);
        assert_eq!(entry(&day, ann.habit("Exercise"))["streak"], 0);
    }
    // The list of days has the stored KPI.
    let days = ann
        .get("/api/days?from=2026-03-10&to=2026-03-10")
        .await
        .expect(200);
    assert_eq!(days["days"][0]["kpi"], ann.day("2026-03-10").await["kpi"]);
}

#[actix_web::test]
async fn a_change_may_be_effective_in_the_future() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let later = json!({ "target": 90, "effectiveFrom": "2026-04-01" });
    let changed = change(&ann, "Exercise", later).await;
    assert_eq!(changed["target"], 60, "as it is today");
    assert_eq!(target(&ann, "Exercise", "2026-03-31").await, 60);
    assert_eq!(target(&ann, "Exercise", "2026-04-01").await, 90);
    app.travel_to("2026-04-01T00:00:00Z");
    let habit = ann
        .get(&format!("/api/habits/{}", ann.habit("Exercise")))
        .await
        .expect(200);
    assert_eq!(habit["target"], 90);
}

#[actix_web::test]
async fn an_earlier_change_overrides_future_versions() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let later = json!({ "target": 90, "effectiveFrom": "2026-04-01" });
    change(&ann, "Exercise", later).await;
    change(&ann, "Exercise", json!({ "target": 75 })).await;
    assert_eq!(target(&ann, "Exercise", "2026-04-01").await, 75);
}

#[actix_web::test]
async fn a_new_name_keeps_future_versions() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let later = json!({ "target": 90, "effectiveFrom": "2026-04-01" });
    change(&ann, "Exercise", later).await;
    change(&ann, "Exercise", json!({ "name": "Sport" })).await;
    assert_eq!(target(&ann, "Exercise", "2026-04-01").await, 90);
}

#[actix_web::test]
async fn a_new_name_is_shown_on_every_day_and_changes_no_score() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let before = ann.log("2026-03-10", &[("Exercise", 50)]).await;
    let renamed = json!({ "name": "Sport", "skillLevel": 5 });
    let changed = change(&ann, "Exercise", renamed).await;
    assert_eq!(changed["name"], "Sport");
    assert_eq!(changed["skillLevel"], 5);
    let day = ann.day("2026-03-10").await;
    assert_eq!(entry(&day, ann.habit("Exercise"))["name"], "Sport");
    assert_eq!(day["kpi"], before["kpi"]);
}

#[actix_web::test]
async fn unscheduled_days_carry_the_streak() {
    let app = TestApp::start().await;
    let mut ann = app.user("ann").await;
    ann.only_habit(json!({ "name": "Walking", "effectiveFrom": "2026-03-01" }))
        .await;
    for date in ["2026-03-09", "2026-03-10", "2026-03-11"] {
        // Monday and Wednesday, not Tuesday.
        let minutes = if date == "2026-03-10" { 0 } else { 60 };
        ann.log(date, &[("Walking", minutes)]).await;
    }
    assert_eq!(ann.streak("Walking", "2026-03-11").await, 1);
    let schedule = json!({ "schedule": ["mon", "wed"], "effectiveFrom": "2026-03-01" });
    change(&ann, "Walking", schedule).await;
    assert_eq!(ann.streak("Walking", "2026-03-10").await, 1);
    assert_eq!(ann.streak("Walking", "2026-03-11").await, 2);
    assert_eq!(target(&ann, "Walking", "2026-03-10").await, Value::Null);
}

#[actix_web::test]
async fn a_change_before_its_first_day_moves_its_start() {
    let app = TestApp::start().await;
    let mut ann = app.user("ann").await;
    ann.make_habit(json!({ "name": "Choir" })).await;
    let changed = change(&ann, "Choir", json!({ "effectiveFrom": "2026-03-01" })).await;
    assert_eq!(changed["startsOn"], "2026-03-01");
    assert_eq!(target(&ann, "Choir", "2026-03-01").await, 60);
}

#[actix_web::test]
async fn a_change_in_the_past_keeps_the_habit_archived() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let path = format!("/api/habits/{}/archive", ann.habit("Exercise"));
    ann.post(&path, None).await.expect(200);
    app.travel_to("2026-03-20T10:00:00Z");
    let earlier = json!({ "target": 45, "effectiveFrom": "2026-03-10" });
    let changed = change(&ann, "Exercise", earlier).await;
    assert_eq!(changed["archivedOn"], "2026-03-18");
    assert_eq!(target(&ann, "Exercise", "2026-03-17").await, 45);
    assert_eq!(target(&ann, "Exercise", "2026-03-19").await, Value::Null);
}

#[actix_web::test]
async fn a_change_in_the_past_keeps_the_archived_period() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let path = |what: &str| format!("/api/habits/{}/{what}", ann.habit("Exercise"));
    app.travel_to("2026-03-10T10:00:00Z");
    ann.post(&path("archive"), None).await.expect(200);
    app.travel_to("2026-03-15T10:00:00Z");
    ann.post(&path("restore"), None).await.expect(200);
    app.travel_to("2026-03-18T10:00:00Z");
    let earlier = json!({ "target": 45, "effectiveFrom": "2026-03-05" });
    change(&ann, "Exercise", earlier).await;
    for (date, expected) in [
        ("2026-03-04", json!(60)),
        ("2026-03-09", json!(45)),
        ("2026-03-10", Value::Null),
        ("2026-03-14", Value::Null),
        ("2026-03-15", json!(45)),
        ("2026-03-18", json!(45)),
    ] {
        assert_eq!(target(&ann, "Exercise", date).await, expected, "{date}");
    }
}

#[actix_web::test]
async fn a_habit_that_has_not_started_changes_from_its_start() {
    let app = TestApp::start().await;
    let mut ann = app.user("ann").await;
    ann.make_habit(json!({ "name": "Choir", "effectiveFrom": "2026-04-01" }))
        .await;
    let changed = change(&ann, "Choir", json!({ "name": "Choir", "target": 90 })).await;
    assert_eq!(changed["startsOn"], "2026-04-01");
    assert_eq!(target(&ann, "Choir", "2026-04-01").await, 90);
}

#[actix_web::test]
async fn a_habit_with_the_most_versions_changes_where_that_makes_no_more() {
    let app = TestApp::start().await;
    let mut ann = app.user("ann").await;
    ann.only_habit(json!({ "name": "Walking", "effectiveFrom": "2026-03-01" }))
        .await;
    for (number, date) in dates("2026-03-02", 199).iter().enumerate() {
        let target = 10 + i64::try_from(number % 2).unwrap();
        let next = json!({ "target": target, "effectiveFrom": date });
        change(&ann, "Walking", next).await;
    }
    let path = format!("/api/habits/{}", ann.habit("Walking"));
    let from = |date: &str| habit_input(json!({ "target": 99, "effectiveFrom": date }));
    let refused = ann.put(&path, from("2026-09-17")).await.invalid();
    assert_eq!(
        refused,
        ("/effectiveFrom".to_owned(), "too_many_versions".to_owned())
    );
    // The last version is replaced: as many as before.
    ann.put(&path, from("2026-09-16")).await.expect(200);
    assert_eq!(target(&ann, "Walking", "2026-09-16").await, 99);
    ann.put(&path, from("2026-09-17")).await.expect(200);
    // From the first date: one is left.
    ann.put(&path, from("2026-03-01")).await.expect(200);
    assert_eq!(target(&ann, "Walking", "2026-03-02").await, 99);
    assert_eq!(
        app.rows("habit_versions WHERE target_minutes <> 99"),
        0,
        "the others are gone"
    );
}
