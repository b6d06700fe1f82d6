//! Sessions that nobody stops.

use serde_json::{Value, json};

use super::{amount, current, sessions, start, stop};
use crate::support::{TestApp, User};

/// Waits until the worker has come by; what requests show is the same before.
async fn ended(app: &TestApp, user: &User) -> Value {
    while app.rows("focus_sessions WHERE ended_at IS NULL") > 0 {
        tokio::task::yield_now().await;
    }
    sessions(user, "2026-03-01", "2026-03-31")
        .await
        .pop()
        .unwrap()
}

#[actix_web::test]
async fn one_with_a_length_ends_at_its_deadline() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    start(&ann, "Reading", Some(25)).await;
    let mut socket = ann.socket().await;
    app.travel_to("2026-03-18T13:10:00Z");
    assert_eq!(current(&ann).await, Value::Null);
    let seen = sessions(&ann, "2026-03-18", "2026-03-18").await;
    assert_eq!(seen[0]["endedAt"], "2026-03-18T10:25:00Z");
    socket.event("day.saved").await;
    socket.event("focus.changed").await;
    let session = ended(&app, &ann).await;
    assert_eq!(session["countedMinutes"], 25);
    assert_eq!(
        (&session["interrupted"], &session["stopped"]),
        (&json!(false), &json!(false))
    );
    assert_eq!(amount(&ann, "Reading", "2026-03-18").await, 25);
    start(&ann, "Reading", Some(25)).await;
}

#[actix_web::test]
async fn one_without_is_forgotten_after_24_hours_and_adds_nothing() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let session = start(&ann, "Reading", None).await;
    app.travel_to("2026-03-19T12:00:00Z");
    let ended = ended(&app, &ann).await;
    assert_eq!(ended["endedAt"], "2026-03-19T10:00:00Z");
    assert_eq!(
        (&ended["minutes"], &ended["countedMinutes"]),
        (&json!(1440), &json!(0))
    );
    assert_eq!(ended["interrupted"], true);
    assert_eq!(ann.day("2026-03-18").await["saved"], false);
    // Until the user tells how much of it counts.
    let told = json!({ "endedAt": "2026-03-18T10:50:00Z" });
    stop(&ann, &session, told).await.expect(200);
    assert_eq!(amount(&ann, "Reading", "2026-03-18").await, 50);
}

#[actix_web::test]
async fn a_stop_of_before_the_deadline_may_come_after_it() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let session = start(&ann, "Reading", Some(50)).await;
    app.travel_to("2026-03-18T11:30:00Z");
    ended(&app, &ann).await;
    assert_eq!(amount(&ann, "Reading", "2026-03-18").await, 50);
    let told = json!({ "endedAt": "2026-03-18T10:10:00Z", "interrupted": true });
    let stopped = stop(&ann, &session, told).await.expect(200);
    assert_eq!(
        (&stopped["minutes"], &stopped["interrupted"]),
        (&json!(10), &json!(true))
    );
    assert_eq!(amount(&ann, "Reading", "2026-03-18").await, 10);
}

#[actix_web::test]
async fn the_next_start_ends_it_first() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    start(&ann, "Reading", Some(25)).await;
    app.travel_to("2026-03-18T10:25:00Z");
    start(&ann, "Work", Some(25)).await;
    assert_eq!(amount(&ann, "Reading", "2026-03-18").await, 25);
}

#[actix_web::test]
async fn an_account_is_deleted_while_one_runs() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    start(&ann, "Reading", Some(25)).await;
    let account = json!({ "email": ann.email, "password": User::PASSWORD });
    ann.request(
        actix_web::http::Method::DELETE,
        "/api/auth/me",
        Some(account),
    )
    .await
    .expect(204);
    assert_eq!(app.rows("focus_sessions"), 0);
}
