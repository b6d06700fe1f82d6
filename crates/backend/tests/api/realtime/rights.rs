//! A socket ends with the right to it.

use actix_web::http::Method;
use chrono::TimeDelta;
use serde_json::json;

use crate::support::{TestApp, User};

#[actix_web::test]
async fn a_socket_ends_when_its_session_does() {
    let app = TestApp::start().await;
    let root = app.user("root").await;
    app.promote(&root);
    for case in [
        "sign-out",
        "sign-out elsewhere",
        "sign-out everywhere",
        "new password",
        "disabled",
        "signed out by an administrator",
        "deleted",
        "deleted by an administrator",
    ] {
        let ann = app.user(&case.replace(' ', "-")).await;
        let other = ann.another_session(&app.anonymous()).await;
        let id = ann.id().await;
        let mut socket = ann.socket().await;
        let done = match case {
            "sign-out" => ann.post("/api/auth/logout", None).await,
            "sign-out elsewhere" => {
                let sessions = ann.get("/api/auth/sessions").await.expect(200);
                let sessions = sessions["sessions"].as_array().unwrap();
                let own = sessions.iter().find(|one| one["current"] == true).unwrap();
                let path = format!("/api/auth/sessions/{}", own["id"].as_str().unwrap());
                other.delete(&path).await
            }
            "sign-out everywhere" => other.post("/api/auth/logout-all", None).await,
            "new password" => {
                let change = json!({
                    "currentPassword": User::PASSWORD, "newPassword": "another long password",
                });
                other.put("/api/auth/password", change).await
            }
            "disabled" => {
                let path = format!("/api/admin/people/{id}/disabled");
                root.put(&path, json!({ "disabled": true })).await
            }
            "signed out by an administrator" => {
                let path = format!("/api/admin/people/{id}/sign-out");
                root.post(&path, None).await
            }
            "deleted" => {
                let deletion = json!({ "email": ann.email, "password": User::PASSWORD });
                ann.request(Method::DELETE, "/api/auth/me", Some(deletion))
                    .await
            }
            _ => root.delete(&format!("/api/admin/people/{id}")).await,
        };
        assert!(done.status < 300, "{case}: {}", done.text());
        assert_eq!(socket.closed().await, 4401, "{case}");
    }
}

#[actix_web::test]
async fn the_sockets_of_other_sessions_stay() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    let elsewhere = ann.another_session(&app.anonymous()).await;
    let (mut ended, mut other) = (ann.socket().await, elsewhere.socket().await);
    let mut of_bob = bob.socket().await;
    ann.post("/api/auth/logout", None).await.expect(204);
    assert_eq!(ended.closed().await, 4401);
    elsewhere
        .put(
            "/api/days/2026-03-10",
            json!({ "entries": [], "tasks": [] }),
        )
        .await
        .expect(200);
    assert_eq!(other.message().await["type"], "day.saved");
    bob.log("2026-03-10", &[("Sleep", 480)]).await;
    assert_eq!(of_bob.message().await["type"], "day.saved");
}

/// Nothing tells of it; the socket is checked every few seconds.
#[actix_web::test]
async fn a_socket_ends_when_its_session_expires_or_goes_without_a_word() {
    let app = TestApp::with(&[("JWT_EXPIRES_IN", "1h")]).await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    let (mut of_ann, mut of_bob) = (ann.socket().await, bob.socket().await);
    let id = bob.id().await;
    app.execute(&format!("DELETE FROM sessions WHERE user_id = '{id}'"));
    assert_eq!(of_bob.closed().await, 4401);
    app.wait(TimeDelta::minutes(61));
    assert_eq!(of_ann.closed().await, 4401);
}

#[actix_web::test]
async fn a_password_reset_ends_sockets() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let mut socket = ann.socket().await;
    let address = json!({ "email": ann.email });
    app.anonymous()
        .post("/api/auth/password/forgot", address)
        .await
        .expect(202);
    let mail = app.mail.with_link_to("reset-password", &ann.email).await;
    let reset = json!({ "token": mail.token(), "password": "another long password" });
    let done = app
        .anonymous()
        .post("/api/auth/password/reset", reset)
        .await;
    assert!(done.status < 300, "{}", done.text());
    assert_eq!(socket.closed().await, 4401);
}

#[actix_web::test]
async fn at_a_stop_sockets_are_told_and_delay_nothing() {
    let app = TestApp::with(&[("SHUTDOWN_TIMEOUT", "60")]).await;
    let ann = app.user("ann").await;
    let mut socket = ann.socket().await;
    let (began, stopped) = (std::time::Instant::now(), app.stop_answering());
    let (code, ()) = futures_util::future::join(socket.closed(), stopped).await;
    assert_eq!(code, 1012);
    assert!(began.elapsed().as_secs() < 30, "{:?}", began.elapsed());
}
