//! Every write invalidates cached responses.

use std::cell::Cell;
use std::collections::BTreeSet;

use actix_web::http::Method;
use futures_util::future::{join, join_all};
use serde_json::{Value, json};

use super::KEPT;
use crate::support::{TestApp, User, habit_input};

/// Every operation of the OpenAPI document that writes days or habits, as `METHOD /path`.
fn writes() -> BTreeSet<String> {
    let description: Value = serde_json::from_str(include_str!("../../../openapi.json")).unwrap();
    let mut writes = BTreeSet::new();
    for (path, operations) in description["paths"].as_object().unwrap() {
        let concerns = ["/api/days", "/api/habits", "/api/kpi/recompute"]
            .iter()
            .any(|of| path.starts_with(of));
        for method in operations.as_object().unwrap().keys() {
            if concerns && ["post", "put", "delete"].contains(&method.as_str()) {
                writes.insert(format!("{} {path}", method.to_uppercase()));
            }
        }
    }
    writes
}

/// Asks until the response is a cached one: another instance has it from Redis, where it is written after the
/// response.
async fn wait_for_hit(user: &User, path: &str) {
    let mut tries = 0..100;
    while user.get(path).await.header("x-cache") != "hit" {
        assert!(tries.next().is_some(), "{path} is not cached");
    }
}

/// Makes the write, and asserts that no response from before it is returned.
async fn write(user: &User, method: &str, path: &str, body: impl Into<Option<Value>>) -> Value {
    for kept in KEPT {
        user.get(kept).await.expect(200);
        wait_for_hit(user, kept).await;
    }
    let method: Method = method.parse().unwrap();
    let answer = user.request(method, path, body.into()).await;
    assert!(answer.status < 300, "{path}: {}", answer.text());
    for kept in KEPT {
        let after = user.get(kept).await;
        assert_eq!(after.header("x-cache"), "miss", "{path}");
    }
    if answer.text().is_empty() {
        Value::Null
    } else {
        answer.json()
    }
}

#[actix_web::test]
async fn every_write_invalidates_cached_responses() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let day = "/api/days/2026-03-10";
    let task = json!({ "title": "Write", "priority": "high", "quadrant": "Q1",
                       "estimatedMinutes": null, "actualMinutes": null, "completed": false });
    let mut made = BTreeSet::new();
    let mut write = async |operation: &str, path: &str, body: Value| {
        made.insert(operation.to_owned());
        let method = operation.split(' ').next().unwrap();
        write(&ann, method, path, (!body.is_null()).then_some(body)).await
    };
    let body = ann.day_of(&[("Sleep", 480)]);
    write("PUT /api/days/{date}", day, body).await;
    let tasks = format!("{day}/tasks");
    let with_task = write("POST /api/days/{date}/tasks", &tasks, task.clone()).await;
    let id = with_task["tasks"][0]["id"].as_str().unwrap();
    let one = format!("{tasks}/{id}");
    write("PUT /api/days/{date}/tasks/{task}", &one, task).await;
    write("DELETE /api/days/{date}/tasks/{task}", &one, Value::Null).await;
    let exception = format!("{day}/exception");
    let illness = json!({ "kind": "illness", "note": "Flu" });
    write("PUT /api/days/{date}/exception", &exception, illness).await;
    write("DELETE /api/days/{date}/exception", &exception, Value::Null).await;
    let range = json!({ "from": "2026-03-10", "to": "2026-03-12", "kind": "illness" });
    write("PUT /api/days/exceptions", "/api/days/exceptions", range).await;
    let range = "/api/days/exceptions?from=2026-03-11&to=2026-03-12";
    write("DELETE /api/days/exceptions", range, Value::Null).await;
    write("DELETE /api/days/{date}", day, Value::Null).await;

    let habit = write("POST /api/habits", "/api/habits", habit_input(json!({}))).await;
    let one = format!("/api/habits/{}", habit["id"].as_str().unwrap());
    let renamed = habit_input(json!({ "name": "Running" }));
    write("PUT /api/habits/{id}", &one, renamed).await;
    for operation in ["archive", "restore"] {
        let name = format!("POST /api/habits/{{id}}/{operation}");
        write(&name, &format!("{one}/{operation}"), Value::Null).await;
    }
    let ids: Vec<Value> = ann
        .habits()
        .await
        .iter()
        .rev()
        .map(|habit| habit["id"].clone())
        .collect();
    let order = json!({ "ids": ids });
    write("PUT /api/habits/order", "/api/habits/order", order).await;
    write("DELETE /api/habits/{id}", &one, Value::Null).await;
    ann.delete(&format!("/api/habits/{}", ann.habit("Blog")))
        .await
        .expect(204);
    write(
        "POST /api/habits/defaults",
        "/api/habits/defaults",
        Value::Null,
    )
    .await;
    let range = json!({ "from": "2026-03-01", "to": "2026-03-31" });
    write("POST /api/kpi/recompute", "/api/kpi/recompute", range).await;
    assert_eq!(made, writes(), "a write that is not tried here");
}

#[actix_web::test]
async fn a_rejected_write_invalidates_nothing() {
    let app = TestApp::single().await;
    let ann = app.user("ann").await;
    ann.get(KEPT[0]).await.expect(200);
    ann.put("/api/days/2026-03-10", json!({ "entries": [], "tasks": 1 }))
        .await
        .invalid();
    ann.delete("/api/days/2026-03-10")
        .await
        .problem(404, "not-found");
    assert_eq!(ann.get(KEPT[0]).await.header("x-cache"), "hit");
}

/// The minutes of Sleep in the month dashboard.
fn minutes(month: &Value) -> i64 {
    month["minutes"].as_i64().unwrap()
}

/// One writer, and readers that begin before, during and after each write, on two instances: both
/// return an acknowledged write at once, even if a reader that began before it is slow.
#[actix_web::test]
async fn a_slow_reader_does_not_cache_a_stale_response() {
    let one = TestApp::start().await;
    let other = one.another_instance().await;
    let ann = one.user("ann").await;
    let elsewhere = other.anonymous().bearing(&ann.token);
    let month = KEPT[1];
    let acknowledged = Cell::new(0);
    let writing = Cell::new(true);

    let writer = async {
        for number in 1..=40 {
            ann.log("2026-03-10", &[("Sleep", number)]).await;
            acknowledged.set(number);
            let here = minutes(&ann.get(month).await.expect(200));
            let there = minutes(&elsewhere.get(month).await.expect(200));
            assert_eq!((here, there), (number, number));
        }
        writing.set(false);
    };
    let reader = async |client: &crate::support::Client| {
        let mut hits = 0;
        while writing.get() {
            let least = acknowledged.get();
            let answer = client.get(month).await;
            hits += usize::from(answer.header("x-cache") == "hit");
            let shown = minutes(&answer.expect(200));
            assert!(shown >= least, "{shown} minutes, though {least} were there");
        }
        hits
    };
    let readers = [&*ann, &elsewhere, &*ann, &elsewhere].map(reader);
    let (hits, ()) = join(join_all(readers), writer).await;
    assert!(hits.iter().sum::<usize>() > 0, "nothing was ever kept");
}
