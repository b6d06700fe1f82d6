//! A day without any data is not recorded.

use serde_json::{Value, json};

use crate::support::{TestApp, habit_input};

#[actix_web::test]
async fn a_day_that_is_cleared_is_recorded_no_longer() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let before = ann.get("/api/days/2026-03-10").await;
    let sleep = ann.habit("Sleep");
    let full = json!({
        "entries": [{ "habitId": sleep, "amount": 480, "quality": 3 }],
        "tasks": [{ "title": "One", "priority": "high", "quadrant": "Q1" }],
    });
    for empty in [
        json!({ "entries": [], "tasks": [] }),
        json!({ "entries": [{ "habitId": sleep, "amount": null, "quality": null }], "tasks": [] }),
    ] {
        let saved = ann.save("2026-03-10", full.clone()).await.expect(200);
        assert_eq!(saved["saved"], true);
        let cleared = ann.save("2026-03-10", empty.clone()).await;
        assert_eq!(cleared.etag(), before.etag());
        assert_eq!(cleared.expect(200)["saved"], false);
        assert_eq!(ann.get("/api/days/2026-03-10").await.etag(), before.etag());
        // Nor does saving nothing record it.
        ann.save("2026-03-10", empty).await.expect(200);
        let list = ann.get("/api/days?from=2026-03-01&to=2026-03-31").await;
        assert_eq!(list.expect(200)["days"], json!([]));
        for dashboard in ["year/2026", "month/2026/3"] {
            let figures = ann.get(&format!("/api/dashboards/{dashboard}")).await;
            let figures = figures.expect(200);
            assert_eq!(figures["recordedDays"], 0, "{dashboard}");
            assert_eq!(figures["meanKpi"], Value::Null, "{dashboard}");
        }
        let gone = ann.delete("/api/days/2026-03-10").await;
        gone.problem(404, "not-found");
    }
    assert_eq!(app.rows("days"), 0);
}

#[actix_web::test]
async fn without_its_last_task_a_day_is_recorded_no_longer() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let task = json!({ "title": "One", "priority": "high", "quadrant": "Q1" });
    let added = ann.post("/api/days/2026-03-10/tasks", task).await;
    let id = added.expect(201)["tasks"][0]["id"].clone();
    let path = format!("/api/days/2026-03-10/tasks/{}", id.as_str().unwrap());
    assert_eq!(ann.delete(&path).await.expect(200)["saved"], false);
    assert_eq!(app.rows("days"), 0);
}

#[actix_web::test]
async fn zero_minutes_are_a_record_and_so_is_an_exception() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    assert_eq!(ann.log("2026-03-10", &[("Sleep", 0)]).await["saved"], true);
    ann.fall_ill("2026-03-11").await;
    let saved = ann.log("2026-03-11", &[]).await;
    assert_eq!(saved["saved"], true);
    assert_eq!(saved["exception"]["kind"], "illness");
}

#[actix_web::test]
async fn clearing_a_day_ends_streaks_as_deleting_it_does() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    for date in ["2026-03-10", "2026-03-11", "2026-03-12"] {
        ann.log(date, &[("Sleep", 480)]).await;
    }
    ann.log("2026-03-11", &[]).await;
    assert_eq!(ann.streak("Sleep", "2026-03-12").await, 1);
}

#[actix_web::test]
async fn a_day_whose_habits_are_deleted_is_recorded_no_longer() {
    let app = TestApp::start().await;
    let mut ann = app.user("ann").await;
    ann.make_habit(json!({ "name": "Choir", "effectiveFrom": "2026-03-01" }))
        .await;
    ann.log("2026-03-09", &[("Sleep", 480)]).await;
    ann.log("2026-03-10", &[("Choir", 60)]).await;
    ann.log("2026-03-11", &[("Sleep", 480)]).await;
    let choir = format!("/api/habits/{}", ann.habit("Choir"));
    ann.delete(&choir).await.expect(204);
    let list = ann.get("/api/days?from=2026-03-01&to=2026-03-31").await;
    let list = list.expect(200);
    let recorded: Vec<&Value> = list["days"]
        .as_array()
        .unwrap()
        .iter()
        .map(|day| &day["date"])
        .collect();
    assert_eq!(recorded, ["2026-03-09", "2026-03-11"]);
    assert_eq!(ann.streak("Sleep", "2026-03-11").await, 1);
}

/// Empty days of earlier versions.
#[actix_web::test]
async fn stored_empty_days_count_nowhere_and_go_with_a_recomputation() {
    let app = TestApp::start().await;
    let mut ann = app.user("ann").await;
    ann.only_habit(json!({
        "name": "Games", "direction": "at_most", "target": 100,
        "effectiveFrom": "2026-03-01",
    }))
    .await;
    for date in ["2026-03-09", "2026-03-10", "2026-03-11"] {
        ann.log(date, &[("Games", 10)]).await;
    }
    assert_eq!(ann.streak("Games", "2026-03-11").await, 3);
    app.execute("UPDATE entries SET minutes = NULL WHERE date = '2026-03-10'");
    let habit = format!("/api/habits/{}", ann.habit("Games"));
    // Any write, so that nothing cached is read.
    let renamed = habit_input(json!({
        "name": "Play", "direction": "at_most", "target": 100,
        "effectiveFrom": "2026-03-01",
    }));
    ann.put(&habit, renamed).await.expect(200);
    let range = json!({ "from": "2026-03-01", "to": "2026-03-31" });
    ann.post("/api/kpi/recompute", range).await.expect(200);
    assert_eq!(ann.day("2026-03-10").await["saved"], false);
    assert_eq!(app.rows("days"), 2);
    assert_eq!(ann.streak("Games", "2026-03-11").await, 1);
}
