//! `POST /api/habits/{id}/archive` and `…/restore`.

use serde_json::{Value, json};

use crate::support::{TestApp, User, entry};

async fn set(user: &User, name: &str, what: &str) -> Value {
    let path = format!("/api/habits/{}/{what}", user.habit(name));
    user.post(&path, None).await.expect(200)
}

#[actix_web::test]
async fn an_archived_habit_no_longer_counts_and_keeps_its_past() {
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
async fn minutes_entered_today_are_kept_when_the_habit_is_archived() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    ann.log("2026-03-18", &[("Exercise", 45)]).await;
    set(&ann, "Exercise", "archive").await;
    let today = ann.day("2026-03-18").await;
    let exercise = entry(&today, ann.habit("Exercise"));
    assert_eq!(exercise["minutes"], 45);
    assert_eq!(exercise["scheduled"], false);
    assert_eq!(today["kpi"], today["explanation"]["kpi"]);
}

#[actix_web::test]
async fn a_restored_habit_leaves_the_archived_span_out_and_keeps_its_streak() {
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
    assert_eq!(restored["targetMinutes"], 60);
    for (date, target) in [
        ("2026-03-10", json!(60)),
        ("2026-03-11", Value::Null),
        ("2026-03-13", Value::Null),
        ("2026-03-14", json!(60)),
    ] {
        let day = ann.day(date).await;
        let exercise = entry(&day, ann.habit("Exercise"));
        assert_eq!(exercise["targetMinutes"], target, "{date}");
    }
    // Days of the span were not scheduled, so they break nothing, recorded or not.
    ann.log("2026-03-12", &[("Sleep", 480)]).await;
    ann.log("2026-03-14", &[("Exercise", 60), ("Sleep", 480)])
        .await;
    assert_eq!(ann.streak("Exercise", "2026-03-14").await, 3);
    assert_eq!(ann.streak("Sleep", "2026-03-14").await, 1);
}
