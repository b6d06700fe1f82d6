//! `POST /api/habits/{id}/archive` and `…/restore`.

use serde_json::{Value, json};

use crate::support::{TestApp, User, entry};

async fn set(user: &User, name: &str, what: &str) -> Value {
    let path = format!("/api/habits/{}/{what}", user.habit(name));
    user.post(&path, None).await.expect(200)
}

#[actix_web::test]
async fn an_archived_habit_keeps_its_history() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let past = ann.log("2026-03-17", &[("Exercise", 60)]).await;
    let archived = set(&ann, "Exercise", "archive").await;
    assert_eq!(archived["archivedOn"], "2026-03-18");
    assert_eq!(ann.day("2026-03-17").await, past);
    let today = ann.day("2026-03-18").await;
    assert_eq!(entry(&today, ann.habit("Exercise")), &Value::Null);
    assert_eq!(ann.habits().await.len(), 9);
}

#[actix_web::test]
async fn archiving_twice_changes_nothing_more() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let archived = set(&ann, "Exercise", "archive").await;
    app.travel_to("2026-03-20T10:00:00Z");
    assert_eq!(set(&ann, "Exercise", "archive").await, archived);
}

#[actix_web::test]
async fn minutes_of_today_stay_when_the_habit_is_archived() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    ann.log("2026-03-18", &[("Exercise", 45)]).await;
    set(&ann, "Exercise", "archive").await;
    let today = ann.day("2026-03-18").await;
    let exercise = entry(&today, ann.habit("Exercise"));
    assert_eq!(exercise["amount"], 45);
    assert_eq!(exercise["scheduled"], false);
    assert_eq!(today["kpi"], today["explanation"]["kpi"]);
}

#[actix_web::test]
async fn a_restored_habit_skips_the_archived_period_and_keeps_its_streak() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    app.travel_to("2026-03-11T10:00:00Z");
    for date in ["2026-03-09", "2026-03-10"] {
        ann.log(date, &[("Exercise", 60), ("Sleep", 480)]).await;
    }
    set(&ann, "Exercise", "archive").await;
    app.travel_to("2026-03-14T10:00:00Z");
    let restored = set(&ann, "Exercise", "restore").await;
    assert_eq!(restored["archivedOn"], Value::Null);
    assert_eq!(restored["target"], 60);
    for (date, target) in [
        ("2026-03-10", json!(60)),
        ("2026-03-11", Value::Null),
        ("2026-03-13", Value::Null),
        ("2026-03-14", json!(60)),
    ] {
        let day = ann.day(date).await;
        let exercise = entry(&day, ann.habit("Exercise"));
        assert_eq!(exercise["target"], target, "{date}");
    }
    // Archived days are not scheduled, so they do not end the streak.
    ann.log("2026-03-12", &[("Sleep", 480)]).await;
    ann.log("2026-03-14", &[("Exercise", 60), ("Sleep", 480)])
        .await;
    assert_eq!(ann.streak("Exercise", "2026-03-14").await, 3);
    assert_eq!(ann.streak("Sleep", "2026-03-14").await, 1);
}

#[actix_web::test]
async fn a_day_without_entry_does_not_end_the_streak_of_an_archived_habit() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    ann.log("2026-03-17", &[("Exercise", 60), ("Sleep", 480)])
        .await;
    ann.log("2026-03-18", &[("Sleep", 480)]).await;
    set(&ann, "Exercise", "archive").await;
    let path = format!("/api/habits/{}", ann.habit("Exercise"));
    let stats = ann.get(&format!("{path}/stats")).await.expect(200);
    assert_eq!(stats["scheduledDays"], 1);
    assert_eq!(stats["currentStreak"], 1);
    app.travel_to("2026-03-19T10:00:00Z");
    set(&ann, "Exercise", "restore").await;
    ann.log("2026-03-19", &[("Exercise", 60)]).await;
    assert_eq!(ann.streak("Exercise", "2026-03-19").await, 2);
}

#[actix_web::test]
async fn a_change_before_an_archived_period_applies_after_it() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    for date in ["2026-03-16", "2026-03-17"] {
        ann.log(date, &[("Exercise", 60)]).await;
    }
    set(&ann, "Exercise", "archive").await;
    ann.log("2026-03-18", &[("Sleep", 480)]).await;
    app.travel_to("2026-03-19T10:00:00Z");
    set(&ann, "Exercise", "restore").await;
    ann.log("2026-03-19", &[("Exercise", 60)]).await;
    assert_eq!(ann.streak("Exercise", "2026-03-19").await, 3);

    ann.log("2026-03-17", &[("Exercise", 10)]).await;
    assert_eq!(ann.streak("Exercise", "2026-03-19").await, 1);
    let listed = ann
        .get("/api/days?from=2026-03-19&to=2026-03-19")
        .await
        .expect(200);
    let day = ann.day("2026-03-19").await;
    assert_eq!(listed["days"][0]["kpi"], day["kpi"]);
    assert_eq!(day["kpi"], day["explanation"]["kpi"]);
}

#[actix_web::test]
async fn archiving_and_restoring_keep_a_start_in_the_future() {
    let app = TestApp::start().await;
    let mut ann = app.user("ann").await;
    let made = ann
        .make_habit(json!({ "name": "Choir", "effectiveFrom": "2026-04-01" }))
        .await;
    let archived = set(&ann, "Choir", "archive").await;
    assert_eq!(archived["startsOn"], "2026-04-01");
    assert_eq!(archived["archivedOn"], "2026-04-01");
    assert_eq!(ann.habits().await.len(), 10, "not in use");
    let restored = set(&ann, "Choir", "restore").await;
    assert_eq!(restored, made);
    let scheduled = async |date: &str| {
        let day = ann.day(date).await;
        !entry(&day, ann.habit("Choir"))["target"].is_null()
    };
    assert!(!scheduled("2026-03-18").await && !scheduled("2026-03-31").await);
    assert!(scheduled("2026-04-01").await);

    // Restored after its start, it was archived in between.
    set(&ann, "Choir", "archive").await;
    app.travel_to("2026-04-05T10:00:00Z");
    let restored = set(&ann, "Choir", "restore").await;
    assert_eq!(restored["startsOn"], "2026-04-01");
    assert!(!scheduled("2026-04-04").await);
    assert!(scheduled("2026-04-05").await);
}

#[actix_web::test]
async fn archiving_and_restoring_keep_future_versions() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let path = format!("/api/habits/{}", ann.habit("Exercise"));
    let later = crate::support::habit_input(serde_json::json!({
        "name": "Exercise", "category": "health", "quadrant": "Q2",
        "target": 90, "effectiveFrom": "2026-04-01",
    }));
    ann.put(&path, later).await.expect(200);
    set(&ann, "Exercise", "archive").await;
    let day = ann.day("2026-04-02").await;
    assert_eq!(entry(&day, ann.habit("Exercise")), &Value::Null);
    set(&ann, "Exercise", "restore").await;
    let day = ann.day("2026-04-02").await;
    assert_eq!(entry(&day, ann.habit("Exercise"))["target"], 90);
}
