//! `GET /api/analytics/patterns`.

use serde_json::{Value, json};

use crate::support::TestApp;

#[actix_web::test]
async fn weekdays_and_months_have_their_means_and_days() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    // A Monday, the Monday after it, a Sunday, and a leap day, a Thursday.
    let monday = ann.log("2026-03-02", &[("Sleep", 480)]).await;
    let next = ann.log("2026-03-09", &[("Sleep", 120)]).await;
    let sunday = ann.log("2026-03-15", &[("Sleep", 240)]).await;
    let leap = ann.log("2024-02-29", &[("Sleep", 240)]).await;

    let path = "/api/analytics/patterns?from=2024-01-01&to=2026-03-31";
    let patterns = ann.get(path).await.expect(200);
    let of = |list: &str, number: usize| patterns[list][number - 1].clone();
    let mean = (monday["kpi"].as_f64().unwrap() + next["kpi"].as_f64().unwrap()) / 2.0;
    let mean = (mean * 10.0).round() / 10.0;
    assert_eq!(
        of("weekdays", 1),
        json!({ "number": 1, "meanKpi": mean, "countedDays": 2 })
    );
    assert_eq!(
        of("weekdays", 2),
        json!({ "number": 2, "meanKpi": Value::Null, "countedDays": 0 })
    );
    assert_eq!(of("weekdays", 4)["meanKpi"], leap["kpi"]);
    assert_eq!(of("weekdays", 7)["meanKpi"], sunday["kpi"]);
    assert_eq!(of("months", 2)["meanKpi"], leap["kpi"]);
    assert_eq!(of("months", 3)["countedDays"], 3);
    assert_eq!(patterns["weekdays"].as_array().unwrap().len(), 7);
    assert_eq!(patterns["months"].as_array().unwrap().len(), 12);
}
