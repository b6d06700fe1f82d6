//! `PUT /api/days/{date}`.

use serde_json::{Value, json};

use crate::support::{TestApp, entry, habit_input, term};

#[actix_web::test]
async fn a_day_is_saved_with_its_kpi_explained() {
    let app = TestApp::start().await;
    let mut ann = app.user("ann").await;
    ann.only_habit(json!({ "name": "Walking", "target": 60, "effectiveFrom": "2026-03-01" }))
        .await;
    let walking = ann.habit("Walking");
    let day = json!({
        "entries": [{ "habitId": walking, "amount": 30, "quality": 4 }],
        "tasks": [
            { "title": " Report ", "priority": "high", "quadrant": "Q1",
              "estimatedMinutes": 60, "actualMinutes": 50, "completed": true },
            { "title": "Mail", "priority": "low", "quadrant": "Q3" },
        ],
    });
    let saved = ann.save("2026-03-10", day).await.expect(200);

    assert_eq!(saved["date"], "2026-03-10");
    assert_eq!(saved["saved"], true);
    assert_eq!(saved["exception"], Value::Null);
    assert_eq!(
        saved["entries"],
        json!([{
            "habitId": walking, "name": "Walking", "group": null, "category": "health", "quadrant": "Q2",
            "direction": "at_least", "measure": "minutes", "unit": null, "scheduled": true, "target": 60,
            "amount": 30, "quality": 4, "note": null, "completion": 0.5, "streak": 0, "streakBefore": 0, "week": null,
        }])
    );
    assert_eq!(saved["tasks"][0]["title"], "Report");
    assert_eq!(saved["tasks"][1]["completed"], false);
    assert_eq!(saved["tasks"][1]["estimatedMinutes"], Value::Null);

    // By hand: base 50; 50 of 60 estimated minutes (0.83): parkinson +10, yerkes_dodson +5,
    // time_blocking +5; one completed high task: priority +10.
    let explanation = &saved["explanation"];
    assert_eq!(term(explanation, "base"), 50.0);
    assert_eq!(term(explanation, "parkinson"), 10.0);
    assert_eq!(term(explanation, "yerkes_dodson"), 5.0);
    assert_eq!(term(explanation, "time_blocking"), 5.0);
    assert_eq!(term(explanation, "pareto"), &Value::Null);
    assert_eq!(term(explanation, "priority"), 10.0);
    // D = 70 × 0.5 + 30 × 0.5 = 50; no skill: S = 50; C = mean of health 50, streaks 0,
    // estimates 50 = 33.3; 0.1 × (20 + 15 + 10) = 4.5.
    assert_eq!(term(explanation, "scorecard"), 4.5);
    assert_eq!(explanation["total"], 84.5);
    assert_eq!(saved["kpi"], 84.5);
    assert_eq!(explanation["band"], "average");
    assert_eq!(explanation["formulaVersion"], 1);
}

#[actix_web::test]
async fn saving_replaces_all_data_and_is_idempotent() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let first = json!({
        "entries": [{ "habitId": ann.habit("Sleep"), "amount": 480, "quality": 5 },
                    { "habitId": ann.habit("Work"), "amount": 100 }],
        "tasks": [{ "title": "One", "priority": "high", "quadrant": "Q1" },
                  { "title": "Two", "priority": "low", "quadrant": "Q4" }],
    });
    let saved = ann.save("2026-03-10", first).await.expect(200);
    let second_task = saved["tasks"][1]["id"].clone();
    let replacement = json!({
        "entries": [{ "habitId": ann.habit("Work"), "amount": 0 }],
        "tasks": [{ "id": second_task, "title": "Two, changed", "priority": "medium",
                    "quadrant": "Q2", "completed": true }],
    });
    let replaced = ann
        .save("2026-03-10", replacement.clone())
        .await
        .expect(200);
    assert_eq!(entry(&replaced, ann.habit("Sleep"))["amount"], Value::Null);
    assert_eq!(entry(&replaced, ann.habit("Sleep"))["quality"], Value::Null);
    assert_eq!(entry(&replaced, ann.habit("Work"))["amount"], 0);
    assert_eq!(replaced["tasks"].as_array().unwrap().len(), 1);
    assert_eq!(replaced["tasks"][0]["id"], second_task);
    assert_eq!(replaced["tasks"][0]["title"], "Two, changed");

    let repeated = ann.save("2026-03-10", replacement).await.expect(200);
    assert_eq!(repeated, replaced);
}

#[actix_web::test]
async fn tasks_keep_the_order_of_the_request() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let task = |title: &str| json!({ "title": title, "priority": "low", "quadrant": "Q4" });
    let titles = ["e", "a", "d", "b", "c"];
    let day = json!({ "entries": [], "tasks": titles.map(task) });
    let saved = ann.save("2026-03-10", day).await.expect(200);
    let reversed: Vec<Value> = saved["tasks"]
        .as_array()
        .unwrap()
        .iter()
        .rev()
        .cloned()
        .collect();
    let day = json!({ "entries": [], "tasks": reversed });
    ann.save("2026-03-10", day).await.expect(200);
    assert_eq!(
        ann.day("2026-03-10").await["tasks"],
        Value::from(reversed),
        "ids and order are kept"
    );
}

#[actix_web::test]
async fn if_match_prevents_lost_updates() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let day = |minutes| ann.day_of(&[("Sleep", minutes)]);
    let unsaved = ann.get("/api/days/2026-03-10").await.etag();
    let saved = ann
        .with("if-match", &unsaved)
        .put("/api/days/2026-03-10", day(400))
        .await;
    let (tag, _) = (saved.etag(), saved.expect(200));

    for stale in [unsaved.as_str(), "\"nonsense\"", &format!("W/{unsaved}")] {
        ann.with("if-match", stale)
            .put("/api/days/2026-03-10", day(1))
            .await
            .problem(412, "day-changed");
    }
    for malformed in ["nonsense", "", "W/*"] {
        ann.with("if-match", malformed)
            .put("/api/days/2026-03-10", day(1))
            .await
            .problem(400, "malformed");
    }
    assert_eq!(ann.get("/api/days/2026-03-10").await.etag(), tag);

    ann.with("if-match", &format!("\"other\", {tag}"))
        .put("/api/days/2026-03-10", day(410))
        .await
        .expect(200);
    ann.with("if-match", "*")
        .put("/api/days/2026-03-10", day(420))
        .await
        .expect(200);
    assert_eq!(
        entry(&ann.day("2026-03-10").await, ann.habit("Sleep"))["amount"],
        420
    );
}

#[actix_web::test]
async fn saving_keeps_the_exception() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    ann.fall_ill("2026-03-10").await;
    let saved = ann.log("2026-03-10", &[("Sleep", 600)]).await;
    assert_eq!(saved["exception"]["kind"], "illness");
    assert_eq!(saved["kpi"], Value::Null);
    assert_eq!(entry(&saved, ann.habit("Sleep"))["amount"], 600);
}

#[actix_web::test]
async fn days_ahead_can_be_planned_up_to_a_year() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let empty = || json!({ "entries": [], "tasks": [] });
    for date in ["2000-01-01", "2026-03-19", "2027-03-19"] {
        ann.save(date, empty()).await.expect(200);
    }
    for date in ["1999-12-31", "2027-03-20"] {
        let refused = ann.save(date, empty()).await.invalid();
        assert_eq!(
            refused,
            ("/date".to_owned(), "date_out_of_range".to_owned())
        );
    }
}

#[actix_web::test]
async fn minutes_on_an_unscheduled_day_are_extra_time() {
    let app = TestApp::start().await;
    let mut ann = app.user("ann").await;
    ann.only_habit(json!({ "name": "Walking", "effectiveFrom": "2026-03-01" }))
        .await;
    ann.make_habit(json!({
        "name": "Choir", "schedule": ["mon"], "target": 90, "effectiveFrom": "2026-03-01",
    }))
    .await;
    // 2026-03-10 is a Tuesday.
    let day = ann
        .log("2026-03-10", &[("Walking", 60), ("Choir", 45)])
        .await;
    let choir = entry(&day, ann.habit("Choir"));
    assert_eq!(choir["scheduled"], false);
    assert_eq!(choir["amount"], 45);
    assert_eq!(choir["completion"], Value::Null);
    assert_eq!(choir["target"], Value::Null);
    assert_eq!(term(&day["explanation"], "base"), 100.0);
}

#[actix_web::test]
async fn text_limits_count_characters() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let title = "🦉".repeat(200);
    let task = json!({ "title": title, "priority": "low", "quadrant": "Q4" });
    let day = json!({ "entries": [], "tasks": [task] });
    let saved = ann.save("2026-03-10", day).await.expect(200);
    assert_eq!(saved["tasks"][0]["title"], title);
    let note = "я".repeat(500);
    let body = json!({ "kind": "travel", "note": note });
    let marked = ann.put("/api/days/2026-03-10/exception", body).await;
    assert_eq!(marked.expect(200)["exception"]["note"], note);
    let name = "ü".repeat(100);
    let habit = habit_input(json!({ "name": name }));
    let made = ann.post("/api/habits", habit).await.expect(201);
    assert_eq!(made["name"], name);
    let longest = json!({ "habitId": made["id"], "amount": 1440, "quality": 5 });
    let day = json!({ "entries": [longest], "tasks": [] });
    ann.save("2026-03-18", day).await.expect(200);
}
