//! `POST /api/auth/logout`.

use crate::support::TestApp;

#[actix_web::test]
async fn the_session_ends_and_only_this_one() {
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
