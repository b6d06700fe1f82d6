//! `/api/focus`.

mod correct;
mod day;
mod deadline;
mod start;
mod stop;

use serde_json::{Value, json};

use crate::support::{Response, User, entry};

/// Starts a session on a habit.
async fn start(user: &User, habit: &str, minutes: Option<i64>) -> Value {
    let input = json!({ "habitId": user.habit(habit), "minutes": minutes });
    user.post("/api/focus/start", input).await.expect(201)
}

/// Records a session that is over.
async fn record(user: &User, habit: &str, from: &str, to: &str) -> Value {
    let input = json!({ "habitId": user.habit(habit), "startedAt": from, "endedAt": to });
    user.post("/api/focus/start", input).await.expect(201)
}

async fn stop(user: &User, session: &Value, input: Value) -> Response {
    user.post(&format!("{}/stop", path(session)), input).await
}

async fn correct(user: &User, session: &Value, ended_at: &str, interrupted: bool) -> Response {
    let input = json!({ "endedAt": ended_at, "interrupted": interrupted });
    user.put(&path(session), input).await
}

fn path(session: &Value) -> String {
    format!("/api/focus/{}", session["id"].as_str().unwrap())
}

async fn current(user: &User) -> Value {
    let current = user.get("/api/focus/current").await.expect(200);
    current["session"].clone()
}

async fn sessions(user: &User, from: &str, to: &str) -> Vec<Value> {
    let path = format!("/api/focus?from={from}&to={to}");
    let list = user.get(&path).await.expect(200);
    list["sessions"].as_array().unwrap().clone()
}

/// The amount of a habit on a day.
async fn amount(user: &User, habit: &str, date: &str) -> Value {
    entry(&user.day(date).await, user.habit(habit))["amount"].clone()
}
