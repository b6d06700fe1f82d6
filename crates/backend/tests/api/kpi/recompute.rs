//! `POST /api/kpi/recompute`.

use serde_json::{Value, json};

use crate::support::{TestApp, habit_input};

#[actix_web::test]
async fn scoring_again_what_is_scored_changes_nothing() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    for date in ["2026-03-09", "2026-03-10", "2026-03-12"] {
        ann.log(date, &[("Sleep", 480), ("Work", 200)]).await;
    }
    ann.fall_ill("2026-03-11").await;
    let before = ann.get("/api/days/2026-03-12").await.etag();
    for _ in 0..2 {
        let range = json!({ "from": "2026-03-09", "to": "2026-03-12" });
        let done = ann.post("/api/kpi/recompute", range).await.expect(200);
        assert_eq!(done, json!({ "days": 4, "changed": 0 }));
    }
    assert_eq!(ann.get("/api/days/2026-03-12").await.etag(), before);
}

#[actix_web::test]
async fn a_range_without_days_is_none() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let range = json!({ "from": "2026-03-09", "to": "2026-03-12" });
    let done = ann.post("/api/kpi/recompute", range).await.expect(200);
    assert_eq!(done, json!({ "days": 0, "changed": 0 }));
}

/// More days than are scored in one transaction.
#[actix_web::test]
async fn a_change_for_long_ago_is_scored_slice_by_slice_to_the_last_day() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let mut date: chrono::NaiveDate = "2025-10-01".parse().unwrap();
    let last: chrono::NaiveDate = "2026-03-10".parse().unwrap();
    while date <= last {
        ann.log(&date.to_string(), &[("Sleep", 240)]).await;
        date = date.succ_opt().unwrap();
    }
    let path = format!("/api/habits/{}", ann.habit("Sleep"));
    let habit = ann.get(&path).await.expect(200);
    let input = habit_input(json!({
        "name": "Sleep", "category": habit["category"], "quadrant": habit["quadrant"],
        "targetMinutes": 240, "effectiveFrom": "2000-01-01",
    }));
    ann.put(&path, input).await.expect(200);
    let waiting = ann.get("/api/kpi/recompute").await.expect(200);
    assert_eq!(waiting["from"], Value::Null);
    for date in ["2025-10-01", "2026-01-15", "2026-03-10"] {
        let day = ann.get(&format!("/api/days/{date}")).await.expect(200);
        let entries = day["entries"].as_array().unwrap();
        let sleep = entries
            .iter()
            .find(|entry| entry["name"] == "Sleep")
            .unwrap();
        assert_eq!(sleep["completion"], 1.0, "{date}");
    }
    let days = ann
        .get("/api/days?from=2025-10-01&to=2026-03-10")
        .await
        .expect(200);
    let kpis = days["days"].as_array().unwrap().iter();
    let kpis: Vec<f64> = kpis.map(|day| day["kpi"].as_f64().unwrap()).collect();
    let range = json!({ "from": "2025-10-01", "to": "2026-03-10" });
    let again = ann.post("/api/kpi/recompute", range).await.expect(200);
    assert_eq!(again["changed"], 0, "{kpis:?}");
}

#[actix_web::test]
async fn what_was_left_when_a_process_ended_is_done_by_the_next() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    ann.log("2026-03-10", &[("Sleep", 480)]).await;
    let range = "/api/days?from=2026-03-10&to=2026-03-10";
    let before = ann.get(range).await.expect(200);
    app.execute("UPDATE days SET kpi = 1");
    app.execute("UPDATE users SET recompute_from = '2026-03-01'");
    let next = app.another_instance().await;
    let ann = next.anonymous().bearing(&ann.token);
    while ann.get("/api/kpi/recompute").await.expect(200)["from"] != Value::Null {}
    assert_eq!(ann.get(range).await.expect(200), before);
}
