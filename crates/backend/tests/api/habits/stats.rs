//! `GET /api/habits/{id}/stats`.

use serde_json::{Value, json};

use crate::support::{TestApp, dates, habit_input};

#[actix_web::test]
async fn statistics_exclude_exceptions_today_and_future_days() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    for (date, minutes) in [
        ("2026-03-10", 60),
        ("2026-03-11", 60),
        ("2026-03-12", 30),
        ("2026-03-13", 600),
        ("2026-03-14", 48),
        ("2026-03-18", 600),
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
            "meanAmount": 49.5, "meanCompletion": null, "currentStreak": 1, "longestStreak": 2,
            "longestStreakEndedOn": "2026-03-11", "milestones": [
                { "length": 7, "reachedOn": null },
                { "length": 21, "reachedOn": null },
                { "length": 66, "reachedOn": null },
            ],
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
    assert_eq!(stats["longestStreakEndedOn"], Value::Null);
}

#[actix_web::test]
async fn milestones_are_reached_on_the_first_day_of_such_a_streak() {
    let app = TestApp::start().await;
    let mut ann = app.user("ann").await;
    ann.only_habit(json!({ "name": "Walking", "effectiveFrom": "2026-02-01" }))
        .await;
    // Seven days, a gap, and 22 days.
    for date in [dates("2026-02-01", 7), dates("2026-02-10", 22)].concat() {
        ann.log(&date, &[("Walking", 60)]).await;
    }
    let path = format!("/api/habits/{}/stats", ann.habit("Walking"));
    let stats = ann.get(&path).await.expect(200);
    assert_eq!(stats["longestStreak"], 22);
    assert_eq!(stats["longestStreakEndedOn"], "2026-03-03");
    assert_eq!(
        stats["milestones"],
        json!([
            { "length": 7, "reachedOn": "2026-02-07" },
            { "length": 21, "reachedOn": "2026-03-02" },
            { "length": 66, "reachedOn": null },
        ])
    );
}

#[actix_web::test]
async fn milestones_of_a_habit_due_n_times_a_week_are_weeks() {
    let app = TestApp::start().await;
    let mut ann = app.user("ann").await;
    ann.only_habit(json!({ "name": "Choir", "timesPerWeek": 1, "effectiveFrom": "2026-02-02" }))
        .await;
    for monday in dates("2026-02-02", 22).iter().step_by(7) {
        ann.log(monday, &[("Choir", 60)]).await;
    }
    let path = format!("/api/habits/{}/stats", ann.habit("Choir"));
    let stats = ann.get(&path).await.expect(200);
    assert_eq!(
        stats["milestones"],
        json!([
            { "length": 1, "reachedOn": "2026-02-02" },
            { "length": 3, "reachedOn": "2026-02-16" },
            { "length": 10, "reachedOn": null },
        ])
    );
}

#[actix_web::test]
async fn a_week_that_ended_away_counts_for_the_longest_streak() {
    let app = TestApp::start().await;
    let mut ann = app.user("ann").await;
    ann.only_habit(json!({ "name": "Choir", "timesPerWeek": 3, "effectiveFrom": "2026-02-23" }))
        .await;
    // Three times in a week, then once before six days away.
    for date in ["2026-03-02", "2026-03-03", "2026-03-04", "2026-03-09"] {
        ann.log(date, &[("Choir", 60)]).await;
    }
    let away = json!({ "from": "2026-03-10", "to": "2026-03-15", "kind": "travel" });
    ann.put("/api/days/exceptions", away).await.expect(200);
    let path = format!("/api/habits/{}/stats", ann.habit("Choir"));
    let stats = ann.get(&path).await.expect(200);
    assert_eq!(
        (&stats["currentStreak"], &stats["longestStreak"]),
        (&json!(2), &json!(2))
    );
}

#[actix_web::test]
async fn streaks_of_days_and_of_weeks_are_not_compared() {
    let app = TestApp::start().await;
    let mut ann = app.user("ann").await;
    ann.only_habit(json!({ "name": "Choir", "effectiveFrom": "2026-02-01" }))
        .await;
    for date in dates("2026-02-01", 22) {
        ann.log(&date, &[("Choir", 60)]).await;
    }
    let habit = ann.habit("Choir").to_owned();
    let weekly =
        habit_input(json!({ "name": "Choir", "timesPerWeek": 1, "effectiveFrom": "2026-02-23" }));
    ann.put(&format!("/api/habits/{habit}"), weekly)
        .await
        .expect(200);
    ann.log("2026-02-23", &[("Choir", 60)]).await;
    let stats = ann
        .get(&format!("/api/habits/{habit}/stats"))
        .await
        .expect(200);
    // 22 days are three weeks, and the fourth one reached its time.
    assert_eq!(stats["longestStreak"], 4);
    assert_eq!(
        stats["milestones"],
        json!([
            { "length": 1, "reachedOn": "2026-02-23" },
            { "length": 3, "reachedOn": "2026-02-23" },
            { "length": 10, "reachedOn": null },
        ])
    );
}
