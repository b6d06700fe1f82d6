//! `POST /api/auth/logout` and `/api/auth/logout-all`.

use crate::support::TestApp;

#[actix_web::test]
async fn logout_ends_only_this_session() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    let other = ann.another_session(&app.anonymous()).await;
    ann.post("/api/auth/logout", None).await.expect(204);
    ann.post("/api/auth/logout", None)
        .await
        .problem(401, "unauthorized");
    other.get("/api/auth/me").await.expect(200);
    bob.get("/api/auth/me").await.expect(200);
}

#[actix_web::test]
async fn logout_all_ends_all_sessions_of_the_user_only() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    let phone = ann.another_session(&app.anonymous()).await;
    phone.post("/api/auth/logout-all", None).await.expect(204);
    for client in [&*ann, &phone] {
        client
            .get("/api/auth/me")
            .await
            .problem(401, "unauthorized");
    }
    bob.get("/api/auth/me").await.expect(200);
    // Signing in again still works.
    ann.another_session(&app.anonymous())
        .await
        .get("/api/auth/me")
        .await
        .expect(200);
}
