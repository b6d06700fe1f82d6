//! `GET /api/habits/{id}/history`.

use serde_json::json;

use crate::support::TestApp;

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
            { "date": "2026-03-10", "measure": "minutes", "amount": 45, "quality": null, "note": null, "target": 60,
              "completion": 0.75, "streak": 0 },
            { "date": "2026-03-11", "measure": "minutes", "amount": 90, "quality": null, "note": null, "target": 60,
              "completion": 1.5, "streak": 1 },
            { "date": "2026-03-12", "measure": "minutes", "amount": null, "quality": null, "note": null, "target": 60,
              "completion": 0.0, "streak": 0 },
        ])
    );
}
