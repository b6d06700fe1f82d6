//! `/api/auth/password/forgot` and `/api/auth/password/reset`.

use chrono::TimeDelta;
use futures_util::future::{join, join_all};
use serde_json::json;

use crate::support::{Response, TestApp, User};

async fn forgot(app: &TestApp, email: &str) -> Response {
    let body = json!({ "email": email });
    app.anonymous()
        .post("/api/auth/password/forgot", body)
        .await
}

async fn reset(app: &TestApp, token: &str, password: &str) -> Response {
    let body = json!({ "token": token, "password": password });
    app.anonymous().post("/api/auth/password/reset", body).await
}

async fn sign_in(app: &TestApp, password: &str) -> Response {
    let body = json!({ "email": "ann@example.com", "password": password });
    app.anonymous().post("/api/auth/login", body).await
}

fn spent() -> (String, String) {
    ("/token".to_owned(), "link_spent".to_owned())
}

#[actix_web::test]
async fn the_link_sets_a_new_password_and_ends_all_sessions() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let phone = ann.another_session(&app.anonymous()).await;
    forgot(&app, " Ann@Example.com").await.expect(202);
    let mail = app.mail.mail().await;
    assert_eq!(mail.header("To"), "ann@example.com");
    assert!(
        mail.link()
            .starts_with("http://localhost:3000/reset-password?token=")
    );
    reset(&app, &mail.token(), "a better one").await.expect(204);

    for client in [&*ann, &phone] {
        client
            .get("/api/auth/me")
            .await
            .problem(401, "unauthorized");
    }
    sign_in(&app, User::PASSWORD)
        .await
        .problem(401, "wrong-credentials");
    let session = sign_in(&app, "a better one").await.expect(200);
    // The token came by email, so the address is verified too.
    assert_eq!(session["user"]["emailVerified"], true);
    assert_eq!(app.mail.mail().await.subject(), "Your password was changed");
    assert_eq!(
        reset(&app, &mail.token(), "yet another").await.invalid(),
        spent()
    );
}

#[actix_web::test]
async fn a_link_ends_with_a_changed_password_and_with_all_sessions() {
    let app = TestApp::start().await;
    for (name, ending) in [("ann", "password"), ("bob", "logout-all")] {
        let user = app.user(name).await;
        forgot(&app, &user.email).await.expect(202);
        let token = app.mail.mail().await.token();
        match ending {
            "password" => {
                let change =
                    json!({ "currentPassword": User::PASSWORD, "newPassword": "a better one" });
                user.put("/api/auth/password", change).await.expect(200);
                app.mail.mail().await;
            }
            _ => drop(user.post("/api/auth/logout-all", None).await.expect(204)),
        }
        let late = reset(&app, &token, "a stolen one").await;
        assert_eq!(late.invalid(), spent(), "{ending}");
        // A link that is requested afterwards is valid.
        forgot(&app, &user.email).await.expect(202);
        let token = app.mail.mail().await.token();
        reset(&app, &token, "a third one").await.expect(204);
        app.mail.mail().await;
    }
}

/// One of them wins, and the other is refused.
#[actix_web::test]
async fn a_link_followed_during_a_password_change_does_not_undo_it() {
    let app = TestApp::start().await;
    for name in ["ann", "bob", "carol", "dora"] {
        let user = app.user(name).await;
        forgot(&app, &user.email).await.expect(202);
        let token = app.mail.mail().await.token();
        let change = json!({ "currentPassword": User::PASSWORD, "newPassword": "a better one" });
        let (changed, followed) = join(
            user.put("/api/auth/password", change),
            reset(&app, &token, "the link's one"),
        )
        .await;
        match changed.status {
            200 => assert_eq!(followed.invalid(), spent()),
            // The link was first, so the password to confirm with was an old one, or its session had ended.
            403 | 401 => drop(followed.expect(204)),
            other => panic!("{other}: {}", changed.text()),
        }
        app.mail.mail().await;
    }
}

#[actix_web::test]
async fn an_unknown_address_gets_no_email_and_the_same_response() {
    let app = TestApp::start().await;
    app.user("ann").await;
    for email in ["bob@example.com", "no address"] {
        let response = forgot(&app, email).await;
        assert_eq!((response.status, &*response.text()), (202, ""), "{email}");
    }
    forgot(&app, "ann@example.com").await.expect(202);
    assert_eq!(app.mail.mail().await.header("To"), "ann@example.com");
    assert!(app.mail.unread().await.is_empty());
}

#[actix_web::test]
async fn a_token_expires_after_an_hour_and_is_consumed_once() {
    let app = TestApp::start().await;
    app.user("ann").await;
    forgot(&app, "ann@example.com").await.expect(202);
    let late = app.mail.mail().await.token();
    app.wait(TimeDelta::hours(1));
    assert_eq!(reset(&app, &late, "a better one").await.invalid(), spent());

    forgot(&app, "ann@example.com").await.expect(202);
    let token = app.mail.mail().await.token();
    app.wait(TimeDelta::hours(1) - TimeDelta::seconds(1));
    let responses = join_all((0..5).map(|_| reset(&app, &token, "a better one"))).await;
    let changed = responses
        .iter()
        .filter(|response| response.status == 204)
        .count();
    assert_eq!(changed, 1);
    sign_in(&app, "a better one").await.expect(200);
}

#[actix_web::test]
async fn a_rejected_password_does_not_consume_the_token() {
    let app = TestApp::start().await;
    app.user("ann").await;
    forgot(&app, "ann@example.com").await.expect(202);
    let token = app.mail.mail().await.token();
    let refused = reset(&app, &token, "short").await.invalid();
    assert_eq!(
        refused,
        ("/password".to_owned(), "password_too_short".to_owned())
    );
    reset(&app, &token, "a better one").await.expect(204);
}

#[actix_web::test]
async fn a_reset_resets_the_login_throttle() {
    let app = TestApp::start().await;
    app.user("ann").await;
    for _ in 0..5 {
        sign_in(&app, "a guess")
            .await
            .problem(401, "wrong-credentials");
    }
    sign_in(&app, User::PASSWORD)
        .await
        .problem(429, "too-many-attempts");
    forgot(&app, "ann@example.com").await.expect(202);
    let token = app.mail.mail().await.token();
    reset(&app, &token, "a better one").await.expect(204);
    sign_in(&app, "a better one").await.expect(200);
}

#[actix_web::test]
async fn requests_for_emails_are_throttled_for_all_addresses() {
    let app = TestApp::start().await;
    app.user("ann").await;
    for email in ["ann@example.com", "bob@example.com"] {
        for _ in 0..2 {
            forgot(&app, email).await.expect(202);
        }
        forgot(&app, email).await.problem(429, "too-many-attempts");
    }
}

#[actix_web::test]
async fn only_the_digest_of_a_token_is_stored() {
    let app = TestApp::start().await;
    app.user("ann").await;
    forgot(&app, "ann@example.com").await.expect(202);
    let token = app.mail.mail().await.token();
    assert_eq!(token.len(), 64, "256 bits");
    assert_eq!(app.rows("links"), 2);
    assert_eq!(app.rows(&format!("links WHERE digest = '{token}'")), 0);
}

/// A hash takes minutes here, the query of the token almost nothing.
#[actix_web::test]
async fn an_invalid_token_costs_no_hashing() {
    let app = TestApp::with(&[("BCRYPT_ROUNDS", "22")]).await;
    let refused = reset(&app, "no link", "a better one").await.invalid();
    assert_eq!(refused, spent());
}
