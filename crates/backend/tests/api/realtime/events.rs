//! Which events reach whom.

use serde_json::{Value, json};

use crate::support::{TestApp, dates};

#[actix_web::test]
async fn a_saved_day_reaches_the_other_device_with_its_tag_and_kpi() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let mut socket = ann.socket().await;
    let saved = ann.save("2026-03-10", ann.day_of(&[("Sleep", 480)])).await;
    let event = socket.message().await;
    assert_eq!(event["type"], "day.saved");
    assert_eq!(event["at"], "2026-03-18T10:00:00Z");
    assert!(event["id"].as_str().unwrap().contains('-'), "{event}");
    let (from, to) = ("2026-03-10", "2026-03-10");
    let etag = saved.etag();
    assert_eq!(
        event["data"],
        json!({ "from": from, "to": to, "etag": etag })
    );
    let event = socket.message().await;
    assert_eq!(event["type"], "kpi.calculated");
    let kpi = saved.expect(200)["kpi"].clone();
    assert_eq!(event["data"], json!({ "from": from, "to": to, "kpi": kpi }));
    assert!(socket.is_silent().await);
}

#[actix_web::test]
async fn nothing_is_published_of_what_was_not_saved() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let mut socket = ann.socket().await;
    let habit = ann.habit("Sleep");
    let twice = json!({ "entries": [{ "habitId": habit }, { "habitId": habit }], "tasks": [] });
    ann.save("2026-03-10", twice).await.expect(422);
    let stale = ann.with("if-match", "\"other\"");
    stale
        .put("/api/days/2026-03-10", ann.day_of(&[("Sleep", 480)]))
        .await
        .expect(412);
    assert!(socket.is_silent().await);
}

#[actix_web::test]
async fn ranges_habits_and_recomputations_are_told_too() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let mut socket = ann.socket().await;
    let (from, to) = ("2026-03-02", "2026-03-05");
    let exceptions = json!({ "from": from, "to": to, "kind": "travel" });
    ann.put("/api/days/exceptions", exceptions)
        .await
        .expect(200);
    let event = socket.event("day.saved").await;
    assert_eq!(
        event["data"],
        json!({ "from": from, "to": to, "etag": null })
    );
    socket.event("kpi.calculated").await;
    let archive = format!("/api/habits/{}/archive", ann.habit("AI"));
    ann.post(&archive, None).await.expect(200);
    let event = socket.event("kpi.calculated").await;
    assert_eq!(event["data"]["from"], "2026-03-18");
    let range = json!({ "from": from, "to": to });
    ann.post("/api/kpi/recompute", range).await.expect(200);
    let event = socket.event("kpi.calculated").await;
    assert_eq!(
        event["data"],
        json!({ "from": from, "to": to, "kpi": null })
    );
}

#[actix_web::test]
async fn a_streak_of_seven_days_is_told_once_and_noted() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    for date in dates("2026-03-12", 6) {
        ann.log(&date, &[("Sleep", 480)]).await;
    }
    let mut socket = ann.socket().await;
    ann.log("2026-03-18", &[("Sleep", 480)]).await;
    let event = socket.event("streak.milestone").await;
    let habit = ann.habit("Sleep");
    assert_eq!(event["data"], json!({ "habitId": habit, "length": 7 }));
    socket.event("notification.created").await;
    // Neither another amount nor a correction is news.
    for minutes in [481, 0, 480] {
        ann.log("2026-03-18", &[("Sleep", minutes)]).await;
        socket.event("kpi.calculated").await;
    }
    assert!(socket.is_silent().await);
    let list = ann.get("/api/notifications").await.expect(200);
    let [notification] = &list["notifications"].as_array().unwrap()[..] else {
        panic!("one: {list}");
    };
    assert_eq!(notification["kind"], "streak_milestone");
    assert_eq!(notification["number"], 7);
    assert_eq!(
        notification["habit"],
        json!({ "id": habit, "name": "Sleep" })
    );
    assert_eq!(notification["actor"], Value::Null);
}

#[actix_web::test]
async fn friends_learn_of_an_activity_as_far_as_it_is_shown_to_them() {
    let app = TestApp::start().await;
    let [ann, bob, eve] = app.users(["ann", "bob", "eve"]).await;
    ann.befriend(&bob).await;
    let (mut of_bob, mut of_eve) = (bob.socket().await, eve.socket().await);
    ann.log("2026-03-10", &[("Sleep", 480)]).await;
    let event = of_bob.event("friend.activity").await;
    assert_eq!(event["data"], json!({ "userId": ann.id().await }));
    let hidden = json!({ "friends": "nothing", "teams": "nothing" });
    ann.put("/api/sharing", hidden).await.expect(200);
    of_bob.event("friend.request").await;
    // Its activity is looked up after that of the other one.
    bob.befriend(&eve).await;
    ann.log("2026-03-11", &[("Sleep", 480)]).await;
    eve.log("2026-03-11", &[("Sleep", 480)]).await;
    let event = of_bob.event("friend.activity").await;
    assert_eq!(event["data"], json!({ "userId": eve.id().await }));
    of_eve.event("day.saved").await;
    assert!(of_bob.is_silent().await);
}

#[actix_web::test]
async fn requests_acceptances_and_ends_reach_both() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    let (id_of_ann, id_of_bob) = (ann.id().await, bob.id().await);
    let (mut of_ann, mut of_bob) = (ann.socket().await, bob.socket().await);
    let path = |rest: &str, id: &str| format!("/api/friends/{rest}{id}");
    for step in ["ask", "withdraw", "ask", "accept", "remove"] {
        match step {
            "ask" => drop(ann.ask(&bob).await),
            "withdraw" => {
                let request = path("requests/", &id_of_bob);
                ann.delete(&request).await.expect(204);
            }
            "accept" => {
                let accept = format!("{}/accept", path("requests/", &id_of_ann));
                bob.post(&accept, None).await.expect(204);
            }
            _ => drop(bob.delete(&path("", &id_of_ann)).await.expect(204)),
        }
        let event = of_bob.event("friend.request").await;
        assert_eq!(event["data"]["userId"], id_of_ann, "{step}");
        let event = of_ann.event("friend.request").await;
        assert_eq!(event["data"]["userId"], id_of_bob, "{step}");
    }
}

#[actix_web::test]
async fn a_message_is_told_to_its_recipient_unless_muted() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    ann.befriend(&bob).await;
    let mut of_bob = bob.socket().await;
    let send = format!("/api/friends/{}/messages", bob.id().await);
    let sent = ann
        .post(&send, json!({ "text": "Well done" }))
        .await
        .expect(201);
    let event = of_bob.event("message.received").await;
    let expected = json!({ "messageId": sent["id"], "userId": ann.id().await });
    assert_eq!(event["data"], expected);
    of_bob.event("notification.created").await;
    let mute = format!("/api/friends/{}/muting", ann.id().await);
    bob.put(&mute, json!({ "muted": true })).await.expect(204);
    ann.post(&send, json!({ "text": "Again" }))
        .await
        .expect(201);
    assert!(of_bob.is_silent().await);
}
