//! `POST /api/kpi/recompute`.

use serde_json::json;

use crate::support::TestApp;

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
