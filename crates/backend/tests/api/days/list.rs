//! `GET /api/days`.

use serde_json::{Value, json};

use crate::support::TestApp;

#[actix_web::test]
async fn the_recorded_days_of_a_range_in_order() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let kpi = ann.log("2026-03-12", &[("Sleep", 480), ("Work", 60)]).await["kpi"].clone();
    ann.fall_ill("2026-03-10").await;
    ann.log("2026-03-09", &[("Sleep", 60)]).await;
    ann.log("2026-03-13", &[("Sleep", 60)]).await;

    let days = ann
        .get("/api/days?from=2026-03-10&to=2026-03-12")
        .await
        .expect(200);
    assert_eq!(
        days["days"],
        json!([
            { "date": "2026-03-10", "kpi": null, "band": null, "exception": "illness", "minutes": 0,
              "plausible": true, "exceptionNote": "Flu", "excerpt": null },
            { "date": "2026-03-12", "kpi": kpi, "band": "needs_attention", "exception": null,
              "minutes": 540, "plausible": true, "exceptionNote": null, "excerpt": null },
        ])
    );
    let one = ann
        .get("/api/days?from=2026-03-12&to=2026-03-12")
        .await
        .expect(200);
    assert_eq!(one["days"].as_array().unwrap().len(), 1);
    let none = ann
        .get("/api/days?from=2025-03-12&to=2025-03-12")
        .await
        .expect(200);
    assert_eq!(none["days"], Value::Array(Vec::new()));
}
