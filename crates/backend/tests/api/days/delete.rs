//! `DELETE /api/days/{date}`.

use serde_json::json;

use crate::support::TestApp;

#[actix_web::test]
async fn a_day_is_deleted() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let day = json!({
        "entries": [{ "habitId": ann.habit("Sleep"), "amount": 480 }],
        "tasks": [{ "title": "One", "priority": "high", "quadrant": "Q1" }],
    });
    let before = ann.day("2026-03-10").await;
    ann.save("2026-03-10", day).await.expect(200);
    ann.delete("/api/days/2026-03-10").await.expect(204);
    assert_eq!(ann.day("2026-03-10").await, before);
    ann.delete("/api/days/2026-03-10")
        .await
        .problem(404, "not-found");
}

#[actix_web::test]
async fn the_streaks_after_it_are_broken() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    for date in ["2026-03-10", "2026-03-11", "2026-03-12", "2026-03-13"] {
        ann.log(date, &[("Sleep", 480)]).await;
    }
    assert_eq!(ann.streak("Sleep", "2026-03-13").await, 4);
    ann.delete("/api/days/2026-03-11").await.expect(204);
    assert_eq!(ann.streak("Sleep", "2026-03-10").await, 1);
    assert_eq!(ann.streak("Sleep", "2026-03-12").await, 1);
    assert_eq!(ann.streak("Sleep", "2026-03-13").await, 2);
}
