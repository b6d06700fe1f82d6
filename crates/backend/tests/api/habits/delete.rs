//! `DELETE /api/habits/{id}`.

use serde_json::{Value, json};

use crate::support::{TestApp, entry, term};

#[actix_web::test]
async fn a_deleted_habit_loses_its_entries_and_days_are_rescored() {
    let app = TestApp::start().await;
    let mut ann = app.user("ann").await;
    ann.only_habit(json!({ "name": "Walking", "effectiveFrom": "2026-03-01" }))
        .await;
    ann.make_habit(json!({ "name": "Choir", "effectiveFrom": "2026-03-01" }))
        .await;
    let day = ann
        .log("2026-03-10", &[("Walking", 60), ("Choir", 0)])
        .await;
    assert_eq!(term(&day["explanation"], "base"), 50.0);
    let path = format!("/api/habits/{}", ann.habit("Choir"));
    ann.delete(&path).await.expect(204);
    ann.get(&path).await.problem(404, "not-found");
    ann.delete(&path).await.problem(404, "not-found");
    let day = ann.day("2026-03-10").await;
    assert_eq!(entry(&day, ann.habit("Choir")), &Value::Null);
    assert_eq!(term(&day["explanation"], "base"), 100.0);
    assert_eq!(day["kpi"], day["explanation"]["kpi"], "stored as explained");
}
