//! Codes and requests.

use actix_web::http::Method;
use futures_util::future::{join, join_all};
use serde_json::json;

use super::{NOBODY, all_names, names};
use crate::support::{TestApp, User};

const UNKNOWN: &str = "01890000-0000-7000-8000-000000000000";

#[actix_web::test]
async fn a_request_is_accepted_or_rejected_by_the_one_who_was_asked() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    let asked = ann.ask(&bob).await;
    assert_eq!(asked["outcome"], "requested");
    assert_eq!(
        asked["person"],
        json!({ "id": bob.id().await, "name": "bob" })
    );
    // Again changes nothing.
    assert_eq!(ann.ask(&bob).await, asked);
    assert_eq!(names(&ann, "outgoing").await, ["bob"]);
    assert_eq!(names(&bob, "incoming").await, ["ann"]);

    // Who asked cannot accept.
    let accept = format!("/api/friends/requests/{}/accept", bob.id().await);
    ann.post(&accept, None).await.problem(404, "not-found");
    let request_of_ann = format!("/api/friends/requests/{}", ann.id().await);
    bob.delete(&request_of_ann).await.expect(204);
    bob.delete(&request_of_ann).await.problem(404, "not-found");
    let accept = format!("{request_of_ann}/accept");
    bob.post(&accept, None).await.problem(404, "not-found");
    assert_eq!(all_names(&ann).await, NOBODY);

    ann.ask(&bob).await;
    bob.post(&accept, None).await.expect(204);
    for (user, friend) in [(&ann, "bob"), (&bob, "ann")] {
        let [friends, incoming, outgoing, blocked] = all_names(user).await;
        assert_eq!(friends, [friend]);
        assert!(incoming.is_empty() && outgoing.is_empty() && blocked.is_empty());
    }
    assert_eq!(ann.ask(&bob).await["outcome"], "friends");

    let friend = format!("/api/friends/{}", ann.id().await);
    bob.delete(&friend).await.expect(204);
    bob.delete(&friend).await.problem(404, "not-found");
    for user in [&ann, &bob] {
        assert_eq!(all_names(user).await, NOBODY);
    }
}

#[actix_web::test]
async fn a_request_is_withdrawn_by_the_one_who_asked() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    ann.ask(&bob).await;
    let withdraw = format!("/api/friends/requests/{}", bob.id().await);
    ann.delete(&withdraw).await.expect(204);
    assert!(names(&bob, "incoming").await.is_empty());
}

#[actix_web::test]
async fn requests_both_ways_at_once_become_one_friendship() {
    let app = TestApp::start().await;
    for round in 0..8 {
        let ann = app.user(&format!("ann-{round}")).await;
        let bob = app.user(&format!("bob-{round}")).await;
        let codes = join(ann.get("/api/friends/code"), bob.get("/api/friends/code")).await;
        let (of_ann, of_bob) = (codes.0.expect(200), codes.1.expect(200));
        let path = "/api/friends/requests";
        let (one, other) = join(ann.post(path, of_bob), bob.post(path, of_ann)).await;
        let mut outcomes = [one, other].map(|response| response.expect(200)["outcome"].to_string());
        outcomes.sort();
        assert_eq!(outcomes, ["\"friends\"", "\"requested\""]);
        for user in [&ann, &bob] {
            let [friends, incoming, outgoing, _] = all_names(user).await;
            assert_eq!(friends.len(), 1);
            assert!(incoming.is_empty() && outgoing.is_empty());
        }
    }
}

#[actix_web::test]
async fn the_same_deed_many_times_at_once_is_done_once() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    let code = bob.get("/api/friends/code").await.expect(200);
    let asked = join_all((0..6).map(|_| ann.post("/api/friends/requests", code.clone()))).await;
    for response in asked {
        assert_eq!(response.expect(200)["outcome"], "requested");
    }
    let accept = format!("/api/friends/requests/{}/accept", ann.id().await);
    let accepted = join_all((0..6).map(|_| bob.post(&accept, None))).await;
    let done = accepted.iter().filter(|response| response.status == 204);
    assert_eq!(done.count(), 1);
    assert_eq!(names(&ann, "friends").await, ["bob"]);
}

#[actix_web::test]
async fn a_code_stays_until_it_is_renewed() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    let first = ann.get("/api/friends/code").await.expect(200);
    assert_eq!(ann.get("/api/friends/code").await.expect(200), first);
    assert_ne!(bob.get("/api/friends/code").await.expect(200), first);
    let second = ann.post("/api/friends/code", None).await.expect(201);
    assert_ne!(second, first);
    let path = "/api/friends/requests";
    bob.post(path, first).await.problem(404, "not-found");
    let typed = second["code"]
        .as_str()
        .unwrap()
        .to_lowercase()
        .replace('-', " ");
    bob.post(path, json!({ "code": typed })).await.expect(200);

    let own = ann.post(path, second).await.invalid();
    assert_eq!(own, ("/code".to_owned(), "own_code".to_owned()));
    for code in ["", "7K2M", "UUUU-UUUU-UUUUU", &"7".repeat(10_000)] {
        let refused = ann.post(path, json!({ "code": code })).await.invalid();
        assert_eq!(
            refused,
            ("/code".to_owned(), "friend_code_invalid".to_owned())
        );
    }
}

#[actix_web::test]
async fn nobody_is_not_found() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    for path in ["", "/progress"] {
        let path = format!("/api/friends/{UNKNOWN}{path}");
        let method = if path.ends_with("progress") {
            "GET"
        } else {
            "DELETE"
        };
        let response = ann.request(method.parse().unwrap(), &path, None).await;
        response.problem(404, "not-found");
    }
    let own = ann.id().await;
    let itself = format!("/api/friends/{own}/progress");
    ann.get(&itself).await.problem(404, "not-found");
    let block = format!("/api/friends/blocked/{own}");
    let blocked = ann.request(Method::PUT, &block, None).await;
    blocked.problem(404, "not-found");
}

#[actix_web::test]
async fn who_deletes_the_account_is_gone_from_every_list() {
    let app = TestApp::start().await;
    let [ann, bob, cem, dan] = app.users(["ann", "bob", "cem", "dan"]).await;
    ann.befriend(&bob).await;
    bob.ask(&cem).await;
    dan.ask(&bob).await;
    let text = json!({ "text": "Well done" });
    let message = format!("/api/friends/{}/messages", ann.id().await);
    bob.post(&message, text).await.expect(201);
    let deletion = json!({ "email": bob.email, "password": User::PASSWORD });
    bob.request(Method::DELETE, "/api/auth/me", Some(deletion))
        .await
        .expect(204);
    for user in [&ann, &cem, &dan] {
        assert_eq!(all_names(user).await, NOBODY);
    }
    let messages = ann.get("/api/friends/messages").await.expect(200);
    assert_eq!(messages, json!({ "messages": [] }));
}
