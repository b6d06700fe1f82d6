//! `PUT /api/auth/password`.

use futures_util::future::join_all;
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
