//! `GET /api/habits/{id}/stats`.

use serde_json::{Value, json};

use crate::support::TestApp;

#[actix_web::test]
async fn statistics_exclude_exceptions_and_future_days() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    for (date, minutes) in [
        ("2026-03-10", 60),
        ("2026-03-11", 60),
        ("2026-03-12", 30),
        ("2026-03-13", 600),
        ("2026-03-14", 48),
        ("2026-03-19", 600),
    ] {
        ann.log(date, &[("Exercise", minutes)]).await;
    }
    ann.log("2026-03-15", &[("Sleep", 480)]).await;
    ann.fall_ill("2026-03-13").await;
    let path = format!("/api/habits/{}/stats", ann.habit("Exercise"));
    let mut stats = ann.get(&path).await.expect(200);
    // A mean of floats, whose order of summation depends on the database.
    let completion = stats["meanCompletion"].take().as_f64().unwrap();
    assert_eq!(format!("{completion:.6}"), "0.660000");
    assert_eq!(
        stats,
        json!({
            "recordedDays": 4, "scheduledDays": 5, "doneDays": 3, "measure": "minutes", "totalAmount": 198,
            "meanAmount": 49.5, "meanCompletion": null, "currentStreak": 0, "longestStreak": 2,
        })
    );
}

#[actix_web::test]
async fn without_days_there_are_no_means() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let path = format!("/api/habits/{}/stats", ann.habit("Exercise"));
    let stats = ann.get(&path).await.expect(200);
    assert_eq!(stats["recordedDays"], 0);
    assert_eq!(stats["meanAmount"], Value::Null);
    assert_eq!(stats["meanCompletion"], Value::Null);
}
