//! `PUT /api/auth/password`.

use actix_web::http::Method;
use futures_util::future::{join, join_all};
use serde_json::json;

use crate::support::{TestApp, User};

#[actix_web::test]
async fn a_change_ends_all_sessions_and_starts_one() {
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
async fn a_change_requires_the_current_password() {
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
async fn the_owner_is_notified_by_email() {
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

/// The number of users whose hash has this cost.
fn of_cost(app: &TestApp, cost: &str) -> i64 {
    app.rows(&format!("users WHERE password_hash LIKE '$2b${cost}$%'"))
}

#[actix_web::test]
async fn a_sign_in_rehashes_at_the_configured_cost() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    for (rounds, cost) in [("6", "06"), ("5", "05")] {
        let dearer = app
            .another_instance_with(&[("BCRYPT_ROUNDS", rounds)])
            .await;
        let wrong = json!({ "email": ann.email, "password": "a wrong guess" });
        let refused = dearer.anonymous().post("/api/auth/login", wrong).await;
        refused.problem(401, "wrong-credentials");
        assert_eq!(of_cost(&app, cost), 0);
        ann.another_session(&dearer.anonymous()).await;
        assert_eq!(of_cost(&app, cost), 1);
        // The password still works on both instances, and no session has ended.
        ann.another_session(&app.anonymous()).await;
        ann.get("/api/auth/me").await.expect(200);
    }
}

#[actix_web::test]
async fn a_concurrent_rehash_fails_no_sign_in() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let dearer = app.another_instance_with(&[("BCRYPT_ROUNDS", "6")]).await;
    let anonymous = dearer.anonymous();
    join_all((0..4).map(|_| ann.another_session(&anonymous))).await;
    assert_eq!(of_cost(&app, "06"), 1);
}

#[actix_web::test]
async fn a_rehash_never_overwrites_a_changed_password() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let dearer = app.another_instance_with(&[("BCRYPT_ROUNDS", "8")]).await;
    let credentials = json!({ "email": ann.email, "password": User::PASSWORD });
    let anonymous = dearer.anonymous();
    let sign_ins = join_all((0..4).map(|_| anonymous.post("/api/auth/login", credentials.clone())));
    let change = json!({ "currentPassword": User::PASSWORD, "newPassword": "a better one" });
    let (responses, changed) =
        futures_util::future::join(sign_ins, ann.put("/api/auth/password", change)).await;
    changed.expect(200);
    assert!(
        responses
            .iter()
            .all(|response| [200, 401].contains(&response.status))
    );
    let credentials = json!({ "email": ann.email, "password": "a better one" });
    anonymous
        .post("/api/auth/login", credentials)
        .await
        .expect(200);
}

#[actix_web::test]
async fn a_password_is_the_same_in_every_form_of_unicode() {
    let app = TestApp::start().await;
    let sign_in = async |email: &str, password: &str| {
        let credentials = json!({ "email": email, "password": password });
        let client = app.anonymous();
        client.post("/api/auth/login", credentials).await.status
    };
    for (number, (set, typed, status)) in [
        ("pässwörd", "pa\u{308}sswo\u{308}rd", 200),
        ("pa\u{308}sswo\u{308}rd", "pässwörd", 200),
        ("\u{212b}ngström", "\u{c5}ngström", 200),
        ("correct\u{a0}horse", "correct horse", 200),
        ("ﬁne and dandy", "fine and dandy", 401),
        ("１２３４５６７８", "12345678", 401),
        (" correct horse ", " correct horse ", 200),
        (" correct horse ", "correct horse", 401),
        ("correct horse 9", "correct horse 9\n", 401),
        ("correct horse 9", "correct horse 9\0", 401),
        (&"я".repeat(36), &"я".repeat(36), 200),
        (&"я".repeat(36), &"я".repeat(37), 401),
        (&"😀".repeat(18), &"😀".repeat(18), 200),
        (
            "👨\u{200d}👩\u{200d}👧 family",
            "👨\u{200d}👩\u{200d}👧 family",
            200,
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let email = format!("user-{number}@example.com");
        let registration = json!({ "email": email, "password": set, "name": "Ann" });
        let client = app.anonymous();
        client
            .post("/api/auth/register", registration)
            .await
            .expect(201);
        assert_eq!(sign_in(&email, typed).await, status, "{set:?} {typed:?}");
        assert_eq!(sign_in(&email, set).await, 200, "{set:?}");
    }
}

/// Earlier versions hashed what was typed.
#[actix_web::test]
async fn an_old_hash_of_another_form_is_accepted_and_replaced() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let decomposed = "pa\u{308}sswo\u{308}rd";
    let old = bcrypt::hash(decomposed, 4).unwrap();
    app.execute(&format!("UPDATE users SET password_hash = '{old}'"));
    let change = async |current: &str, new: &str| {
        let body = json!({ "currentPassword": current, "newPassword": new });
        ann.put("/api/auth/password", body).await
    };
    change("pässwörd", "a better one")
        .await
        .problem(403, "wrong-password");
    let sign_in = async |password: &str| {
        let credentials = json!({ "email": ann.email, "password": password });
        let client = app.anonymous();
        client.post("/api/auth/login", credentials).await.status
    };
    assert_eq!(sign_in("pässwörd").await, 401);
    assert_eq!(sign_in(decomposed).await, 200);
    assert_eq!(app.rows(&format!("users WHERE password_hash = '{old}'")), 0);
    // From now on both forms are the password.
    assert_eq!(sign_in("pässwörd").await, 200);
    assert_eq!(sign_in(decomposed).await, 200);

    app.execute(&format!("UPDATE users SET password_hash = '{old}'"));
    change(decomposed, "a better one").await.expect(200);
    assert_eq!(sign_in("a better one").await, 200);
}

/// Whoever changes the password throws out who deletes the account with the old one.
#[actix_web::test]
async fn an_account_is_not_deleted_with_a_password_that_was_changed_meanwhile() {
    let app = TestApp::start().await;
    for name in ["ann", "bob", "carol", "dora", "eve", "fay"] {
        let owner = app.user(name).await;
        let intruder = owner.another_session(&app.anonymous()).await;
        let change = json!({ "currentPassword": User::PASSWORD, "newPassword": "a better one" });
        let deletion = json!({ "email": owner.email, "password": User::PASSWORD });
        let (changed, deleted) = join(
            owner.put("/api/auth/password", change),
            intruder.request(Method::DELETE, "/api/auth/me", Some(deletion)),
        )
        .await;
        assert!(
            (changed.status == 200) != (deleted.status == 204),
            "{} {}",
            changed.status,
            deleted.status
        );
    }
}
