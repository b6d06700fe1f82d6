//! `If-Match` and `If-None-Match` of every write of a day (RFC 9110 §13).

use actix_web::http::Method;
use serde_json::{Value, json};

use crate::support::{Client, Response, TestApp, User};

const DAY: &str = "/api/days/2026-03-10";

fn task() -> Value {
    json!({ "title": "One", "priority": "high", "quadrant": "Q1" })
}

/// A write of the recorded day.
#[derive(Debug, Clone, Copy)]
enum Write {
    Put,
    Delete,
    MarkException,
    ClearException,
    AddTask,
    ReplaceTask,
    RemoveTask,
}

use Write::*;

impl Write {
    async fn send(self, client: &Client, day: &Value) -> Response {
        let of_task = || format!("{DAY}/tasks/{}", day["tasks"][0]["id"].as_str().unwrap());
        let (method, path, body) = match self {
            Put => (
                Method::PUT,
                DAY.to_owned(),
                Some(json!({ "entries": [], "tasks": [task()] })),
            ),
            Delete => (Method::DELETE, DAY.to_owned(), None),
            MarkException => (
                Method::PUT,
                format!("{DAY}/exception"),
                Some(json!({ "kind": "travel" })),
            ),
            ClearException => (Method::DELETE, format!("{DAY}/exception"), None),
            AddTask => (Method::POST, format!("{DAY}/tasks"), Some(task())),
            ReplaceTask => (Method::PUT, of_task(), Some(task())),
            RemoveTask => (Method::DELETE, of_task(), None),
        };
        client.request(method, &path, body).await
    }
}

const ALL: [Write; 7] = [
    Put,
    Delete,
    MarkException,
    ClearException,
    AddTask,
    ReplaceTask,
    RemoveTask,
];

/// Records the day with an exception and a task.
async fn record(ann: &User) -> (String, Value) {
    let body = json!({ "entries": [{ "habitId": ann.habit("Sleep"), "amount": 480 }],
                       "tasks": [task()] });
    ann.save("2026-03-10", body).await.expect(200);
    ann.fall_ill("2026-03-10").await;
    let day = ann.get(DAY).await;
    (day.etag(), day.json())
}

#[actix_web::test]
async fn a_write_whose_condition_does_not_hold_changes_nothing() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let (tag, day) = record(&ann).await;
    for write in ALL {
        for (name, value, kind) in [
            ("if-match", "\"other\"", "day-changed"),
            ("if-none-match", "*", "precondition-failed"),
            ("if-none-match", &tag, "precondition-failed"),
            ("if-none-match", &format!("W/{tag}"), "precondition-failed"),
        ] {
            let refused = write.send(&ann.with(name, value), &day).await;
            assert_eq!(refused.status, 412, "{write:?} {name}: {value}");
            refused.problem(412, kind);
        }
        for name in ["if-match", "if-none-match"] {
            let malformed = write.send(&ann.with(name, "no tag"), &day).await;
            assert_eq!(malformed.status, 400, "{write:?} {name}");
        }
    }
    assert_eq!(ann.get(DAY).await.etag(), tag);
}

#[actix_web::test]
async fn a_write_whose_condition_holds_is_done() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    for write in ALL {
        for any in [false, true] {
            let (tag, day) = record(&ann).await;
            let tag = if any { "*".to_owned() } else { tag };
            let guarded = ann
                .with("if-match", &tag)
                .with("if-none-match", "\"other\"");
            let done = write.send(&guarded, &day).await;
            assert!(done.status < 300, "{write:?}: {}", done.text());
        }
    }
}

#[actix_web::test]
async fn a_star_asks_for_a_record() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let body = || ann.day_of(&[("Sleep", 480)]);
    let (if_there, if_not) = (ann.with("if-match", "*"), ann.with("if-none-match", "*"));
    if_there.put(DAY, body()).await.problem(412, "day-changed");
    if_not.put(DAY, body()).await.expect(200);
    if_not
        .put(DAY, body())
        .await
        .problem(412, "precondition-failed");
    if_there.put(DAY, body()).await.expect(200);

    let (exception, ill) = (format!("{DAY}/exception"), json!({ "kind": "illness" }));
    if_there
        .put(&exception, ill.clone())
        .await
        .problem(412, "day-changed");
    if_not.put(&exception, ill.clone()).await.expect(200);
    if_not
        .put(&exception, ill)
        .await
        .problem(412, "precondition-failed");
}

#[actix_web::test]
async fn what_is_not_there_is_not_found_whatever_the_conditions() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let stale = ann.with("if-match", "\"other\"");
    stale.delete(DAY).await.problem(404, "not-found");
    let of_none = format!("{DAY}/tasks/00000000-0000-4000-8000-000000000000");
    stale.delete(&of_none).await.problem(404, "not-found");
    stale.put(&of_none, task()).await.problem(404, "not-found");
}

#[actix_web::test]
async fn a_day_is_deleted_only_as_it_was_read() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    ann.log("2026-03-10", &[("Sleep", 480)]).await;
    let tag = ann.get(DAY).await.etag();
    ann.log("2026-03-10", &[("Sleep", 490)]).await;
    let as_read = ann.with("if-match", &tag);
    as_read.delete(DAY).await.problem(412, "day-changed");
    let tag = ann.get(DAY).await.etag();
    ann.with("if-match", &tag).delete(DAY).await.expect(204);
}
