//! `PUT /api/auth/password`.

use serde_json::json;

use crate::support::{TestApp, User};

#[actix_web::test]
async fn every_session_ends_and_a_new_one_begins() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let phone = ann.another_session(&app.anonymous()).await;
    let change = json!({ "currentPassword": User::PASSWORD, "newPassword": "a better one" });
    let session = ann.put("/api/auth/password", change).await.expect(200);
    for client in [&*ann, &phone] {
        client
            .get("/api/auth/me")
            .await
            .problem(401, "unauthorized");
    }
    let ann = app.anonymous().bearing(session["token"].as_str().unwrap());
    assert_eq!(ann.get("/api/auth/me").await.expect(200), session["user"]);

    let sign_in = async |password: &str| {
        let credentials = json!({ "email": "ann@example.com", "password": password });
        app.anonymous().post("/api/auth/login", credentials).await
    };
    sign_in(User::PASSWORD)
        .await
        .problem(401, "wrong-credentials");
    sign_in("a better one").await.expect(200);
}

#[actix_web::test]
async fn without_the_present_password_nothing_changes() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let change = json!({ "currentPassword": "wrong", "newPassword": "a better one" });
    ann.put("/api/auth/password", change)
        .await
        .problem(403, "wrong-password");
    ann.get("/api/auth/me").await.expect(200);
    ann.another_session(&app.anonymous()).await;
}

#[actix_web::test]
async fn the_owner_is_told_by_mail() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let wrong = json!({ "currentPassword": "wrong", "newPassword": "a better one" });
    ann.put("/api/auth/password", wrong)
        .await
        .problem(403, "wrong-password");
    let change = json!({ "currentPassword": User::PASSWORD, "newPassword": "a better one" });
    ann.put("/api/auth/password", change).await.expect(200);
    let mail = app.mail.mail().await;
    assert_eq!(mail.header("To"), "ann@example.com");
    assert_eq!(mail.subject(), "Your password was changed");
    assert_eq!(app.mail.unread().await.len(), 0);
}
