//! Entries, tasks and exceptions of a day.

use actix_web::http::Method;
use serde_json::{Value, json};

use super::{Case, a_user, refused, with, without};
use crate::support::TestApp;

#[actix_web::test]
async fn entries_of_a_day() {
    let app = TestApp::start().await;
    let (ann, bob) = (a_user(&app).await, app.user("bob").await);
    let sleep = ann.habit("Sleep");
    let good = json!({ "habitId": ann.habit("Work"), "amount": 60, "quality": 3 });
    let day = |entry: Value| json!({ "entries": [good.clone(), entry], "tasks": [] });
    let entry = json!({ "habitId": sleep, "amount": 60 });
    let mut cases: Vec<Case> = Vec::new();
    for (minutes, code) in [
        (json!(-1), "out_of_range"),
        (json!(1441), "out_of_range"),
        (json!(10_001), "out_of_range"),
        (json!(99_999_999_999_i64), "out_of_range"),
        (json!(1.5), "wrong_type"),
        (json!("10"), "wrong_type"),
        (json!(true), "wrong_type"),
        (json!([10]), "wrong_type"),
    ] {
        cases.push((
            day(with(&entry, "amount", minutes)),
            "/entries/1/amount",
            code,
        ));
    }
    for (quality, code) in [
        (json!(0), "out_of_range"),
        (json!(6), "out_of_range"),
        (json!("good"), "wrong_type"),
    ] {
        cases.push((
            day(with(&entry, "quality", quality)),
            "/entries/1/quality",
            code,
        ));
    }
    for (note, code) in [
        (json!("x".repeat(501)), "too_long"),
        (json!(" "), "required"),
        (json!("\u{202e}"), "directional_controls"),
        (json!(7), "wrong_type"),
    ] {
        cases.push((day(with(&entry, "note", note)), "/entries/1/note", code));
    }
    for id in [
        bob.habit("Sleep"),
        "01890000-0000-7000-8000-000000000000",
        "00000000-0000-0000-0000-000000000000",
    ] {
        let body = day(with(&entry, "habitId", id));
        cases.push((body, "/entries/1/habitId", "unknown_habit"));
    }
    for id in [json!("sleep"), json!(7), Value::Null] {
        let body = day(with(&entry, "habitId", id));
        cases.push((body, "/entries/1/habitId", "wrong_type"));
    }
    cases.extend([
        (day(good.clone()), "/entries/1/habitId", "duplicate_habit"),
        (
            day(with(&entry, "minuts", 5)),
            "/entries/1/minuts",
            "unknown_field",
        ),
        (day(without(&entry, "habitId")), "/entries/1", "required"),
        (day(json!("Sleep")), "/entries/1", "wrong_type"),
        (
            json!({ "entries": {}, "tasks": [] }),
            "/entries",
            "wrong_type",
        ),
        (
            json!({ "entries": null, "tasks": [] }),
            "/entries",
            "wrong_type",
        ),
        (json!({ "entries": [] }), "", "required"),
        (json!({ "tasks": [] }), "", "required"),
        (json!([]), "", "wrong_type"),
        (json!("day"), "", "wrong_type"),
        (Value::Null, "", "wrong_type"),
        (
            json!({ "entries": [], "tasks": [], "exception": null }),
            "/exception",
            "unknown_field",
        ),
        (
            json!({ "entries": [], "tasks": [], "kpi": 150 }),
            "/kpi",
            "unknown_field",
        ),
    ]);
    let noted = json!({ "entries": [], "tasks": [] });
    let notes = [
        (json!("x".repeat(2001)), "too_long"),
        (json!("ж".repeat(2001)), "too_long"),
        (json!(""), "required"),
        (json!(" \n\u{0}"), "required"),
        (json!("One\n\u{202e}two"), "directional_controls"),
        (json!(7), "wrong_type"),
        (json!(["x"]), "wrong_type"),
    ];
    let notes = notes.map(|(note, code)| (with(&noted, "note", note), "/note", code));
    refused(&ann, Method::PUT, "/api/days/2026-03-10", notes.into()).await;
    refused(&ann, Method::PUT, "/api/days/2026-03-10", cases.clone()).await;
    refused(&ann, Method::PUT, "/api/days/2026-03-11", cases.clone()).await;

    // A preview has the same validation as saving.
    let previews = cases
        .into_iter()
        .filter(|(body, ..)| body.is_object())
        .map(|(body, pointer, code)| (with(&body, "date", "2026-03-10"), pointer, code))
        .collect();
    refused(&ann, Method::POST, "/api/kpi/preview", previews).await;
}

/// Invalid tasks; the pointers are relative to the task.
fn task_cases() -> Vec<(Value, &'static str, &'static str)> {
    let task = json!({ "title": "Two", "priority": "high", "quadrant": "Q1" });
    let mut cases = vec![
        (without(&task, "title"), "", "required"),
        (without(&task, "priority"), "", "required"),
        (without(&task, "quadrant"), "", "required"),
        (with(&task, "done", true), "/done", "unknown_field"),
        (with(&task, "completed", "yes"), "/completed", "wrong_type"),
        (
            with(&task, "completed", Value::Null),
            "/completed",
            "wrong_type",
        ),
    ];
    for (title, code) in [
        (json!(""), "required"),
        (json!("  \n "), "required"),
        (json!("x".repeat(201)), "too_long"),
        (json!("я".repeat(201)), "too_long"),
        (json!("\u{0}"), "required"),
        (json!("a\u{202e}b"), "directional_controls"),
        (json!(7), "wrong_type"),
        (Value::Null, "wrong_type"),
    ] {
        cases.push((with(&task, "title", title), "/title", code));
    }
    for (name, pointer, words) in [
        ("priority", "/priority", ["urgent", "High", ""]),
        ("quadrant", "/quadrant", ["Q5", "q1", ""]),
    ] {
        for word in words {
            cases.push((with(&task, name, word), pointer, "unknown_value"));
        }
        cases.push((with(&task, name, 1), pointer, "wrong_type"));
        cases.push((with(&task, name, Value::Null), pointer, "wrong_type"));
    }
    for (name, pointer, minutes) in [
        ("estimatedMinutes", "/estimatedMinutes", [-1, 0, 1441]),
        ("actualMinutes", "/actualMinutes", [-1, -1440, 1441]),
    ] {
        for minutes in minutes {
            cases.push((with(&task, name, minutes), pointer, "out_of_range"));
        }
        cases.push((with(&task, name, 1.5), pointer, "wrong_type"));
        cases.push((with(&task, name, "10"), pointer, "wrong_type"));
    }
    cases
}

#[actix_web::test]
async fn a_single_task() {
    let app = TestApp::start().await;
    let ann = a_user(&app).await;
    let id = ann.day("2026-03-10").await["tasks"][0]["id"].clone();
    let task = json!({ "title": "Two", "priority": "high", "quadrant": "Q1" });
    let mut cases = task_cases();
    cases.push((with(&task, "id", id.clone()), "/id", "unknown_field"));
    let path = "/api/days/2026-03-10/tasks";
    refused(&ann, Method::POST, path, cases.clone()).await;
    let path = format!("{path}/{}", id.as_str().unwrap());
    refused(&ann, Method::PUT, &path, cases).await;
}

#[actix_web::test]
async fn tasks_of_a_day() {
    let app = TestApp::start().await;
    let (ann, bob) = (a_user(&app).await, app.user("bob").await);
    let task = json!({ "title": "Two", "priority": "high", "quadrant": "Q1" });
    let own = ann.day("2026-03-10").await["tasks"][0]["id"].clone();
    let bobs = bob.post("/api/days/2026-03-10/tasks", task.clone()).await;
    let bobs = bobs.expect(201)["tasks"][0]["id"].clone();

    let entries = ann.day_of(&[("Sleep", 1)])["entries"].clone();
    let day = |tasks: Vec<Value>| json!({ "entries": entries, "tasks": tasks });
    let mut cases: Vec<Case> = task_cases()
        .into_iter()
        .map(|(wrong, pointer, code)| {
            let pointer: &'static str = format!("/tasks/1{pointer}").leak();
            (day(vec![task.clone(), wrong]), pointer, code)
        })
        .collect();
    let mine = with(&task, "id", own);
    cases.extend([
        (day(vec![task.clone(); 6]), "/tasks", "too_many_tasks"),
        (day(vec![mine.clone(), mine]), "/tasks/1/id", "unknown_task"),
        (
            day(vec![with(&task, "id", bobs.clone())]),
            "/tasks/0/id",
            "unknown_task",
        ),
        (
            day(vec![with(&task, "id", "one")]),
            "/tasks/0/id",
            "wrong_type",
        ),
    ]);
    refused(&ann, Method::PUT, "/api/days/2026-03-10", cases).await;
    assert_eq!(bob.day("2026-03-10").await["tasks"][0]["id"], bobs);
}

#[actix_web::test]
async fn exceptions() {
    let app = TestApp::start().await;
    let ann = a_user(&app).await;
    let cases = vec![
        (json!({}), "", "required"),
        (json!({ "kind": "holiday" }), "/kind", "unknown_value"),
        (json!({ "kind": "Illness" }), "/kind", "unknown_value"),
        (json!({ "kind": 1 }), "/kind", "wrong_type"),
        (json!({ "kind": null }), "/kind", "wrong_type"),
        (json!({ "kind": true }), "/kind", "wrong_type"),
        (
            json!({ "kind": "illness", "note": "" }),
            "/note",
            "required",
        ),
        (
            json!({ "kind": "illness", "note": "x".repeat(501) }),
            "/note",
            "too_long",
        ),
        (
            json!({ "kind": "illness", "note": "a\u{202e}b" }),
            "/note",
            "directional_controls",
        ),
        (
            json!({ "kind": "illness", "why": "flu" }),
            "/why",
            "unknown_field",
        ),
    ];
    for date in ["2026-03-10", "2026-03-11"] {
        let path = format!("/api/days/{date}/exception");
        refused(&ann, Method::PUT, &path, cases.clone()).await;
    }
}

#[actix_web::test]
async fn exceptions_of_a_range() {
    let app = TestApp::start().await;
    let ann = a_user(&app).await;
    let range = json!({ "from": "2026-03-10", "to": "2026-03-12", "kind": "travel" });
    let cases = vec![
        (json!({}), "", "required"),
        (without(&range, "from"), "", "required"),
        (without(&range, "to"), "", "required"),
        (without(&range, "kind"), "", "required"),
        (with(&range, "kind", "holiday"), "/kind", "unknown_value"),
        (with(&range, "kind", Value::Null), "/kind", "wrong_type"),
        (with(&range, "note", ""), "/note", "required"),
        (with(&range, "note", "x".repeat(501)), "/note", "too_long"),
        (with(&range, "date", "2026-03-10"), "/date", "unknown_field"),
        (with(&range, "from", "today"), "/from", "date_invalid"),
        (with(&range, "to", "2026-02-30"), "/to", "date_invalid"),
        (with(&range, "to", "2026-03-09"), "/to", "range_reversed"),
        (with(&range, "to", "2026-05-09"), "/to", "range_too_long"),
        (with(&range, "from", "2026-01-11"), "/to", "range_too_long"),
        (
            with(&range, "from", "1999-12-31"),
            "/from",
            "date_out_of_range",
        ),
        (with(&range, "to", "2027-03-20"), "/to", "date_out_of_range"),
    ];
    refused(&ann, Method::PUT, "/api/days/exceptions", cases).await;

    ann.fall_ill("2026-03-11").await;
    for (query, pointer, code) in [
        ("", "", "query_invalid"),
        ("?from=2026-03-10", "", "query_invalid"),
        (
            "?from=2026-03-10&to=2026-03-12&kind=travel",
            "",
            "query_invalid",
        ),
        ("?from=today&to=2026-03-12", "/from", "date_invalid"),
        ("?from=2026-03-10&to=", "/to", "date_invalid"),
        ("?from=2026-03-12&to=2026-03-10", "/to", "range_reversed"),
        ("?from=2026-03-10&to=2026-05-09", "/to", "range_too_long"),
        (
            "?from=1999-12-31&to=2026-03-10",
            "/from",
            "date_out_of_range",
        ),
        ("?from=2026-03-10&to=2027-03-20", "/to", "date_out_of_range"),
    ] {
        let path = format!("/api/days/exceptions{query}");
        let found = ann.delete(&path).await.invalid();
        assert_eq!(found, (pointer.to_owned(), code.to_owned()), "{query}");
    }
    assert_eq!(ann.day("2026-03-11").await["exception"]["kind"], "illness");
}

#[actix_web::test]
async fn searches() {
    let app = TestApp::start().await;
    let ann = a_user(&app).await;
    let long = "x".repeat(201);
    for (query, pointer, code) in [
        ("q=%20%00", "/q", "required"),
        (&format!("q={long}"), "/q", "too_long"),
        ("q=%E2%80%AE", "/q", "directional_controls"),
        ("q=a&from=2026-02-30", "/from", "date_invalid"),
        ("q=a&to=today", "/to", "date_invalid"),
        ("q=a&from=2026-03-10&to=2026-03-09", "/to", "range_reversed"),
        ("q=a&limit=5", "", "query_invalid"),
        ("q=a&q=b", "", "query_invalid"),
    ] {
        let found = ann.get(&format!("/api/days?{query}")).await.invalid();
        assert_eq!(found, (pointer.to_owned(), code.to_owned()), "{query}");
    }
}
