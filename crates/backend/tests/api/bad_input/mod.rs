//! Invalid requests: each has a specific error with a pointer, and changes nothing.

mod accounts;
mod addresses;
mod bodies;
mod dates;
mod days;
mod habits;

use actix_web::http::Method;
use serde_json::{Value, json};

use crate::support::{TestApp, User};

/// A request body, with the pointer and the code of its error.
type Case = (Value, &'static str, &'static str);

/// All data that the cases could change.
async fn belongings(user: &User) -> Vec<Value> {
    let mut all = Vec::new();
    for path in [
        "/api/auth/me",
        "/api/habits?archived=all",
        "/api/days?from=2026-01-01&to=2026-12-31",
        "/api/days/2026-03-10",
        "/api/days/2026-03-11",
        "/api/exceptions?from=2025-12-01&to=2026-12-31",
    ] {
        all.push(user.get(path).await.expect(200));
    }
    all
}

/// A user with one recorded day that has one task.
async fn a_user(app: &TestApp) -> User {
    let ann = app.user("ann").await;
    let mut day = ann.day_of(&[("Sleep", 480)]);
    day["tasks"] = json!([{ "title": "One", "priority": "high", "quadrant": "Q1" }]);
    ann.save("2026-03-10", day).await.expect(200);
    ann
}

/// Sends each body, and expects a 422 with the pointer and the code, and no change.
async fn refused(user: &User, method: Method, path: &str, cases: Vec<Case>) {
    let before = belongings(user).await;
    for (body, pointer, code) in cases {
        let text = body.to_string();
        let response = user.request(method.clone(), path, Some(body)).await;
        assert_eq!(response.status, 422, "{text}: {}", response.text());
        let found = response.invalid();
        let expected = (pointer.to_owned(), code.to_owned());
        assert_eq!(found, expected, "{method} {path} {text}");
    }
    assert_eq!(
        belongings(user).await,
        before,
        "{method} {path} changed something"
    );
}

/// `base` with one member changed.
fn with(base: &Value, name: &str, value: impl Into<Value>) -> Value {
    let mut changed = base.clone();
    changed[name] = value.into();
    changed
}

/// `base` without one member.
fn without(base: &Value, name: &str) -> Value {
    let mut changed = base.clone();
    changed.as_object_mut().unwrap().remove(name);
    changed
}
