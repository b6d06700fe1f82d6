//! Requests that can't be served: each is told apart, pointed at, and leaves everything as it was.

use actix_web::http::Method;
use serde_json::{Value, json};

use crate::support::{Client, Response, TestApp, User};

/// A request body, and where and how it is wrong.
type Case = (Value, &'static str, &'static str);

/// Everything the cases might have touched.
async fn belongings(user: &User) -> Vec<Value> {
    let mut all = Vec::new();
    for path in [
        "/api/auth/me",
        "/api/habits?archived=all",
        "/api/days?from=2026-01-01&to=2026-12-31",
        "/api/days/2026-03-10",
        "/api/days/2026-03-11",
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

/// Sends each body and expects a 422 that points where it says, and nothing changed.
async fn refused(user: &User, method: Method, path: &str, cases: Vec<Case>) {
    let before = belongings(user).await;
    for (body, pointer, code) in cases {
        let text = body.to_string();
        let answer = user.request(method.clone(), path, Some(body)).await;
        assert_eq!(answer.status, 422, "{text}: {}", answer.text());
        let found = answer.invalid();
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

#[actix_web::test]
async fn entries_of_a_day() {
    let app = TestApp::start().await;
    let (ann, bob) = (a_user(&app).await, app.user("bob").await);
    let sleep = ann.habit("Sleep");
    let good = json!({ "habitId": ann.habit("Work"), "minutes": 60, "quality": 3 });
    let day = |entry: Value| json!({ "entries": [good.clone(), entry], "tasks": [] });
    let entry = json!({ "habitId": sleep, "minutes": 60 });
    let mut cases: Vec<Case> = Vec::new();
    for (minutes, code) in [
        (json!(-1), "out_of_range"),
        (json!(1441), "out_of_range"),
        (json!(99_999_999_999_i64), "out_of_range"),
        (json!(1.5), "wrong_type"),
        (json!("10"), "wrong_type"),
        (json!(true), "wrong_type"),
        (json!([10]), "wrong_type"),
    ] {
        cases.push((
            day(with(&entry, "minutes", minutes)),
            "/entries/1/minutes",
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
    refused(&ann, Method::PUT, "/api/days/2026-03-10", cases.clone()).await;
    refused(&ann, Method::PUT, "/api/days/2026-03-11", cases.clone()).await;

    // A preview refuses what saving would.
    let previews = cases
        .into_iter()
        .filter(|(body, ..)| body.is_object())
        .map(|(body, pointer, code)| (with(&body, "date", "2026-03-10"), pointer, code))
        .collect();
    refused(&ann, Method::POST, "/api/kpi/preview", previews).await;
}

/// What a task can be wrong in; the pointers are relative to it.
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
        (json!("a\u{0}b"), "control_characters"),
        (json!("a\nb"), "control_characters"),
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
            json!({ "kind": "illness", "note": "a\u{0}b" }),
            "/note",
            "control_characters",
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
async fn habits() {
    let app = TestApp::start().await;
    let ann = a_user(&app).await;
    let habit = json!({
        "name": "Choir", "category": "health", "quadrant": "Q2", "targetMinutes": 60,
    });
    let mut cases: Vec<Case> = vec![
        (with(&habit, "archived", true), "/archived", "unknown_field"),
        (with(&habit, "id", "x"), "/id", "unknown_field"),
        (with(&habit, "schedule", json!([])), "/schedule", "required"),
        (
            with(&habit, "schedule", json!(["mon", "someday"])),
            "/schedule/1",
            "unknown_value",
        ),
        (with(&habit, "schedule", "mon"), "/schedule", "wrong_type"),
        (
            with(&habit, "direction", "sideways"),
            "/direction",
            "unknown_value",
        ),
        (
            with(&habit, "category", "sports"),
            "/category",
            "unknown_value",
        ),
        (with(&habit, "quadrant", "Q0"), "/quadrant", "unknown_value"),
        (with(&habit, "name", " "), "/name", "required"),
        (with(&habit, "name", "x".repeat(101)), "/name", "too_long"),
        (with(&habit, "name", "\u{7}"), "/name", "control_characters"),
    ];
    for name in ["name", "category", "quadrant", "targetMinutes"] {
        cases.push((without(&habit, name), "", "required"));
    }
    for minutes in [0, -1, 1441] {
        for (name, pointer) in [
            ("targetMinutes", "/targetMinutes"),
            ("weekendTargetMinutes", "/weekendTargetMinutes"),
        ] {
            cases.push((with(&habit, name, minutes), pointer, "out_of_range"));
        }
    }
    for level in [0, 6] {
        cases.push((
            with(&habit, "skillLevel", level),
            "/skillLevel",
            "out_of_range",
        ));
    }
    for (date, code) in [
        ("1999-12-31", "date_out_of_range"),
        ("2027-03-20", "date_out_of_range"),
        ("0026-01-01", "date_out_of_range"),
        ("2026-02-30", "date_invalid"),
        ("2026-13-01", "date_invalid"),
        ("2026-1-1", "date_invalid"),
        ("today", "date_invalid"),
        ("", "date_invalid"),
    ] {
        cases.push((with(&habit, "effectiveFrom", date), "/effectiveFrom", code));
    }
    refused(&ann, Method::POST, "/api/habits", cases.clone()).await;
    let path = format!("/api/habits/{}", ann.habit("Sleep"));
    refused(&ann, Method::PUT, &path, cases).await;

    let order = vec![
        (json!({}), "", "required"),
        (json!({ "ids": "all" }), "/ids", "wrong_type"),
        (json!({ "ids": ["x"] }), "/ids/0", "wrong_type"),
        (json!({ "ids": [], "order": [] }), "/order", "unknown_field"),
    ];
    refused(&ann, Method::PUT, "/api/habits/order", order).await;
}

#[actix_web::test]
async fn accounts() {
    let app = TestApp::start().await;
    let ann = a_user(&app).await;
    let registration = json!({ "email": "bob@example.com", "password": "12345678", "name": "Bob" });
    let mut cases: Vec<Case> = vec![
        (
            with(&registration, "admin", true),
            "/admin",
            "unknown_field",
        ),
        (
            with(&registration, "timeZone", "Mars/Olympus"),
            "/timeZone",
            "time_zone_unknown",
        ),
        (
            with(&registration, "language", "de"),
            "/language",
            "unknown_value",
        ),
        (with(&registration, "name", ""), "/name", "required"),
        (
            with(&registration, "name", "x".repeat(101)),
            "/name",
            "too_long",
        ),
        (
            with(&registration, "name", "a\u{0}b"),
            "/name",
            "control_characters",
        ),
    ];
    for name in ["email", "password", "name"] {
        cases.push((without(&registration, name), "", "required"));
    }
    for email in [
        "",
        "bob",
        "bob@",
        "@example.com",
        "b ob@example.com",
        "bob@example.com\u{0}",
        &format!("{}@example.com", "x".repeat(250)),
    ] {
        cases.push((
            with(&registration, "email", email),
            "/email",
            "email_invalid",
        ));
    }
    for (password, code) in [
        ("1234567", "password_too_short"),
        ("пароль7", "password_too_short"),
        (&"x".repeat(73), "password_too_long"),
        (&"я".repeat(37), "password_too_long"),
        ("1234567\u{0}", "control_characters"),
    ] {
        cases.push((with(&registration, "password", password), "/password", code));
        let change = json!({ "currentPassword": User::PASSWORD, "newPassword": password });
        let answer = ann.put("/api/auth/password", change).await;
        assert_eq!(
            answer.invalid(),
            ("/newPassword".to_owned(), code.to_owned())
        );
        let reset = json!({ "token": "nobody's", "password": password });
        let answer = ann.post("/api/auth/password/reset", reset).await;
        assert_eq!(answer.invalid(), ("/password".to_owned(), code.to_owned()));
    }
    refused(&ann, Method::POST, "/api/auth/register", cases).await;
    ann.another_session(&app.anonymous()).await;

    let profile = json!({
        "name": "Ann", "timeZone": "UTC", "dayStartHour": 0, "language": "en", "theme": "dark",
    });
    let mut cases: Vec<Case> = vec![
        (
            with(&profile, "email", "x@example.com"),
            "/email",
            "unknown_field",
        ),
        (
            with(&profile, "dayStartHour", 24),
            "/dayStartHour",
            "out_of_range",
        ),
        (
            with(&profile, "dayStartHour", -1),
            "/dayStartHour",
            "out_of_range",
        ),
        (with(&profile, "theme", "pink"), "/theme", "unknown_value"),
        (
            with(&profile, "timeZone", ""),
            "/timeZone",
            "time_zone_unknown",
        ),
    ];
    for name in ["name", "timeZone", "dayStartHour", "language", "theme"] {
        cases.push((without(&profile, name), "", "required"));
    }
    refused(&ann, Method::PUT, "/api/auth/me", cases).await;

    let credentials = json!({ "email": "ann@example.com", "password": "x" });
    let cases = vec![
        (without(&credentials, "email"), "", "required"),
        (without(&credentials, "password"), "", "required"),
        (
            with(&credentials, "remember", true),
            "/remember",
            "unknown_field",
        ),
        (
            with(&credentials, "password", 12_345_678),
            "/password",
            "wrong_type",
        ),
    ];
    refused(&ann, Method::POST, "/api/auth/login", cases.clone()).await;
    refused(&ann, Method::DELETE, "/api/auth/me", cases).await;
}

#[actix_web::test]
async fn what_a_message_says_never_repeats_a_password() {
    let app = TestApp::start().await;
    for body in [
        json!({ "email": "bob@example.com", "password": "hunter2", "name": "Bob" }),
        json!({ "email": "bob", "password": "hunter2 and more", "name": "Bob" }),
        json!({ "email": "bob@example.com", "password": ["hunter2"], "name": "Bob" }),
        json!({ "email": "bob@example.com", "password": { "hunter2": 1 }, "name": "Bob" }),
    ] {
        let answer = app.anonymous().post("/api/auth/register", body).await;
        assert_eq!(answer.status, 422);
        assert!(!answer.text().contains("hunter2"), "{}", answer.text());
    }
}

#[actix_web::test]
async fn dates_in_paths() {
    let app = TestApp::start().await;
    let ann = a_user(&app).await;
    let before = belongings(&ann).await;
    for (date, code) in [
        ("2026-02-30", "date_invalid"),
        ("2026-13-01", "date_invalid"),
        ("2026-00-10", "date_invalid"),
        ("26-1-1", "date_invalid"),
        ("2026-1-1", "date_invalid"),
        ("2026-03-1", "date_invalid"),
        ("20260310", "date_invalid"),
        ("2026-03-10T00:00:00Z", "date_invalid"),
        ("%202026-03-1", "date_invalid"),
        ("+02026-3-1", "date_invalid"),
        ("tomorrow", "date_invalid"),
        ("Today", "date_invalid"),
        ("%D9%A2026-03-1", "date_invalid"),
        ("0000-01-01", "date_out_of_range"),
        ("1999-12-31", "date_out_of_range"),
        ("2027-03-20", "date_out_of_range"),
        ("9999-12-31", "date_out_of_range"),
    ] {
        let expected = ("/date".to_owned(), code.to_owned());
        let path = format!("/api/days/{date}");
        let day = json!({ "entries": [], "tasks": [] });
        let task = json!({ "title": "Two", "priority": "high", "quadrant": "Q1" });
        let ill = json!({ "kind": "illness" });
        for answer in [
            ann.get(&path).await,
            ann.put(&path, day).await,
            ann.delete(&path).await,
            ann.put(&format!("{path}/exception"), ill).await,
            ann.delete(&format!("{path}/exception")).await,
            ann.post(&format!("{path}/tasks"), task).await,
        ] {
            assert_eq!(answer.status, 422, "{date}: {}", answer.text());
            assert_eq!(answer.invalid(), expected, "{date}");
        }
    }
    assert_eq!(belongings(&ann).await, before);
}

#[actix_web::test]
async fn dates_in_bodies_are_as_strict_as_those_in_paths() {
    let app = TestApp::start().await;
    let ann = a_user(&app).await;
    for date in [
        "2026-3-1",
        "2026-03-010",
        "+2026-03-10",
        " 2026-03-10",
        "2026-02-30",
        "26-1-1",
    ] {
        let preview = json!({ "date": date, "entries": [], "tasks": [] });
        let found = ann.post("/api/kpi/preview", preview).await.invalid();
        assert_eq!(
            found,
            ("/date".to_owned(), "date_invalid".to_owned()),
            "{date}"
        );
        let range = json!({ "from": date, "to": "2026-03-20" });
        let found = ann.post("/api/kpi/recompute", range).await.invalid();
        assert_eq!(
            found,
            ("/from".to_owned(), "date_invalid".to_owned()),
            "{date}"
        );
    }
}

#[actix_web::test]
async fn ranges() {
    let app = TestApp::start().await;
    let ann = a_user(&app).await;
    let history = format!("/api/habits/{}/history", ann.habit("Sleep"));
    for (query, pointer, code) in [
        ("from=2026-03-10&to=2026-03-09", "/to", "range_reversed"),
        ("from=2026-01-01&to=2027-02-05", "/to", "range_too_long"),
        ("from=2026-02-30&to=2026-03-09", "/from", "date_invalid"),
        ("from=2026-03-01&to=26-3-9", "/to", "date_invalid"),
        ("from=&to=2026-03-09", "/from", "date_invalid"),
        ("from=today&to=2026-03-09", "/from", "date_invalid"),
        ("from=2026-03-01", "", "query_invalid"),
        ("to=2026-03-01", "", "query_invalid"),
        ("", "", "query_invalid"),
        ("from=2026-03-01&to=2026-03-02&limit=5", "", "query_invalid"),
        (
            "from=2026-03-01&from=2026-03-01&to=2026-03-02",
            "",
            "query_invalid",
        ),
    ] {
        for path in ["/api/days", &history] {
            let found = ann.get(&format!("{path}?{query}")).await.invalid();
            let expected = (pointer.to_owned(), code.to_owned());
            assert_eq!(found, expected, "{path}?{query}");
        }
    }
    // 400 days are allowed.
    ann.get("/api/days?from=2026-01-01&to=2027-02-04")
        .await
        .expect(200);

    for (from, to, pointer, code) in [
        ("2026-03-10", "2026-03-09", "/to", "range_reversed"),
        ("2026-01-01", "2027-02-05", "/to", "range_too_long"),
        ("2026-02-30", "2026-03-09", "/from", "date_invalid"),
    ] {
        let range = json!({ "from": from, "to": to });
        let found = ann.post("/api/kpi/recompute", range).await.invalid();
        assert_eq!(found, (pointer.to_owned(), code.to_owned()), "{from} {to}");
    }
    // Where no day can be recorded there is none, or it is refused; never an internal error.
    for (from, to) in [
        ("-4800-01-01", "-4800-01-02"),
        ("-262142-01-01", "-262142-01-02"),
        ("+262142-01-01", "+262142-01-02"),
        ("9999-01-01", "9999-01-02"),
        ("0000-01-01", "0000-01-02"),
    ] {
        let range = json!({ "from": from, "to": to });
        let answer = ann.post("/api/kpi/recompute", range).await;
        assert!(
            matches!(answer.status, 200 | 422),
            "{from}: {}",
            answer.text()
        );
    }
}

#[actix_web::test]
async fn queries() {
    let app = TestApp::start().await;
    let ann = a_user(&app).await;
    for query in [
        "category=sports",
        "quadrant=Q5",
        "archived=maybe",
        "archived=",
        "name=Sleep",
    ] {
        let found = ann.get(&format!("/api/habits?{query}")).await.invalid();
        assert_eq!(
            found,
            (String::new(), "query_invalid".to_owned()),
            "{query}"
        );
    }
}

#[actix_web::test]
async fn ids_in_paths() {
    let app = TestApp::start().await;
    let (ann, bob) = (a_user(&app).await, app.user("bob").await);
    let task = ann.day("2026-03-10").await["tasks"][0]["id"].clone();
    let task = task.as_str().unwrap();
    for id in [
        ann.habit("Sleep"),
        "01890000-0000-7000-8000-000000000000",
        "sleep",
        "1",
        "%00",
        "01890000-0000-7000-8000-00000000000g",
    ] {
        bob.get(&format!("/api/habits/{id}"))
            .await
            .problem(404, "not-found");
    }
    let session = ann.get("/api/auth/sessions").await.expect(200);
    let session = session["sessions"][0]["id"].as_str().unwrap();
    for id in [session, "01890000-0000-7000-8000-000000000000", "one", "1"] {
        bob.delete(&format!("/api/auth/sessions/{id}"))
            .await
            .problem(404, "not-found");
    }
    for id in [task, "01890000-0000-7000-8000-000000000000", "one", "1"] {
        bob.delete(&format!("/api/days/2026-03-10/tasks/{id}"))
            .await
            .problem(404, "not-found");
    }
    assert_eq!(ann.day("2026-03-10").await["tasks"][0]["id"], task);
}

/// Operations that take a body.
const WITH_BODY: [(Method, &str); 10] = [
    (Method::POST, "/api/auth/register"),
    (Method::POST, "/api/auth/login"),
    (Method::PUT, "/api/auth/me"),
    (Method::POST, "/api/habits"),
    (Method::PUT, "/api/days/2026-03-10"),
    (Method::POST, "/api/days/2026-03-10/tasks"),
    (Method::POST, "/api/kpi/preview"),
    (Method::POST, "/api/auth/password/forgot"),
    (Method::POST, "/api/auth/password/reset"),
    (Method::POST, "/api/auth/email/verify"),
];

async fn send(client: &Client, request: &(Method, &str), kind: &str, body: &[u8]) -> Response {
    let (method, path) = request;
    client
        .with("content-type", kind)
        .send(method.clone(), path, body.to_vec())
        .await
}

#[actix_web::test]
async fn what_is_not_json() {
    let app = TestApp::start().await;
    let ann = a_user(&app).await;
    let before = belongings(&ann).await;
    for request in &WITH_BODY {
        for body in [
            &b""[..],
            b"{",
            b"nonsense",
            b"{'entries':[]}",
            b"{,}",
            b"\xff\xfe",
            b"{\"name\":\"\xff\"}",
        ] {
            send(&ann, request, "application/json", body)
                .await
                .problem(400, "malformed");
        }
        for kind in [
            "text/plain",
            "application/x-www-form-urlencoded",
            "application/jsonp",
            "multipart/form-data; boundary=x",
            "",
        ] {
            send(&ann, request, kind, b"{}")
                .await
                .problem(415, "unsupported-media-type");
        }
        ann.send(request.0.clone(), request.1, b"{}".to_vec())
            .await
            .problem(415, "unsupported-media-type");
    }
    assert_eq!(belongings(&ann).await, before);

    // What says it is JSON in another spelling is read.
    for kind in ["application/json; charset=utf-8", "Application/JSON"] {
        let day = send(&ann, &WITH_BODY[4], kind, b"{\"entries\":[],\"tasks\":[]}").await;
        day.expect(200);
    }
    let twice = b"{\"entries\":[],\"tasks\":[]}{}";
    send(&ann, &WITH_BODY[4], "application/json", twice)
        .await
        .problem(400, "malformed");
}

#[actix_web::test]
async fn bodies_over_the_limit() {
    let app = TestApp::with(&[("MAX_BODY_BYTES", "2000")]).await;
    let ann = a_user(&app).await;
    let before = belongings(&ann).await;
    let padded = |bytes: usize| {
        let mut body = b"{\"entries\":[],\"tasks\":[]".to_vec();
        body.resize(bytes - 1, b' ');
        body.push(b'}');
        body
    };
    for request in &WITH_BODY {
        send(&ann, request, "application/json", &padded(2001))
            .await
            .problem(413, "payload-too-large");
    }
    assert_eq!(belongings(&ann).await, before);
    send(&ann, &WITH_BODY[4], "application/json", &padded(2000))
        .await
        .expect(200);
}

#[actix_web::test]
async fn deeply_nested_bodies() {
    let app = TestApp::start().await;
    let ann = a_user(&app).await;
    let body = format!("{{\"entries\":{}", "[".repeat(200_000));
    let answer = send(&ann, &WITH_BODY[4], "application/json", body.as_bytes()).await;
    assert!(matches!(answer.status, 400 | 422), "{}", answer.text());
}

#[actix_web::test]
async fn unknown_addresses_and_methods() {
    let app = TestApp::start().await;
    let ann = a_user(&app).await;
    for path in [
        "/",
        "/api",
        "/api/",
        "/api/nothing",
        "/api/habits/x/y/z",
        "/api/days/2026-03-10/nothing",
        "/healthy",
        "/api/openapi.yaml",
    ] {
        ann.get(path).await.problem(404, "not-found");
        app.anonymous().get(path).await.problem(404, "not-found");
    }
    for (method, path, allowed) in [
        (Method::GET, "/api/auth/register", "POST"),
        (Method::GET, "/api/auth/login", "POST"),
        (Method::DELETE, "/api/auth/logout", "POST"),
        (Method::GET, "/api/auth/logout-all", "POST"),
        (Method::POST, "/api/auth/sessions", "GET"),
        (Method::GET, "/api/auth/sessions/1", "DELETE"),
        (Method::POST, "/api/auth/password", "PUT"),
        (Method::GET, "/api/auth/password/forgot", "POST"),
        (Method::PUT, "/api/auth/password/reset", "POST"),
        (Method::GET, "/api/auth/email/verify", "POST"),
        (Method::GET, "/api/auth/email/verify/resend", "POST"),
        (Method::POST, "/api/auth/me", "GET"),
        (Method::PATCH, "/api/habits", "GET"),
        (Method::DELETE, "/api/habits/order", "PUT"),
        (Method::POST, "/api/days/2026-03-10", "PUT"),
        (Method::PATCH, "/api/days/2026-03-10/exception", "DELETE"),
        (Method::GET, "/api/days/2026-03-10/tasks", "POST"),
        (Method::PUT, "/api/kpi/laws", "GET"),
        (Method::DELETE, "/api/dashboards/year/2026", "GET"),
        (Method::POST, "/api/email/status", "GET"),
        (Method::GET, "/api/email/test", "POST"),
        (Method::POST, "/health", "GET"),
        (Method::POST, "/api/openapi.json", "GET"),
    ] {
        let answer = ann.request(method.clone(), path, None).await;
        assert_eq!(answer.status, 405, "{method} {path}: {}", answer.text());
        let allow = answer.header("allow").to_owned();
        assert!(
            allow.split(", ").any(|method| method == allowed),
            "{method} {path}: Allow is {allow:?}"
        );
        answer.problem(405, "method-not-allowed");
    }
}

#[actix_web::test]
async fn a_request_id_of_the_callers_own_is_kept_if_it_is_harmless() {
    let app = TestApp::start().await;
    let kept = app.anonymous().with("x-request-id", "mine-1");
    let problem = kept.get("/api/auth/me").await.problem(401, "unauthorized");
    assert_eq!(problem["requestId"], "mine-1");
    let replaced = app.anonymous().with("x-request-id", "<script>");
    let problem = replaced
        .get("/api/auth/me")
        .await
        .problem(401, "unauthorized");
    assert_ne!(problem["requestId"], "<script>");
}
