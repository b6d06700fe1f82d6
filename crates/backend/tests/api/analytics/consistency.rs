//! `GET /api/analytics/consistency`.

use serde_json::json;

use crate::support::TestApp;

#[actix_web::test]
async fn habits_count_on_recorded_days_on_which_they_were_scheduled() {
    let app = TestApp::start().await;
    let mut ann = app.user("ann").await;
    ann.only_habit(json!({ "name": "Walking", "target": 60, "effectiveFrom": "2026-03-01" }))
        .await;
    for (date, minutes) in [
        ("2026-03-10", 60),
        ("2026-03-11", 48),
        ("2026-03-12", 0),
        ("2026-03-13", 60),
        ("2026-03-18", 60),
    ] {
        ann.log(date, &[("Walking", minutes)]).await;
    }
    ann.fall_ill("2026-03-14").await;

    let path = "/api/analytics/consistency?from=2026-03-10&to=2026-03-31";
    let consistency = ann.get(path).await.expect(200);
    assert_eq!(
        consistency,
        json!({
            "days": 8,
            "recordedDays": 4,
            "exceptionDays": 1,
            "habits": [{
                "habitId": ann.habit("Walking"),
                "name": "Walking",
                "scheduledDays": 4,
                "doneDays": 3,
                "completion": 0.7,
                "longestStreak": 2,
                "isWeekly": false,
            }],
        })
    );
}
