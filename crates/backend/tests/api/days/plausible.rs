//! Days whose minutes exceed 24 hours.

use serde_json::{Value, json};

use crate::support::TestApp;

#[actix_web::test]
async fn a_day_of_more_than_24_hours_is_told_so_and_is_no_best_day() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let sleep = ann.habit("Sleep");
    let day = |minutes: i64| {
        json!({
            "entries": [{ "habitId": sleep, "amount": 720 },
                        { "habitId": ann.habit("Work"), "amount": 700 }],
            "tasks": [{ "title": "One", "priority": "high", "quadrant": "Q1",
                        "actualMinutes": minutes, "completed": true }],
        })
    };
    for (minutes, plausible) in [(20, true), (21, false)] {
        let mut preview = day(minutes);
        preview["date"] = "2026-03-10".into();
        let previewed = ann.post("/api/kpi/preview", preview).await.expect(200);
        assert_eq!(previewed["plausible"], plausible);
        let saved = ann.save("2026-03-10", day(minutes)).await.expect(200);
        assert_eq!(saved["plausible"], plausible);
        assert_eq!(saved["kpi"], previewed["kpi"], "scored all the same");
        assert_eq!(ann.day("2026-03-10").await["plausible"], plausible);
        let listed = ann.get("/api/days?from=2026-03-10&to=2026-03-10").await;
        assert_eq!(listed.expect(200)["days"][0]["plausible"], plausible);
    }
    let kpi = ann.day("2026-03-10").await["kpi"].as_f64().unwrap();
    let lower = ann.log("2026-03-11", &[("Sleep", 240)]).await["kpi"]
        .as_f64()
        .unwrap();
    assert!(lower < kpi);
    let year = ann.get("/api/dashboards/year/2026").await.expect(200);
    assert_eq!(
        year["bestDay"],
        json!({ "date": "2026-03-11", "kpi": lower })
    );
    assert_eq!(year["recordedDays"], 2, "it is kept");
    let mean = ((kpi + lower) / 2.0 * 10.0).round() / 10.0;
    assert_eq!(year["meanKpi"], mean, "and counts in means");
    ann.delete("/api/days/2026-03-11").await.expect(204);
    let year = ann.get("/api/dashboards/year/2026").await.expect(200);
    assert_eq!(year["bestDay"], Value::Null);
}

#[actix_web::test]
async fn an_unrecorded_day_is_plausible() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    assert_eq!(ann.day("2026-03-10").await["plausible"], true);
}
