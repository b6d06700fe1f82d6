//! Analytics of a team.

use serde_json::{Value, json};

use super::Team;
use crate::support::TestApp;

#[actix_web::test]
async fn analytics_tell_days_members_goals_and_weekdays() {
    let app = TestApp::start().await;
    let team = Team::of(&app).await;
    let silent = app.user("silent").await;
    silent.join_team(&team.leader, &team.id).await;
    let kpi = async |user: &crate::support::User, date: &str, minutes| {
        user.log(date, &[("Sleep", minutes)]).await["kpi"]
            .as_f64()
            .unwrap()
    };
    let monday = kpi(&team.leader, "2026-03-16", 480).await;
    let others = kpi(&team.deputy, "2026-03-16", 240).await;
    let tuesday = kpi(&team.leader, "2026-03-17", 480).await;
    // Not plausible: recorded, and not counted.
    team.deputy
        .log("2026-03-17", &[("Sleep", 1_440), ("Work", 60)])
        .await;
    team.member.fall_ill("2026-03-17").await;
    // Today is not over.
    team.leader.log("2026-03-18", &[("Sleep", 480)]).await;
    let goal = team.goal("Read", 10.0, "books", "entered").await;
    team.enter(&team.leader, &goal, "2026-03-10", 10.0)
        .await
        .expect(204);
    let path = team.path("/analytics?from=2026-03-15&to=2026-03-18");
    let analytics = team.deputy.get(&path).await.expect(200);
    assert_eq!(
        analytics["members"],
        json!({ "hidden": 0, "active": 2, "away": 1, "silent": 1 })
    );
    let round = |value: f64| (value * 10.0).round() / 10.0;
    let day = |date: &str, mean: Option<f64>, counted, away, silent| json!({ "date": date, "mean": mean, "counted": counted, "away": away, "silent": silent });
    let mean = round((monday + others) / 2.0);
    assert_eq!(
        analytics["days"],
        json!([
            day("2026-03-15", None, 0, 0, 4),
            day("2026-03-16", Some(mean), 2, 0, 2),
            day("2026-03-17", Some(tuesday), 1, 1, 1),
            day("2026-03-18", None, 0, 0, 0),
        ])
    );
    let weekdays = analytics["weekdays"].as_array().unwrap();
    assert_eq!(weekdays.len(), 7);
    assert_eq!(
        weekdays[0],
        json!({ "weekday": 1, "mean": mean, "counted": 2 })
    );
    assert_eq!(
        weekdays[1],
        json!({ "weekday": 2, "mean": tuesday, "counted": 1 })
    );
    assert_eq!(
        weekdays[6],
        json!({ "weekday": 7, "mean": Value::Null, "counted": 0 })
    );
    assert_eq!(
        analytics["goals"],
        json!([{ "id": goal, "title": "Read", "progress": 25.0, "reached": 1 }])
    );
    for (query, pointer) in [
        ("?from=2026-03-18&to=2026-03-17", "/to"),
        ("?from=2026-03-18&to=2027-12-31", "/to"),
        ("?from=x&to=2026-03-17", "/from"),
    ] {
        let path = team.path(&format!("/analytics{query}"));
        assert_eq!(team.leader.get(&path).await.invalid().0, pointer);
    }
}
