//! `/api/auth/email`.

use actix_web::http::Method;
use chrono::TimeDelta;
use futures_util::future::join_all;
use serde_json::json;

use crate::support::{Client, Response, TestApp, User};

async fn verify(client: &Client, token: &str) -> Response {
    let body = json!({ "token": token });
    client.post("/api/auth/email/verify", body).await
}

/// Whether the address is verified, and whether it can be now.
async fn verified(user: &User) -> [bool; 2] {
    let me = user.get("/api/auth/me").await.expect(200);
    ["emailVerified", "canVerifyEmail"].map(|name| me[name].as_bool().unwrap())
}

fn spent() -> (String, String) {
    ("/token".to_owned(), "link_spent".to_owned())
}

#[actix_web::test]
async fn the_token_from_the_first_email_verifies_the_address() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    assert_eq!(verified(&ann).await, [false, true]);
    let token = ann.verification.as_ref().unwrap();
    // Without a session, because the email may be read on another device.
    verify(&app.anonymous(), token).await.expect(204);
    assert_eq!(verified(&ann).await, [true, false]);
    // A second opening, after a program of the mail server or by another device, gets the same answer.
    let opened = join_all((0..3).map(|_| verify(&ann, token))).await;
    assert!(opened.iter().all(|response| response.status == 204));
    assert_eq!(verified(&ann).await, [true, false]);

    ann.post("/api/auth/email/verify/resend", None)
        .await
        .expect(202);
    assert!(
        app.mail.unread().await.is_empty(),
        "there is nothing to verify"
    );
}

#[actix_web::test]
async fn a_token_expires_after_a_day_and_a_new_one_replaces_it() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let bob = app.user("bob").await;
    app.wait(TimeDelta::hours(24));
    let late = ann.verification.as_ref().unwrap();
    assert_eq!(verify(&ann, late).await.invalid(), spent());

    ann.post("/api/auth/email/verify/resend", None)
        .await
        .expect(202);
    let second = app.mail.mail().await;
    assert_eq!(second.header("To"), "ann@example.com");
    app.wait(TimeDelta::minutes(30));
    ann.post("/api/auth/email/verify/resend", None)
        .await
        .expect(202);
    let third = app.mail.mail().await;
    assert_eq!(verify(&ann, &second.token()).await.invalid(), spent());
    app.wait(TimeDelta::hours(24) - TimeDelta::seconds(1));
    verify(&ann, &third.token()).await.expect(204);
    assert_eq!(verified(&bob).await, [false, true]);
}

#[actix_web::test]
async fn a_verification_opens_nothing_and_outlives_a_changed_password() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let token = ann.verification.as_ref().unwrap();
    ann.post("/api/auth/logout-all", None).await.expect(204);
    let response = verify(&app.anonymous(), token).await;
    assert_eq!((response.status, &*response.text()), (204, ""));
    app.wait(TimeDelta::hours(24));
    assert_eq!(verify(&app.anonymous(), token).await.invalid(), spent());
}

/// Links that mail programs have changed on the way.
#[actix_web::test]
async fn only_the_exact_token_verifies() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let token = ann.verification.as_ref().unwrap();
    for changed in [
        format!("3D{token}"),
        format!("=3D{token}"),
        token.to_uppercase(),
        format!("{token}&amp;"),
        token[..63].to_owned(),
        String::new(),
    ] {
        if changed != *token {
            let refused = verify(&ann, &changed).await.invalid();
            assert_eq!(refused, spent(), "{changed}");
        }
    }
    // Neither method of a scanner is a verification.
    for method in [Method::GET, Method::HEAD] {
        let path = format!("/api/auth/email/verify?token={token}");
        let asked = ann.request(method, &path, None).await;
        assert_eq!(asked.status, 405);
    }
    assert_eq!(verified(&ann).await, [false, true]);
}

#[actix_web::test]
async fn a_token_is_valid_for_its_purpose_only() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let token = ann.verification.as_ref().unwrap();
    let reset = json!({ "token": token, "password": "a better one" });
    let response = ann.post("/api/auth/password/reset", reset).await;
    assert_eq!(response.invalid(), spent());
    verify(&ann, token).await.expect(204);
}

#[actix_web::test]
async fn requests_for_emails_are_throttled() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    for _ in 0..2 {
        ann.post("/api/auth/email/verify/resend", None)
            .await
            .expect(202);
        app.mail.mail().await;
    }
    let refused = ann.post("/api/auth/email/verify/resend", None).await;
    refused.problem(429, "too-many-attempts");
    app.wait(TimeDelta::seconds(30));
    ann.post("/api/auth/email/verify/resend", None)
        .await
        .expect(202);
}

#[actix_web::test]
async fn without_a_mail_server_the_response_is_409() {
    let app = TestApp::without_mail().await;
    let ann = app.user("ann").await;
    assert_eq!(verified(&ann).await, [false, false]);
    let resent = ann.post("/api/auth/email/verify/resend", None).await;
    resent.problem(409, "mail-off");
    let forgotten = json!({ "email": ann.email });
    let response = app
        .anonymous()
        .post("/api/auth/password/forgot", forgotten)
        .await;
    response.problem(409, "mail-off");
}
