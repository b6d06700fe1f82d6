//! Resuming after the last event.

use chrono::TimeDelta;
use serde_json::Value;

use crate::support::{Client, Socket, TestApp};

/// Opens a socket that resumes after an event, and reads its `hello`.
async fn resume(client: &Client, id: &Value) -> Socket {
    let last = format!("&lastEventId={}", id.as_str().unwrap());
    let ticket = client.ticket().await;
    let mut socket = client.open_socket(&ticket, &last).await.unwrap();
    assert_eq!(socket.message().await["type"], "hello");
    socket
}

#[actix_web::test]
async fn what_was_missed_comes_in_order_and_once() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    let mut socket = ann.socket().await;
    ann.log("2026-03-01", &[("Sleep", 480)]).await;
    let first = socket.message().await;
    drop(socket);
    for date in ["2026-03-02", "2026-03-03", "2026-03-04"] {
        ann.log(date, &[("Sleep", 480)]).await;
        bob.log(date, &[("Sleep", 480)]).await;
    }
    let mut socket = resume(&ann, &first["id"]).await;
    ann.log("2026-03-05", &[("Sleep", 480)]).await;
    let mut seen = Vec::new();
    for _ in 0..9 {
        let event = socket.message().await;
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        seen.push((text(&event["type"]), text(&event["data"]["from"])));
    }
    let mut expected = vec![("kpi.calculated", "2026-03-01")];
    for date in ["2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05"] {
        expected.extend([("day.saved", date), ("kpi.calculated", date)]);
    }
    let expected = expected
        .into_iter()
        .map(|(kind, date)| (kind.to_owned(), date.to_owned()));
    assert_eq!(seen, expected.collect::<Vec<_>>());
    assert!(socket.is_silent().await);
}

#[actix_web::test]
async fn the_position_of_a_hello_can_be_resumed_from() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let ticket = ann.ticket().await;
    let mut socket = ann.open_socket(&ticket, "").await.unwrap();
    let hello = socket.message().await;
    assert_eq!(hello["heartbeatSeconds"], 20);
    drop(socket);
    let mut socket = resume(&ann, &hello["id"]).await;
    assert!(socket.is_silent().await);
    ann.log("2026-03-01", &[("Sleep", 480)]).await;
    assert_eq!(socket.message().await["type"], "day.saved");
}

#[actix_web::test]
async fn whoever_comes_back_too_late_asks_for_everything() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let mut socket = ann.socket().await;
    ann.log("2026-03-01", &[("Sleep", 480)]).await;
    let first = socket.event("day.saved").await;
    let last = socket.event("kpi.calculated").await;
    drop(socket);
    app.wait(TimeDelta::minutes(4));
    let mut socket = resume(&ann, &first["id"]).await;
    assert_eq!(socket.message().await["id"], last["id"]);
    app.wait(TimeDelta::minutes(2));
    ann.log("2026-03-02", &[("Sleep", 480)]).await;
    let mut late = resume(&ann, &first["id"]).await;
    assert_eq!(late.message().await["type"], "resync");
    for unknown in ["0-0", "1-0", "99999999999999-0", "nonsense", ""] {
        let mut socket = resume(&ann, &unknown.into()).await;
        assert_eq!(socket.message().await["type"], "resync", "{unknown}");
    }
}
