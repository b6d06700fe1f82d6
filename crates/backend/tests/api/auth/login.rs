//! `POST /api/auth/login`.

use serde_json::json;

use crate::support::{TestApp, User};

#[actix_web::test]
async fn sign_in_with_address_and_password() {
    let app = TestApp::with(&[("JWT_EXPIRES_IN", "2h")]).await;
    app.user("ann").await;
    let credentials = json!({ "email": " ANN@example.com ", "password": User::PASSWORD });
    let session = app
        .anonymous()
        .post("/api/auth/login", credentials)
        .await
        .expect(200);
    assert_eq!(session["expiresAt"], "2026-03-18T12:00:00Z");
    let ann = app.anonymous().bearing(session["token"].as_str().unwrap());
    assert_eq!(ann.get("/api/auth/me").await.expect(200), session["user"]);
}

#[actix_web::test]
async fn a_wrong_password_and_an_unknown_address_look_the_same() {
    let app = TestApp::start().await;
    app.user("ann").await;
    let long = "x".repeat(100);
    let mut responses = Vec::new();
    for (email, password) in [
        ("ann@example.com", "wrong"),
        ("ann@example.com", ""),
        ("ann@example.com", "Correct horse battery"),
        ("ann@example.com", long.as_str()),
        ("ann@example.com", "with\0nul"),
        ("bob@example.com", User::PASSWORD),
        ("no address", User::PASSWORD),
        ("with\0nul@example.com", User::PASSWORD),
        ("", ""),
    ] {
        let credentials = json!({ "email": email, "password": password });
        let response = app.anonymous().post("/api/auth/login", credentials).await;
        let mut problem = response.problem(401, "wrong-credentials");
        problem["requestId"].take();
        responses.push(problem);
    }
    responses.dedup();
    assert_eq!(responses.len(), 1, "{responses:#?}");
}

#[actix_web::test]
async fn sessions_are_independent() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let phone = ann.another_session(&app.anonymous()).await;
    phone.post("/api/auth/logout", None).await.expect(204);
    phone.get("/api/auth/me").await.problem(401, "unauthorized");
    ann.get("/api/auth/me").await.expect(200);
}
