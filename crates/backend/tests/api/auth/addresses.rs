//! Spellings of email addresses.

use actix_web::http::Method;
use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::{Response, TestApp, User};

async fn register(app: &TestApp, email: &str) -> Response {
    let body = json!({ "email": email, "password": User::PASSWORD, "name": "Ann" });
    app.anonymous().post("/api/auth/register", body).await
}

async fn sign_in(app: &TestApp, email: &str) -> Response {
    let credentials = json!({ "email": email, "password": User::PASSWORD });
    app.anonymous().post("/api/auth/login", credentials).await
}

async fn forgot(app: &TestApp, email: &str) -> Response {
    let body = json!({ "email": email });
    let client = app.anonymous();
    client.post("/api/auth/password/forgot", body).await
}

async fn delete(app: &TestApp, session: &Value, email: &str) -> Response {
    let client = app.anonymous().bearing(session["token"].as_str().unwrap());
    let body = json!({ "email": email, "password": User::PASSWORD });
    client
        .request(Method::DELETE, "/api/auth/me", Some(body))
        .await
}

#[actix_web::test]
async fn a_mailbox_is_one_account_in_every_spelling() {
    for (stored, spellings) in [
        (
            "ann@xn--bcher-kva.example",
            &[
                "ann@bücher.example",
                "ann@xn--bcher-kva.example",
                "ann@BÜCHER.example",
                "ann@bu\u{308}cher.example",
                "ann@bü\u{ad}cher.example",
                "ann@ｂücher.example",
                " Ann@XN--BCHER-KVA.Example. ",
            ][..],
        ),
        (
            "ann@example.com",
            &[
                "ann@example\u{3002}com",
                "ann@example.com",
                "ann@example.com.",
                " Ann@Example.COM ",
            ],
        ),
        ("ann+x@example.com", &["ann+x@example.com"]),
        ("k@example.com", &["\u{212a}@example.com", "k@example.com"]),
    ] {
        let app = TestApp::start().await;
        let session = register(&app, spellings[0]).await.expect(201);
        assert_eq!(session["user"]["email"], stored);
        let mail = app.mail.mail().await;
        assert_eq!(mail.header("To"), stored);
        for spelling in spellings {
            let again = register(&app, spelling).await;
            again.problem(409, "email-taken");
            let signed_in = sign_in(&app, spelling).await.expect(200);
            assert_eq!(signed_in["user"]["email"], stored, "{spelling:?}");
            // The mail goes to the stored address.
            app.wait(TimeDelta::hours(2));
            forgot(&app, spelling).await.expect(202);
            let mail = app.mail.mail().await;
            assert_eq!(mail.header("To"), stored, "{spelling:?}");
            assert_eq!(mail.to, stored, "{spelling:?}");
        }
        let last = spellings.last().unwrap();
        delete(&app, &session, "bob@example.com").await.invalid();
        delete(&app, &session, last).await.expect(204);
    }
}

#[actix_web::test]
async fn an_address_that_can_never_get_mail_is_refused() {
    let app = TestApp::start().await;
    let with_local = |length: usize| format!("{}@example.com", "a".repeat(length));
    let with_domain = |length: usize| {
        let label = "x".repeat(61);
        let rest = length - "ann@".len() - 3 * 62 - ".com".len();
        format!("ann@{label}.{label}.{label}.{}.com", "y".repeat(rest))
    };
    for refused in [
        "\"a b\"@example.com",
        "ann@[IPv6:2001:db8::1]",
        "ann@127.0.0.1",
        "анна@пример.example",
        "m\u{131}ke@example.com",
        "a..b@example.com",
        "ann@example.com\r\nBcc: x@example.org",
        "<ann@example.com>",
        "ann@exam\0ple.com",
        &with_local(65),
        &with_domain(255),
    ] {
        let found = register(&app, refused).await.invalid();
        let expected = ("/email".to_owned(), "email_invalid".to_owned());
        assert_eq!(found, expected, "{refused:?}");
        // Such an address finds no account, and is no error either.
        sign_in(&app, refused)
            .await
            .problem(401, "wrong-credentials");
        forgot(&app, refused).await.expect(202);
        app.wait(TimeDelta::hours(2));
    }
    for accepted in [
        "mike@example.com",
        "ann@localhost",
        &with_local(64),
        &with_domain(254),
    ] {
        let session = register(&app, accepted).await.expect(201);
        assert_eq!(session["user"]["email"], accepted);
        let mail = app.mail.with_link_to("verify-email", accepted).await;
        assert_eq!(mail.to, accepted);
    }
    // A dotless i is another letter: its owner gets no link of mike's.
    forgot(&app, "m\u{131}ke@example.com").await.expect(202);
    assert!(app.mail.unread().await.is_empty());
}
