//! Invitations whose inviter may not invite any more.

use actix_web::http::Method;
use serde_json::json;

use super::{accept, friends, invited, look_up, made};
use crate::support::{TestApp, User};

#[actix_web::test]
async fn the_right_of_the_inviter_is_checked_again() {
    let app = TestApp::start().await;
    let [root, admin, bob] = app.users(["root", "admin", "bob"]).await;
    for one in [&root, &admin] {
        app.promote(one);
    }
    let body = json!({ "target": { "kind": "installation" }, "email": "bob@example.com" });
    let (_, token) = made(&admin.post("/api/invitations", body).await.expect(201));
    let role = format!("/api/admin/people/{}/role", admin.id().await);
    let demotion = Some(json!({ "role": "user" }));
    root.request(Method::PUT, &role, demotion).await.expect(204);
    accept(&bob, &token).await.problem(410, "invitation-void");
    // It was not used up.
    let promotion = Some(json!({ "role": "admin" }));
    root.request(Method::PUT, &role, promotion)
        .await
        .expect(204);
    accept(&bob, &token).await.expect(200);
}

#[actix_web::test]
async fn a_blocked_or_disabled_inviter_gets_no_friend() {
    let app = TestApp::start().await;
    let [root, ann, bob] = app.users(["root", "ann", "bob"]).await;
    app.promote(&root);
    let (_, token) = invited(&ann, "bob@example.com").await;
    ann.ask(&bob).await;
    let block = format!("/api/friends/blocked/{}", ann.id().await);
    bob.request(Method::PUT, &block, None).await.expect(204);
    accept(&bob, &token).await.problem(410, "invitation-void");
    bob.delete(&block).await.expect(204);

    let disabled = format!("/api/admin/people/{}/disabled", ann.id().await);
    let disable = |is: bool| root.put(&disabled, json!({ "disabled": is }));
    disable(true).await.expect(204);
    for response in [look_up(&bob, &token).await, accept(&bob, &token).await] {
        response.problem(410, "invitation-void");
    }
    disable(false).await.expect(204);
    accept(&bob, &token).await.expect(200);
    assert_eq!(friends(&bob).await, ["ann"]);
}

#[actix_web::test]
async fn with_the_account_of_the_inviter_go_the_invitations() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    let (_, token) = invited(&ann, "bob@example.com").await;
    let deletion = Some(json!({ "email": ann.email, "password": User::PASSWORD }));
    ann.request(Method::DELETE, "/api/auth/me", deletion)
        .await
        .expect(204);
    for response in [look_up(&bob, &token).await, accept(&bob, &token).await] {
        response.problem(404, "not-found");
    }
    assert_eq!(app.rows("invitations"), 0);
}

#[actix_web::test]
async fn the_look_up_tells_that_the_inviter_may_not_invite_any_more() {
    let app = TestApp::start().await;
    let (root, admin) = (app.user("root").await, app.user("admin").await);
    for one in [&root, &admin] {
        app.promote(one);
    }
    let body = json!({ "target": { "kind": "installation" }, "email": "bob@example.com" });
    let (_, token) = made(&admin.post("/api/invitations", body).await.expect(201));
    look_up(&app.anonymous(), &token).await.expect(200);
    let role = format!("/api/admin/people/{}/role", admin.id().await);
    root.put(&role, json!({ "role": "user" })).await.expect(204);
    look_up(&app.anonymous(), &token)
        .await
        .problem(410, "invitation-void");
}

#[actix_web::test]
async fn a_removed_friend_does_not_come_back_by_an_older_invitation() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    let (_, older) = invited(&ann, "bob@example.com").await;
    ann.befriend(&bob).await;
    let friend = format!("/api/friends/{}", bob.id().await);
    ann.delete(&friend).await.expect(204);
    accept(&bob, &older)
        .await
        .problem(410, "invitation-canceled");
    assert!(friends(&ann).await.is_empty());
    // A new one is meant.
    let (_, newer) = invited(&ann, "bob@example.com").await;
    accept(&bob, &newer).await.expect(200);
    assert_eq!(friends(&ann).await, ["bob"]);
}

#[actix_web::test]
async fn who_was_blocked_does_not_come_back_by_an_older_invitation() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    let (_, older) = invited(&ann, "bob@example.com").await;
    ann.befriend(&bob).await;
    let blocked = format!("/api/friends/blocked/{}", bob.id().await);
    ann.request(Method::PUT, &blocked, None).await.expect(204);
    ann.delete(&blocked).await.expect(204);
    accept(&bob, &older)
        .await
        .problem(410, "invitation-canceled");
    assert!(friends(&ann).await.is_empty());
}
