//! Blocking.

use actix_web::http::Method;
use serde_json::json;

use super::{NOBODY, all_names, names};
use crate::support::{TestApp, User};

async fn block(user: &User, other: &User) {
    let path = format!("/api/friends/blocked/{}", other.id().await);
    user.request(Method::PUT, &path, None).await.expect(204);
}

#[actix_web::test]
async fn for_the_blocked_the_other_one_does_not_exist() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    ann.befriend(&bob).await;
    let message = format!("/api/friends/{}/messages", ann.id().await);
    let text = json!({ "text": "Well done" });
    bob.post(&message, text.clone()).await.expect(201);
    block(&ann, &bob).await;
    // Again changes nothing.
    block(&ann, &bob).await;
    assert_eq!(names(&ann, "blocked").await, ["bob"]);
    assert_eq!(all_names(&bob).await, NOBODY);
    let messages = ann.get("/api/friends/messages").await.expect(200);
    assert_eq!(messages["messages"], json!([]));

    let unknown = json!({ "code": "0000-0000-00000" });
    let nobody = bob.post("/api/friends/requests", unknown).await;
    let code = ann.get("/api/friends/code").await.expect(200);
    let blocked = bob.post("/api/friends/requests", code).await;
    let told = [nobody, blocked].map(|response| {
        let mut problem = response.json();
        problem["requestId"].take();
        (response.status, problem)
    });
    assert_eq!(told[0], told[1]);
    assert_eq!(told[0].0, 404);
    let progress = format!("/api/friends/{}/progress", ann.id().await);
    bob.get(&progress).await.problem(404, "not-found");
    bob.post(&message, text).await.problem(404, "not-found");

    // Neither does the other way.
    let code = bob.get("/api/friends/code").await.expect(200);
    let own_way = ann.post("/api/friends/requests", code).await;
    own_way.problem(404, "not-found");

    let unblock = format!("/api/friends/blocked/{}", bob.id().await);
    ann.delete(&unblock).await.expect(204);
    ann.delete(&unblock).await.problem(404, "not-found");
    ann.befriend(&bob).await;
}

#[actix_web::test]
async fn who_asks_can_be_blocked_and_a_stranger_cannot() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    let path = format!("/api/friends/blocked/{}", bob.id().await);
    let stranger = ann.request(Method::PUT, &path, None).await;
    stranger.problem(404, "not-found");
    bob.ask(&ann).await;
    block(&ann, &bob).await;
    assert!(names(&bob, "outgoing").await.is_empty());
    assert!(names(&ann, "incoming").await.is_empty());
}
