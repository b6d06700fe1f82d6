//! Accounts, and messages about passwords.

use actix_web::http::Method;
use serde_json::json;

use super::{Case, a_user, refused, with, without};
use crate::support::{TestApp, User};

#[actix_web::test]
async fn requests_about_accounts() {
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
            with(&registration, "name", "a\u{202e}b"),
            "/name",
            "directional_controls",
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
        (&"😀".repeat(19), "password_too_long"),
        ("1234567\u{0}", "control_characters"),
        ("correct horse 9\n", "control_characters"),
    ] {
        cases.push((with(&registration, "password", password), "/password", code));
        let change = json!({ "currentPassword": User::PASSWORD, "newPassword": password });
        let response = ann.put("/api/auth/password", change).await;
        assert_eq!(
            response.invalid(),
            ("/newPassword".to_owned(), code.to_owned())
        );
        let reset = json!({ "token": "nobody's", "password": password });
        let response = ann.post("/api/auth/password/reset", reset).await;
        assert_eq!(
            response.invalid(),
            ("/password".to_owned(), code.to_owned())
        );
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
async fn messages_never_contain_a_password() {
    let app = TestApp::start().await;
    for body in [
        json!({ "email": "bob@example.com", "password": "hunter2", "name": "Bob" }),
        json!({ "email": "bob", "password": "hunter2 and more", "name": "Bob" }),
        json!({ "email": "bob@example.com", "password": ["hunter2"], "name": "Bob" }),
        json!({ "email": "bob@example.com", "password": { "hunter2": 1 }, "name": "Bob" }),
    ] {
        let response = app.anonymous().post("/api/auth/register", body).await;
        assert_eq!(response.status, 422);
        assert!(!response.text().contains("hunter2"), "{}", response.text());
    }
}
