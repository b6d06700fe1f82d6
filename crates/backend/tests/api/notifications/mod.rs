//! `/api/notifications`.

use serde_json::{Value, json};

use crate::support::{TestApp, User};

async fn list(user: &User) -> Value {
    user.get("/api/notifications").await.expect(200)
}

/// The kinds of the notifications of a user, the latest first.
async fn kinds(user: &User) -> Vec<String> {
    let list = list(user).await;
    let kinds = list["notifications"].as_array().unwrap().iter();
    kinds
        .map(|notification| notification["kind"].as_str().unwrap().to_owned())
        .collect()
}

#[actix_web::test]
async fn requests_acceptances_and_messages_are_noted_with_who_caused_them() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    ann.ask(&bob).await;
    let noted = list(&bob).await;
    let notification = &noted["notifications"][0];
    assert_eq!(notification["kind"], "friend_request");
    assert_eq!(
        notification["actor"],
        json!({ "id": ann.id().await, "name": "ann" })
    );
    assert_eq!(notification["read"], false);
    assert_eq!(noted["unread"], 1);
    bob.ask(&ann).await;
    assert_eq!(kinds(&ann).await, ["friend_accepted"]);
    // The request is no more.
    assert!(kinds(&bob).await.is_empty());
    let send = format!("/api/friends/{}/messages", ann.id().await);
    bob.post(&send, json!({ "text": "Hi" })).await.expect(201);
    assert_eq!(kinds(&ann).await, ["message_received", "friend_accepted"]);
}

#[actix_web::test]
async fn who_is_blocked_or_deleted_vanishes_from_them() {
    let app = TestApp::start().await;
    let [ann, bob, eve] = app.users(["ann", "bob", "eve"]).await;
    bob.ask(&ann).await;
    ann.ask(&bob).await;
    eve.ask(&ann).await;
    assert_eq!(kinds(&ann).await, ["friend_request"]);
    assert_eq!(kinds(&bob).await, ["friend_accepted"]);
    let block = format!("/api/friends/blocked/{}", ann.id().await);
    bob.request(actix_web::http::Method::PUT, &block, None)
        .await
        .expect(204);
    assert!(kinds(&bob).await.is_empty());
    assert_eq!(list(&bob).await["unread"], 0);
    let deletion = json!({ "email": eve.email, "password": User::PASSWORD });
    eve.request(
        actix_web::http::Method::DELETE,
        "/api/auth/me",
        Some(deletion),
    )
    .await
    .expect(204);
    assert!(kinds(&ann).await.is_empty());
}

#[actix_web::test]
async fn they_are_read_by_id_or_up_to_one() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    for name in ["bob", "eve", "joe"] {
        app.user(name).await.ask(&ann).await;
    }
    let noted = list(&ann).await;
    let id = |index: usize| noted["notifications"][index]["id"].clone();
    let read = async |body: Value| {
        let read = ann.post("/api/notifications/read", body).await.expect(200);
        read["unread"].as_i64().unwrap()
    };
    assert_eq!(read(json!({ "ids": [] })).await, 3);
    assert_eq!(read(json!({ "ids": [id(1)] })).await, 2);
    assert_eq!(read(json!({ "through": id(1) })).await, 1);
    assert_eq!(read(json!({ "through": id(0) })).await, 0);
    let seen = list(&ann).await;
    let seen = seen["notifications"].as_array().unwrap();
    assert!(seen.iter().all(|notification| notification["read"] == true));
    let nothing = ann.post("/api/notifications/read", json!({})).await;
    assert_eq!(
        nothing.invalid(),
        ("/ids".to_owned(), "required".to_owned())
    );
    // Those of somebody else stay as they are.
    let bob = app.user("other").await;
    app.user("last").await.ask(&bob).await;
    assert_eq!(
        read(json!({ "ids": [list(&bob).await["notifications"][0]["id"]] })).await,
        0
    );
    assert_eq!(list(&bob).await["unread"], 1);
}

#[actix_web::test]
async fn unwanted_kinds_are_not_noted() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    let all = ann.get("/api/notifications/preferences").await.expect(200);
    let all = all["preferences"].as_array().unwrap().clone();
    assert_eq!(all.len(), 9);
    assert!(all.iter().all(|preference| preference["enabled"] == true));
    let off = json!({ "preferences": [
        { "kind": "friend_request", "enabled": true },
        { "kind": "friend_request", "enabled": false },
    ] });
    let chosen = ann
        .put("/api/notifications/preferences", off)
        .await
        .expect(200);
    assert_eq!(
        chosen["preferences"][0],
        json!({ "kind": "friend_request", "enabled": false })
    );
    let mut socket = ann.socket().await;
    bob.ask(&ann).await;
    socket.event("friend.request").await;
    assert!(socket.is_silent().await);
    assert!(kinds(&ann).await.is_empty());
    let on = json!({ "preferences": [{ "kind": "friend_request", "enabled": true }] });
    ann.put("/api/notifications/preferences", on)
        .await
        .expect(200);
    app.user("eve").await.ask(&ann).await;
    assert_eq!(kinds(&ann).await, ["friend_request"]);
}

#[actix_web::test]
async fn a_list_comes_in_parts_and_the_latest_500_are_kept() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    let (id, other) = (ann.id().await, bob.id().await);
    let rows: Vec<String> = (0..520)
        .map(|number| {
            format!(
                "('01890000-0000-7000-8000-{number:012}', '{id}', 'team_role', '2026-03-01T00:00:00.000000Z')"
            )
        })
        .collect();
    app.execute(&format!(
        "INSERT INTO notifications (id, user_id, kind, created_at) VALUES {}",
        rows.join(", ")
    ));
    bob.ask(&ann).await;
    assert_eq!(app.rows("notifications"), 500);
    let first = list(&ann).await;
    assert_eq!(first["notifications"][0]["actor"]["id"], other.as_str());
    assert_eq!(first["unread"], 500);
    let (mut count, mut page) = (0, first);
    loop {
        let part = page["notifications"].as_array().unwrap();
        count += part.len();
        if page["more"] == false {
            break;
        }
        let before = part.last().unwrap()["id"].as_str().unwrap();
        let path = format!("/api/notifications?before={before}");
        page = ann.get(&path).await.expect(200);
    }
    assert_eq!(count, 500);
}
