//! Messages of support.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::{Response, TestApp, User};

async fn send(from: &User, to: &User, text: &str) -> Response {
    let path = format!("/api/friends/{}/messages", to.id().await);
    from.post(&path, json!({ "text": text })).await
}

async fn received(user: &User) -> Vec<(String, String, bool)> {
    let messages = user.get("/api/friends/messages").await.expect(200);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let messages = messages["messages"].as_array().unwrap().iter();
    messages
        .map(|message| {
            let read = message["read"].as_bool().unwrap();
            (text(&message["from"]["name"]), text(&message["text"]), read)
        })
        .collect()
}

async fn unread(user: &User) -> Value {
    user.get("/api/friends").await.expect(200)["unreadMessages"].clone()
}

#[actix_web::test]
async fn messages_are_unread_until_they_are_read() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    ann.befriend(&bob).await;
    send(&bob, &ann, "Well done").await.expect(201);
    app.wait(TimeDelta::minutes(1));
    send(&bob, &ann, "  Ещё день!\n ").await.expect(201);
    let told = |text: &str, read| ("bob".to_owned(), text.to_owned(), read);
    assert_eq!(
        received(&ann).await,
        [told("Ещё день!", false), told("Well done", false)]
    );
    assert_eq!(unread(&ann).await, 2);
    assert_eq!(unread(&bob).await, 0);
    ann.post("/api/friends/messages/read", None)
        .await
        .expect(204);
    assert_eq!(unread(&ann).await, 0);
    assert_eq!(
        received(&ann).await,
        [told("Ещё день!", true), told("Well done", true)]
    );
}

#[actix_web::test]
async fn a_muted_friend_is_not_heard_and_does_not_learn_of_it() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    ann.befriend(&bob).await;
    let muting = format!("/api/friends/{}/muting", bob.id().await);
    let mute = |muted: bool| ann.put(&muting, json!({ "muted": muted }));
    mute(true).await.expect(204);
    send(&bob, &ann, "Hello").await.expect(201);
    assert_eq!(unread(&ann).await, 0);
    assert!(received(&ann).await.is_empty());
    // What was not seen is not read.
    ann.post("/api/friends/messages/read", None)
        .await
        .expect(204);
    let friends = ann.get("/api/friends").await.expect(200);
    assert_eq!(friends["friends"][0]["muted"], true);
    let friends = bob.get("/api/friends").await.expect(200);
    assert_eq!(friends["friends"][0]["muted"], false);
    mute(false).await.expect(204);
    assert_eq!(unread(&ann).await, 1);
}

#[actix_web::test]
async fn five_an_hour_to_one_friend_and_fifty_a_day() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let mut friends = Vec::new();
    for number in 0..11 {
        let friend = app.user(&format!("friend-{number}")).await;
        friend.befriend(&ann).await;
        friends.push(friend);
    }
    for _ in 0..5 {
        send(&ann, &friends[0], "Well done").await.expect(201);
    }
    app.wait(TimeDelta::minutes(20));
    let refused = send(&ann, &friends[0], "Well done").await;
    assert_eq!(refused.header("retry-after"), "2401");
    refused.problem(429, "too-many-attempts");
    for friend in &friends[1..10] {
        for _ in 0..5 {
            send(&ann, friend, "Well done").await.expect(201);
        }
    }
    send(&ann, &friends[10], "Well done")
        .await
        .problem(429, "too-many-attempts");
    // The friend may still write.
    send(&friends[0], &ann, "Thank you").await.expect(201);
    app.wait(TimeDelta::hours(24));
    send(&ann, &friends[0], "Well done").await.expect(201);
}

#[actix_web::test]
async fn texts_are_one_visible_line_of_280_characters() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    ann.befriend(&bob).await;
    for (text, code) in [
        ("", "required"),
        (" \u{200b}", "required"),
        ("\u{202e}done", "directional_controls"),
        (&"x".repeat(281), "too_long"),
    ] {
        let refused = send(&bob, &ann, text).await.invalid();
        assert_eq!(refused, ("/text".to_owned(), code.to_owned()), "{text:?}");
    }
    send(&bob, &ann, &"ж".repeat(280)).await.expect(201);
    send(&bob, &app.user("cem").await, "Hello")
        .await
        .problem(404, "not-found");
}
