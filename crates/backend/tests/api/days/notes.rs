//! Notes of days.

use actix_web::http::Method;
use serde_json::{Value, json};

use crate::support::{TestApp, User};

const DAY: &str = "/api/days/2026-03-10";

/// Saves a day with nothing but this note.
async fn note(user: &User, date: &str, note: impl Into<Value>) -> Value {
    let day = json!({ "entries": [], "tasks": [], "note": note.into() });
    user.save(date, day).await.expect(200)
}

#[actix_web::test]
async fn a_day_has_a_private_note() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    assert_eq!(ann.day("2026-03-10").await["note"], Value::Null);
    let longest = "ж".repeat(2000);
    for (given, stored) in [
        (
            json!("  Walked home.\r\n\tIt rained.\n"),
            json!("Walked home.\n It rained."),
        ),
        (json!(longest), json!(longest)),
        (Value::Null, Value::Null),
        (json!("Mine"), json!("Mine")),
    ] {
        let tag = ann.get(DAY).await.etag();
        assert_eq!(note(&ann, "2026-03-10", given).await["note"], stored);
        let read = ann.get(DAY).await;
        assert_ne!(read.etag(), tag, "it is part of the day");
        assert_eq!(read.json()["note"], stored);
    }
    assert_eq!(bob.day("2026-03-10").await["note"], Value::Null);
}

#[actix_web::test]
async fn a_note_alone_records_no_day() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    ann.log("2026-03-09", &[("Sleep", 480)]).await;
    let mean = ann.get("/api/dashboards/year/2026").await.expect(200)["meanKpi"].clone();
    let before = ann.day("2026-03-10").await;
    for date in ["2026-03-10", "2026-04-01"] {
        let saved = note(&ann, date, "Nothing yet").await;
        assert_eq!(saved["saved"], false);
        assert_eq!(saved["kpi"], Value::Null);
    }
    let mut noted = ann.day("2026-03-10").await;
    assert_eq!(noted["note"].take(), "Nothing yet");
    assert_eq!(noted, before, "nothing but the note");

    let list = ann.get("/api/days?from=2026-03-01&to=2026-04-30").await;
    assert_eq!(list.json()["days"].as_array().unwrap().len(), 1);
    let year = ann.get("/api/dashboards/year/2026").await.expect(200);
    assert_eq!(year["meanKpi"], mean);
    // Unrecorded, it ends the streak; recorded, it does not.
    ann.log("2026-03-11", &[("Sleep", 480)]).await;
    assert_eq!(ann.streak("Sleep", "2026-03-11").await, 1);
    ann.log("2026-03-10", &[("Sleep", 480)]).await;
    assert_eq!(ann.streak("Sleep", "2026-03-11").await, 3);
    assert_eq!(ann.day("2026-03-10").await["note"], "Nothing yet");
}

/// A client that does not know notes sends none, and erases none.
#[actix_web::test]
async fn a_day_sent_without_a_note_keeps_its_note() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    note(&ann, "2026-03-10", "Kept").await;
    let saved = ann.log("2026-03-10", &[("Sleep", 480)]).await;
    assert_eq!(saved["note"], "Kept");
    let emptied = ann.log("2026-03-10", &[]).await;
    assert_eq!(
        (&emptied["saved"], &emptied["note"]),
        (&json!(false), &json!("Kept"))
    );
    assert_eq!(
        note(&ann, "2026-03-10", Value::Null).await["note"],
        Value::Null
    );
    assert_eq!(app.rows("day_notes"), 0);
}

#[actix_web::test]
async fn exceptions_and_tasks_leave_it_alone() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    note(&ann, "2026-03-10", "Kept").await;
    let exception = format!("{DAY}/exception");
    let range = "/api/days/exceptions?from=2026-03-09&to=2026-03-11";
    let task = json!({ "title": "One", "priority": "high", "quadrant": "Q1" });
    ann.fall_ill("2026-03-10").await;
    assert_eq!(ann.delete(&exception).await.expect(200)["note"], "Kept");
    ann.fall_ill("2026-03-10").await;
    ann.delete(range).await.expect(200);
    let day = ann.post(&format!("{DAY}/tasks"), task).await.expect(201);
    assert_eq!(day["note"], "Kept");
    let id = day["tasks"][0]["id"].as_str().unwrap();
    let emptied = ann.delete(&format!("{DAY}/tasks/{id}")).await.expect(200);
    assert_eq!(emptied["note"], "Kept");
}

#[actix_web::test]
async fn a_day_with_a_note_alone_is_there_and_can_be_deleted() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let day = || json!({ "entries": [], "tasks": [], "note": "One" });
    let (if_there, if_not) = (ann.with("if-match", "*"), ann.with("if-none-match", "*"));
    if_there.put(DAY, day()).await.problem(412, "day-changed");
    if_not.put(DAY, day()).await.expect(200);
    if_not
        .put(DAY, day())
        .await
        .problem(412, "precondition-failed");
    if_there.put(DAY, day()).await.expect(200);
    ann.delete(DAY).await.expect(204);
    assert_eq!(ann.day("2026-03-10").await["note"], Value::Null);
    ann.delete(DAY).await.problem(404, "not-found");
    assert_eq!(app.rows("day_notes"), 0);
}

#[actix_web::test]
async fn notes_go_with_their_user() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    note(&ann, "2026-03-10", "Mine").await;
    let credentials = json!({ "email": ann.email, "password": User::PASSWORD });
    ann.request(Method::DELETE, "/api/auth/me", Some(credentials))
        .await
        .expect(204);
    assert_eq!(app.rows("day_notes"), 0);
}
