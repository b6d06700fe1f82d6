//! `POST /api/focus/{id}/stop`.

use futures_util::future::join_all;
use serde_json::{Value, json};

use super::{amount, current, path, record, start, stop};
use crate::support::{TestApp, entry};

#[actix_web::test]
async fn it_adds_its_minutes_once() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    ann.log("2026-03-18", &[("Reading", 10)]).await;
    let session = start(&ann, "Reading", None).await;
    app.travel_to("2026-03-18T10:30:59Z");
    let mut socket = ann.socket().await;
    let stopped = stop(&ann, &session, json!({ "interrupted": true }))
        .await
        .expect(200);
    for (field, value) in [
        ("endedAt", json!("2026-03-18T10:30:59Z")),
        ("minutes", json!(30)),
        ("countedMinutes", json!(30)),
        ("interrupted", json!(true)),
        ("stopped", json!(true)),
    ] {
        assert_eq!(stopped[field], value, "{field}");
    }
    assert_eq!(amount(&ann, "Reading", "2026-03-18").await, 40);
    assert_eq!(current(&ann).await, Value::Null);
    // The other devices are told of the day and of the session.
    let day = ann.get("/api/days/2026-03-18").await.etag();
    assert_eq!(socket.event("day.saved").await["data"]["etag"], day);
    let told = socket.event("focus.changed").await;
    assert_eq!(told["data"]["sessionId"], session["id"]);
    // Later, and with something else.
    app.travel_to("2026-03-18T11:00:00Z");
    for input in [json!({}), json!({ "endedAt": "2026-03-18T10:10:00Z" })] {
        assert_eq!(stop(&ann, &session, input).await.expect(200), stopped);
    }
    assert_eq!(amount(&ann, "Reading", "2026-03-18").await, 40);
}

#[actix_web::test]
async fn two_stops_at_once_add_them_once() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let session = start(&ann, "Reading", Some(25)).await;
    app.travel_to("2026-03-18T10:20:00Z");
    let stops = (0..8).map(|_| stop(&ann, &session, json!({})));
    for stopped in join_all(stops).await {
        assert_eq!(stopped.expect(200)["countedMinutes"], 20);
    }
    assert_eq!(amount(&ann, "Reading", "2026-03-18").await, 20);
}

#[actix_web::test]
async fn it_ends_at_its_deadline_at_the_latest() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let session = start(&ann, "Reading", Some(25)).await;
    app.travel_to("2026-03-18T13:10:00Z");
    let stopped = stop(&ann, &session, json!({})).await.expect(200);
    assert_eq!(stopped["endedAt"], "2026-03-18T10:25:00Z");
    assert_eq!(amount(&ann, "Reading", "2026-03-18").await, 25);
}

#[actix_web::test]
async fn an_earlier_end_counts_if_it_is_not_before_the_start() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let session = start(&ann, "Reading", None).await;
    app.travel_to("2026-03-18T13:00:00Z");
    for (at, code) in [
        ("2026-03-18T09:55:00Z", "before_start"),
        ("2026-03-18T13:05:00Z", "in_future"),
    ] {
        let (pointer, found) = stop(&ann, &session, json!({ "endedAt": at }))
            .await
            .invalid();
        assert_eq!((pointer.as_str(), found.as_str()), ("/endedAt", code));
    }
    let at = json!({ "endedAt": "2026-03-18T10:10:00Z" });
    assert_eq!(stop(&ann, &session, at).await.expect(200)["minutes"], 10);
    assert_eq!(amount(&ann, "Reading", "2026-03-18").await, 10);
}

#[actix_web::test]
async fn a_task_gets_its_minutes() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let task = json!({
        "title": "Report", "priority": "high", "quadrant": "Q1", "actualMinutes": 5,
    });
    let day = ann
        .post("/api/days/today/tasks", task.clone())
        .await
        .expect(201);
    let id = day["tasks"][0]["id"].clone();
    let input = json!({ "taskId": id, "minutes": 25 });
    let session = ann
        .post("/api/focus/start", input.clone())
        .await
        .expect(201);
    app.travel_to("2026-03-18T10:20:00Z");
    stop(&ann, &session, json!({})).await.expect(200);
    let day = ann.day("2026-03-18").await;
    assert_eq!(day["tasks"][0]["actualMinutes"], 25);
    assert_eq!(day["tasks"][0]["id"], id);
    // It outlives its task.
    let session = ann.post("/api/focus/start", input).await.expect(201);
    let removed = format!("/api/days/today/tasks/{}", id.as_str().unwrap());
    ann.delete(&removed).await.expect(200);
    app.travel_to("2026-03-18T10:40:00Z");
    let stopped = stop(&ann, &session, json!({})).await.expect(200);
    assert_eq!(
        (
            &stopped["minutes"],
            &stopped["countedMinutes"],
            &stopped["name"]
        ),
        (&json!(20), &json!(0), &Value::Null)
    );
}

#[actix_web::test]
async fn an_entry_has_at_most_1440_minutes() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    ann.log("2026-03-18", &[("Reading", 1430)]).await;
    let session = record(
        &ann,
        "Reading",
        "2026-03-18T08:00:00Z",
        "2026-03-18T08:25:00Z",
    )
    .await;
    assert_eq!(
        (&session["minutes"], &session["countedMinutes"]),
        (&json!(25), &json!(10))
    );
    assert_eq!(amount(&ann, "Reading", "2026-03-18").await, 1440);
    // What it has added goes with it.
    ann.delete(&path(&session)).await.expect(204);
    assert_eq!(amount(&ann, "Reading", "2026-03-18").await, 1430);
}

#[actix_web::test]
async fn a_session_of_no_minute_enters_nothing() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let session = start(&ann, "Reading", Some(25)).await;
    stop(&ann, &session, json!({})).await.expect(200);
    let day = ann.day("2026-03-18").await;
    assert_eq!(day["saved"], false);
    assert_eq!(entry(&day, ann.habit("Reading"))["amount"], Value::Null);
}
