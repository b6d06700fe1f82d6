//! Who is online.

use serde_json::json;

use crate::support::TestApp;

#[actix_web::test]
async fn friends_learn_who_comes_and_goes_but_not_of_a_reload() {
    let app = TestApp::start().await;
    let [ann, bob, eve] = app.users(["ann", "bob", "eve"]).await;
    ann.befriend(&bob).await;
    let (mut of_bob, mut of_eve) = (bob.socket().await, eve.socket().await);
    let id = ann.id().await;
    let of_ann = ann.socket().await;
    let event = of_bob.event("presence.changed").await;
    assert_eq!(event["data"], json!({ "userId": id, "online": true }));
    let online = bob.get("/api/realtime/presence").await.expect(200);
    assert_eq!(online["online"], json!([id]));
    let online = eve.get("/api/realtime/presence").await.expect(200);
    assert_eq!(online["online"], json!([]));
    drop(of_ann);
    let of_ann = ann.socket().await;
    drop(of_ann);
    let event = of_bob.event("presence.changed").await;
    assert_eq!(event["data"], json!({ "userId": id, "online": false }));
    let online = bob.get("/api/realtime/presence").await.expect(200);
    assert_eq!(online["online"], json!([]));
    assert!(of_eve.is_silent().await);
}

#[actix_web::test]
async fn who_shows_nothing_is_not_seen() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    ann.befriend(&bob).await;
    let hidden = json!({ "friends": "nothing", "teams": "nothing" });
    ann.put("/api/sharing", hidden).await.expect(200);
    let mut of_ann = ann.socket().await;
    let mut of_bob = bob.socket().await;
    let event = of_ann.event("presence.changed").await;
    assert_eq!(event["data"]["userId"], bob.id().await);
    let online = bob.get("/api/realtime/presence").await.expect(200);
    assert_eq!(online["online"], json!([]));
    let online = ann.get("/api/realtime/presence").await.expect(200);
    assert_eq!(online["online"], json!([bob.id().await]));
    assert!(of_bob.is_silent().await);
}
