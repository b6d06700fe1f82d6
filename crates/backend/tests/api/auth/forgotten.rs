//! `/api/auth/password/forgot` and `/api/auth/password/reset`.

use chrono::TimeDelta;
use futures_util::future::join_all;
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
async fn the_link_gives_a_new_password_and_ends_every_session() {
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
    // It came by mail, so the address is theirs.
    assert_eq!(session["user"]["emailVerified"], true);
    assert_eq!(app.mail.mail().await.subject(), "Your password was changed");
    assert_eq!(
        reset(&app, &mail.token(), "yet another").await.invalid(),
        spent()
    );
}

#[actix_web::test]
async fn nobody_is_written_to_who_has_no_account_and_nobody_learns_of_it() {
    let app = TestApp::start().await;
    app.user("ann").await;
    for email in ["bob@example.com", "no address"] {
        let answer = forgot(&app, email).await;
        assert_eq!((answer.status, &*answer.text()), (202, ""), "{email}");
    }
    forgot(&app, "ann@example.com").await.expect(202);
    assert_eq!(app.mail.mail().await.header("To"), "ann@example.com");
    assert!(app.mail.unread().await.is_empty());
}

#[actix_web::test]
async fn a_link_works_for_an_hour_and_for_one_of_many_at_once() {
    let app = TestApp::start().await;
    app.user("ann").await;
    forgot(&app, "ann@example.com").await.expect(202);
    let late = app.mail.mail().await.token();
    app.wait(TimeDelta::hours(1));
    assert_eq!(reset(&app, &late, "a better one").await.invalid(), spent());

    forgot(&app, "ann@example.com").await.expect(202);
    let token = app.mail.mail().await.token();
    app.wait(TimeDelta::hours(1) - TimeDelta::seconds(1));
    let answers = join_all((0..5).map(|_| reset(&app, &token, "a better one"))).await;
    let changed = answers.iter().filter(|answer| answer.status == 204).count();
    assert_eq!(changed, 1);
    sign_in(&app, "a better one").await.expect(200);
}

#[actix_web::test]
async fn a_refused_password_leaves_the_link_as_it_was() {
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
async fn it_lets_its_owner_in_whatever_others_tried() {
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
async fn mails_cannot_be_asked_for_without_end_known_or_not() {
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
async fn of_a_links_secret_only_a_digest_is_kept() {
    let app = TestApp::start().await;
    app.user("ann").await;
    forgot(&app, "ann@example.com").await.expect(202);
    let token = app.mail.mail().await.token();
    assert_eq!(token.len(), 64, "256 bits");
    assert_eq!(app.rows("links"), 2);
    assert_eq!(app.rows(&format!("links WHERE digest = '{token}'")), 0);
}

/// A hash takes minutes here, a look at the link next to nothing.
#[actix_web::test]
async fn a_link_that_does_not_work_costs_no_hashing() {
    let app = TestApp::with(&[("BCRYPT_ROUNDS", "22")]).await;
    let refused = reset(&app, "no link", "a better one").await.invalid();
    assert_eq!(refused, spent());
}
