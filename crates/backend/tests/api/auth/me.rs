//! `/api/auth/me`.

use actix_web::http::Method;
use serde_json::{Value, json};

use crate::support::{TestApp, User};

#[actix_web::test]
async fn the_profile_is_replaced_as_a_whole() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let profile = json!({
        "name": " Ann B. ", "timeZone": "America/New_York", "dayStartHour": 4,
        "language": "ru", "theme": "dark",
    });
    let updated = ann.put("/api/auth/me", profile).await.expect(200);
    assert_eq!(updated["name"], "Ann B.");
    assert_eq!(updated["timeZone"], "America/New_York");
    assert_eq!(updated["dayStartHour"], 4);
    assert_eq!(updated["language"], "ru");
    assert_eq!(updated["theme"], "dark");
    assert_eq!(updated["email"], "ann@example.com");
    assert_eq!(ann.get("/api/auth/me").await.expect(200), updated);
}

#[actix_web::test]
async fn deletion_requires_address_and_password() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let delete = async |email: &str, password: &str| {
        let body = json!({ "email": email, "password": password });
        ann.request(Method::DELETE, "/api/auth/me", Some(body))
            .await
    };
    let refused = delete("bob@example.com", User::PASSWORD).await.invalid();
    assert_eq!(refused, ("/email".to_owned(), "email_differs".to_owned()));
    delete("ann@example.com", "wrong")
        .await
        .problem(403, "wrong-password");
    ann.get("/api/auth/me").await.expect(200);

    delete(" ANN@example.com ", User::PASSWORD)
        .await
        .expect(204);
    ann.get("/api/auth/me").await.problem(401, "unauthorized");
    let credentials = json!({ "email": "ann@example.com", "password": User::PASSWORD });
    app.anonymous()
        .post("/api/auth/login", credentials)
        .await
        .problem(401, "wrong-credentials");
}

#[actix_web::test]
async fn deletion_removes_all_data_of_the_account_only() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    for user in [&ann, &bob] {
        user.log("2026-03-17", &[("Sleep", 480)]).await;
    }
    let before = bob.day("2026-03-17").await;
    let body = json!({ "email": "ann@example.com", "password": User::PASSWORD });
    ann.request(Method::DELETE, "/api/auth/me", Some(body))
        .await
        .expect(204);
    assert_eq!(bob.day("2026-03-17").await, before);

    // The address is free again, and a new account with it is empty.
    let again = app.user("ann").await;
    let days = again
        .get("/api/days?from=2026-01-01&to=2026-12-31")
        .await
        .expect(200);
    assert_eq!(days["days"], Value::Array(Vec::new()));
}
