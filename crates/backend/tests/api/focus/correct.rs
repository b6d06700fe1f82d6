//! `PUT` and `DELETE /api/focus/{id}`, and the list.

use serde_json::{Value, json};

use super::{amount, correct, current, path, record, sessions, start, stop};
use crate::support::{TestApp, term};

#[actix_web::test]
async fn its_minutes_change_with_its_end() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    ann.log("2026-03-18", &[("Reading", 5)]).await;
    let session = record(
        &ann,
        "Reading",
        "2026-03-18T08:00:00Z",
        "2026-03-18T08:25:00Z",
    )
    .await;
    for (to, minutes) in [
        ("2026-03-18T08:10:00Z", 10),
        ("2026-03-18T09:40:00Z", 100),
        ("2026-03-18T08:00:00Z", 0),
        ("2026-03-18T08:30:00Z", 30),
    ] {
        let corrected = correct(&ann, &session, to, true).await.expect(200);
        assert_eq!(corrected["countedMinutes"], minutes);
        assert_eq!(corrected["interrupted"], true);
        assert_eq!(amount(&ann, "Reading", "2026-03-18").await, 5 + minutes);
    }
    ann.delete(&path(&session)).await.expect(204);
    assert_eq!(amount(&ann, "Reading", "2026-03-18").await, 5);
    ann.delete(&path(&session)).await.problem(404, "not-found");
}

#[actix_web::test]
async fn the_law_follows() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let session = record(&ann, "Work", "2026-03-18T08:00:00Z", "2026-03-18T09:30:00Z").await;
    let points = async || {
        let day = ann.day("2026-03-18").await;
        term(&day["explanation"], "deep_work").clone()
    };
    assert_eq!(points().await, 10.0);
    correct(&ann, &session, "2026-03-18T09:30:00Z", true)
        .await
        .expect(200);
    assert_eq!(points().await, Value::Null);
    correct(&ann, &session, "2026-03-18T09:31:00Z", false)
        .await
        .expect(200);
    assert_eq!(points().await, 10.0);
    ann.delete(&path(&session)).await.expect(204);
    assert_eq!(points().await, Value::Null);
    assert_eq!(ann.day("2026-03-18").await["saved"], false);
}

#[actix_web::test]
async fn what_cannot_be_is_refused() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let session = record(
        &ann,
        "Reading",
        "2026-03-17T08:00:00Z",
        "2026-03-17T08:25:00Z",
    )
    .await;
    record(&ann, "Work", "2026-03-17T09:00:00Z", "2026-03-17T10:00:00Z").await;
    for (at, code) in [
        ("2026-03-17T07:59:59Z", "before_start"),
        ("2026-03-18T08:00:01Z", "too_long"),
        ("2026-03-18T10:03:00Z", "in_future"),
    ] {
        let (pointer, found) = correct(&ann, &session, at, false).await.invalid();
        assert_eq!((pointer.as_str(), found.as_str()), ("/endedAt", code));
    }
    correct(&ann, &session, "2026-03-17T09:00:01Z", false)
        .await
        .problem(409, "focus-overlap");
    let running = start(&ann, "Work", None).await;
    correct(&ann, &running, "2026-03-18T10:00:00Z", false)
        .await
        .problem(409, "focus-running");
    ann.delete(&path(&running)).await.expect(204);
    assert_eq!(current(&ann).await, Value::Null);
}

#[actix_web::test]
async fn the_list_has_the_sessions_of_the_days() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let late = record(&ann, "Work", "2026-03-17T12:00:00Z", "2026-03-17T12:25:00Z").await;
    let early = record(&ann, "Work", "2026-03-17T08:00:00Z", "2026-03-17T08:25:00Z").await;
    let today = start(&ann, "Work", None).await;
    let of = async |from, to| sessions(&ann, from, to).await;
    assert_eq!(
        of("2026-03-17", "2026-03-17").await,
        [early.clone(), late.clone()]
    );
    assert_eq!(
        of("2026-03-17", "2026-03-18").await,
        [early, late, today.clone()]
    );
    assert!(of("2026-03-01", "2026-03-16").await.is_empty());
    stop(&ann, &today, json!({})).await.expect(200);
    let path = "/api/focus?from=2026-03-18&to=2026-03-17";
    assert_eq!(ann.get(path).await.invalid().1, "range_reversed");
    // A habit takes its sessions with it.
    let habit = format!("/api/habits/{}", ann.habit("Work"));
    ann.delete(&habit).await.expect(204);
    assert!(of("2026-03-17", "2026-03-18").await.is_empty());
}
