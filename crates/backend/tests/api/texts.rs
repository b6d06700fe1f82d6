//! Names of users and habits, titles of tasks and notes of exceptions: what people paste into them.

use actix_web::http::Method;
use serde_json::{Value, json};

use crate::support::{Response, TestApp, User, habit_input};

const FIELDS: [&str; 5] = ["user", "profile", "habit", "task", "note"];

/// Saves the text in a field; the response has it, or an error at this pointer.
async fn save(app: &TestApp, ann: &User, field: &str, text: &str) -> (Response, &'static str) {
    match field {
        "user" => {
            let email = format!("user-{}@example.com", app.rows("users"));
            let body = json!({ "email": email, "password": User::PASSWORD, "name": text });
            let response = app.anonymous().post("/api/auth/register", body).await;
            (response, "/user/name")
        }
        "profile" => {
            let body = json!({
                "name": text, "timeZone": "UTC", "dayStartHour": 0, "language": "en", "theme": "dark",
            });
            (ann.put("/api/auth/me", body).await, "/name")
        }
        "habit" => {
            let body = habit_input(json!({ "name": text }));
            (ann.post("/api/habits", body).await, "/name")
        }
        "task" => {
            let mut day = ann.day_of(&[("Sleep", 480)]);
            day["tasks"] = json!([{ "title": text, "priority": "low", "quadrant": "Q2" }]);
            (ann.save("2026-03-18", day).await, "/tasks/0/title")
        }
        _ => {
            let body = json!({ "kind": "illness", "note": text });
            let response = ann.put("/api/days/2026-03-10/exception", body).await;
            (response, "/exception/note")
        }
    }
}

/// Deletes the habits with the tested names, as a user has a limited number of them.
async fn tidy(ann: &User) {
    for habit in ann.habits().await.iter().skip(10) {
        let id = habit["id"].as_str().unwrap();
        ann.delete(&format!("/api/habits/{id}")).await.expect(204);
    }
}

#[actix_web::test]
async fn pasted_tabs_and_line_ends_become_blanks() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    for (text, saved) in [
        ("Plan\t30", "Plan 30"),
        ("Plan\u{b}30", "Plan 30"),
        ("Plan\u{85}30", "Plan 30"),
        ("Plan\u{2028}30", "Plan 30"),
        ("Plan\r\n30\n", "Plan 30"),
        ("Pl\0an", "Plan"),
        ("Pl\u{1b}an\u{7}", "Plan"),
        ("قراءة 30", "قراءة 30"),
        (
            "👨\u{200d}👩\u{200d}👧\u{200d}👦",
            "👨\u{200d}👩\u{200d}👧\u{200d}👦",
        ),
        (
            "<img src=x onerror=alert(1)>",
            "<img src=x onerror=alert(1)>",
        ),
        ("=1+1", "=1+1"),
        (&"𝔘".repeat(100), &"𝔘".repeat(100)),
        (&"W".repeat(100), &"W".repeat(100)),
        (
            &format!("a{}", "\u{301}".repeat(99)),
            &format!("a{}", "\u{301}".repeat(99)),
        ),
    ] {
        for field in FIELDS {
            let (response, place) = save(&app, &ann, field, text).await;
            assert!([200, 201].contains(&response.status), "{field} {text:?}");
            assert_eq!(
                response.json().pointer(place).unwrap(),
                saved,
                "{field} {text:?}"
            );
        }
        // The rest of the day was saved too.
        let day = ann.day("2026-03-18").await;
        let entries = day["entries"].as_array().unwrap();
        assert!(entries.iter().any(|entry| entry["amount"] == 480), "{day}");
        tidy(&ann).await;
    }
}

#[actix_web::test]
async fn texts_that_nobody_can_see_and_that_turn_others_are_refused() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    for (text, code) in [
        ("\u{200b}\u{200b}\u{200b}", "required"),
        ("\u{2060}", "required"),
        ("\u{feff}", "required"),
        ("\u{ad}", "required"),
        ("\u{3164}", "required"),
        ("\u{2800}", "required"),
        ("\u{115f}", "required"),
        ("\u{a0}", "required"),
        ("\u{fffe}", "required"),
        ("\0\t", "required"),
        ("\u{202e}abc", "directional_controls"),
        ("abc\u{2066}", "directional_controls"),
    ] {
        for field in FIELDS {
            let (response, place) = save(&app, &ann, field, text).await;
            let (pointer, found) = response.invalid();
            assert!(place.ends_with(&pointer), "{field} {text:?}: {pointer}");
            assert_eq!(found, code, "{field} {text:?}");
        }
    }
}

#[actix_web::test]
async fn half_a_surrogate_pair_is_no_text() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let lone = |body: Value| body.to_string().replace("LONE", "\\ud800");
    let task = json!({ "title": "LONE", "priority": "low", "quadrant": "Q2" });
    let registration = json!({ "email": "b@example.com", "password": "12345678", "name": "LONE" });
    for (method, path, body) in [
        (Method::POST, "/api/auth/register", registration),
        (
            Method::POST,
            "/api/habits",
            habit_input(json!({ "name": "LONE" })),
        ),
        (Method::POST, "/api/days/2026-03-10/tasks", task),
        (
            Method::PUT,
            "/api/days/2026-03-10/exception",
            json!({ "kind": "illness", "note": "LONE" }),
        ),
    ] {
        let client = ann.with("content-type", "application/json");
        let response = client.send(method, path, lone(body).into_bytes()).await;
        assert!(
            [400, 422].contains(&response.status),
            "{path}: {}",
            response.text()
        );
    }
}
