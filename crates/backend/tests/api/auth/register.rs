//! `POST /api/auth/register`.

use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::support::TestApp;

#[actix_web::test]
async fn a_new_user_is_signed_in_and_has_the_ten_habits() {
    let app = TestApp::start().await;
    let registration = json!({
        "email": " Ann.Smith@Example.com ", "password": "correct horse", "name": "  Ann  ",
        "timeZone": "Asia/Tokyo", "language": "ru",
    });
    let session = app
        .anonymous()
        .post("/api/auth/register", registration)
        .await
        .expect(201);
    assert_eq!(session["user"]["email"], "ann.smith@example.com");
    assert_eq!(session["user"]["name"], "Ann");
    assert_eq!(session["user"]["timeZone"], "Asia/Tokyo");
    assert_eq!(session["user"]["language"], "ru");
    assert_eq!(session["user"]["createdAt"], "2026-03-18T10:00:00Z");

    let ann = app.anonymous().bearing(session["token"].as_str().unwrap());
    assert_eq!(ann.get("/api/auth/me").await.expect(200), session["user"]);
    let habits = ann.get("/api/habits").await.expect(200);
    assert_eq!(habits["habits"].as_array().unwrap().len(), 10);
    assert_eq!(habits["habits"][0]["name"], "Сон");
}

#[actix_web::test]
async fn the_default_habits_are_those_of_the_product() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let figures: Vec<Value> = ann
        .habits()
        .await
        .into_iter()
        .map(|habit| {
            json!([
                habit["name"],
                habit["target"],
                habit["weekendTarget"],
                habit["category"],
                habit["quadrant"],
                habit["skillLevel"],
            ])
        })
        .collect();
    assert_eq!(
        Value::from(figures),
        json!([
            ["Sleep", 480, null, "health", "Q2", null],
            ["Exercise", 60, null, "health", "Q2", null],
            ["English", 60, null, "skills", "Q2", 2],
            ["Reading", 30, null, "learning", "Q2", null],
            ["Work", 360, 180, "career", "Q1", 4],
            ["Rest", 180, null, "recovery", "Q3", null],
            ["Driving licence", 20, null, "skills", "Q2", 1],
            ["Blog", 20, null, "content", "Q2", 1],
            ["AI", 30, null, "skills", "Q2", 1],
            ["Analytics", 30, null, "skills", "Q2", null],
        ])
    );
}

#[actix_web::test]
async fn an_address_is_taken_in_every_spelling() {
    let app = TestApp::start().await;
    app.user("ann").await;
    for email in ["ann@example.com", "ANN@Example.COM", " ann@example.com "] {
        let registration = json!({ "email": email, "password": "another one", "name": "Ann" });
        app.anonymous()
            .post("/api/auth/register", registration)
            .await
            .problem(409, "email-taken");
    }
    // The first account is unchanged.
    let credentials = json!({ "email": "ann@example.com", "password": "correct horse battery" });
    app.anonymous()
        .post("/api/auth/login", credentials)
        .await
        .expect(200);
}

#[actix_web::test]
async fn of_two_concurrent_registrations_of_an_address_one_succeeds() {
    let app = TestApp::start().await;
    let anonymous = app.anonymous();
    let attempts = join_all((0..6).map(|number| {
        let registration = json!({
            "email": "ann@example.com", "password": "correct horse", "name": format!("Ann {number}"),
        });
        anonymous.post("/api/auth/register", registration)
    }))
    .await;
    let mut statuses: Vec<u16> = attempts.iter().map(|response| response.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409, 409, 409, 409, 409]);
}

#[actix_web::test]
async fn nobody_signs_up_where_registration_is_closed() {
    let app = TestApp::with(&[("REGISTRATION", "closed")]).await;
    let status = app.anonymous().get("/api/auth/registration").await;
    assert_eq!(
        status.expect(200),
        json!({ "mode": "closed", "domains": [] })
    );
    let registration = json!({
        "email": "ann@example.com", "password": "correct horse", "name": "Ann",
    });
    let anonymous = app.anonymous();
    let refused = anonymous.post("/api/auth/register", registration).await;
    refused.problem(403, "registration-closed");
    assert_eq!(app.rows("users"), 0);
}

#[actix_web::test]
async fn only_addresses_of_the_allowed_domains_sign_up() {
    let domains = ("REGISTRATION_DOMAINS", "example.com, Bücher.example");
    let app = TestApp::with(&[domains]).await;
    let status = app.anonymous().get("/api/auth/registration").await;
    assert_eq!(
        status.expect(200),
        json!({ "mode": "open", "domains": ["example.com", "xn--bcher-kva.example"] })
    );
    let sign_up = |email: &str| {
        let registration = json!({ "email": email, "password": "correct horse", "name": "Ann" });
        let client = app.anonymous();
        async move { client.post("/api/auth/register", registration).await }
    };
    for email in ["ann@EXAMPLE.com", "ann@bücher.example"] {
        sign_up(email).await.expect(201);
    }
    for email in [
        "ann@mail.example.com",
        "ann@example.com.evil.org",
        "ann@example.org",
    ] {
        let refused = sign_up(email).await.invalid();
        let expected = ("/email".to_owned(), "domain_not_allowed".to_owned());
        assert_eq!(refused, expected, "{email}");
    }
}
