//! Which events and notifications of a team reach whom.

use actix_web::http::Method;
use serde_json::{Value, json};

use crate::support::{TestApp, User};

/// The latest notification.
async fn latest(user: &User) -> Value {
    let list = user.get("/api/notifications").await.expect(200);
    list["notifications"][0].clone()
}

#[actix_web::test]
async fn members_are_told_of_members_and_the_person_too() {
    let app = TestApp::start().await;
    let [ann, bob, eve] = app.users(["ann", "bob", "eve"]).await;
    let team = ann.create_team("Readers").await;
    let (mut anns, mut bobs, mut eves) =
        (ann.socket().await, bob.socket().await, eve.socket().await);
    bob.join_team(&ann, &team).await;
    let changed = json!({ "teamId": team, "userId": bob.id().await });
    for socket in [&mut anns, &mut bobs] {
        assert_eq!(socket.event("team.memberChanged").await["data"], changed);
    }
    anns.event("notification.created").await;
    let joined = latest(&ann).await;
    assert_eq!(joined["kind"], "team_joined");
    assert_eq!(joined["actor"]["name"], "bob");
    assert_eq!(joined["team"], json!({ "id": team, "name": "Readers" }));

    let member = format!("/api/teams/{team}/members/{}", bob.id().await);
    let role = Some(json!({ "role": "deputy" }));
    ann.request(Method::PUT, &format!("{member}/role"), role)
        .await
        .expect(204);
    bobs.event("notification.created").await;
    let told = latest(&bob).await;
    assert_eq!(
        (&told["kind"], &told["detail"]),
        (&json!("team_role"), &json!("deputy"))
    );

    let settings = json!({ "name": "Writers", "description": null });
    ann.put(&format!("/api/teams/{team}"), settings)
        .await
        .expect(204);
    let by_ann = json!({ "teamId": team, "userId": ann.id().await });
    while bobs.event("team.memberChanged").await["data"] != by_ann {}
    while anns.event("team.memberChanged").await["data"] != by_ann {}

    let remove = format!("{member}/remove");
    ann.post(&remove, json!({ "reason": "Spam" }))
        .await
        .expect(204);
    assert_eq!(bobs.event("team.memberChanged").await["data"], changed);
    assert_eq!(anns.event("team.memberChanged").await["data"], changed);
    let told = latest(&bob).await;
    assert_eq!(
        (&told["kind"], &told["detail"], &told["actor"]),
        (&json!("team_removed"), &json!("Spam"), &json!(null))
    );
    // Whoever is gone hears nothing more.
    let message = format!("/api/teams/{team}/messages");
    ann.post(&message, json!({ "text": "Hello" }))
        .await
        .expect(201);
    anns.event("team.message").await;
    assert!(!bobs.rest().await.contains(&"team.message".to_owned()));
    assert!(!eves.rest().await.contains(&"team.message".to_owned()));
    assert_eq!(latest(&bob).await, told);
}

#[actix_web::test]
async fn warnings_and_mutes_are_told_to_the_member_and_to_those_who_moderate() {
    let app = TestApp::start().await;
    let [ann, bob, eve] = app.users(["ann", "bob", "eve"]).await;
    let team = ann.create_team("Readers").await;
    for user in [&bob, &eve] {
        user.join_team(&ann, &team).await;
    }
    let (mut anns, mut bobs, mut eves) =
        (ann.socket().await, bob.socket().await, eve.socket().await);
    let bobs_id = bob.id().await;
    let member = format!("/api/teams/{team}/members/{bobs_id}");
    let until = "2026-03-19T12:00:00Z";
    for (method, part, body, notified) in [
        (Method::POST, "warnings", json!({ "reason": "Spam" }), true),
        (
            Method::PUT,
            "muting",
            json!({ "reason": "Spam", "until": until }),
            true,
        ),
        (Method::DELETE, "muting", json!(null), false),
    ] {
        let body = (!body.is_null()).then_some(body);
        ann.request(method.clone(), &format!("{member}/{part}"), body)
            .await
            .expect(204);
        let changed = json!({ "teamId": team, "userId": bobs_id });
        for socket in [&mut anns, &mut bobs] {
            let told = socket.event("team.memberChanged").await;
            assert_eq!(told["data"], changed, "{method} {part}");
        }
        if notified {
            bobs.event("notification.created").await;
        }
    }
    assert!(!eves.rest().await.contains(&"team.memberChanged".to_owned()));
}

#[actix_web::test]
async fn results_reach_team_mates_as_far_as_they_see_them() {
    let app = TestApp::start().await;
    let [ann, bob, eve] = app.users(["ann", "bob", "eve"]).await;
    let team = ann.create_team("Readers").await;
    for user in [&bob, &eve] {
        user.join_team(&ann, &team).await;
    }
    // For Bob there is no Eve.
    bob.ask(&eve).await;
    let block = format!("/api/friends/blocked/{}", bob.id().await);
    eve.request(Method::PUT, &block, None).await.expect(204);

    let (mut anns, mut bobs) = (ann.socket().await, bob.socket().await);
    eve.log("2026-03-10", &[("Sleep", 480)]).await;
    let updated = anns.event("leaderboard.updated").await;
    assert_eq!(updated["data"], json!({ "teamId": team }));
    // It was published together with Ann's.
    assert!(
        !bobs
            .rest()
            .await
            .contains(&"leaderboard.updated".to_owned())
    );

    // Days that are scored anew are told of too.
    let range = json!({ "from": "2026-03-01", "to": "2026-03-10" });
    eve.post("/api/kpi/recompute", range).await.expect(200);
    anns.event("leaderboard.updated").await;
    let habit = format!("/api/habits/{}", eve.habit("Sleep"));
    eve.delete(&habit).await.expect(204);
    anns.event("leaderboard.updated").await;

    // A hidden member's days are no news in the team; a friend hears of them.
    let joe = app.user("joe").await;
    joe.befriend(&ann).await;
    let hidden = json!({ "friends": "kpi", "teams": "nothing" });
    ann.put("/api/sharing", hidden).await.expect(200);
    anns.event("team.memberChanged").await;
    let (mut eves, mut joes) = (eve.socket().await, joe.socket().await);
    ann.log("2026-03-10", &[("Sleep", 480)]).await;
    joes.event("friend.activity").await;
    assert!(
        !eves
            .rest()
            .await
            .contains(&"leaderboard.updated".to_owned())
    );
}

#[actix_web::test]
async fn goals_are_told_when_they_change_and_when_a_habit_feeds_them() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    let team = ann.create_team("Readers").await;
    bob.join_team(&ann, &team).await;
    let mut bobs = bob.socket().await;
    let goals = format!("/api/teams/{team}/goals");
    let goal = json!({
        "title": "Rest", "target": 100, "unit": "min", "from": "2026-03-01", "to": "2026-03-31",
        "source": "habit",
    });
    let goal = ann.post(&goals, goal).await.expect(201)["id"].clone();
    let told = json!({ "teamId": team, "goalId": goal });
    assert_eq!(bobs.event("teamGoal.progress").await["data"], told);

    let habit = format!("{goals}/{}/habit", goal.as_str().unwrap());
    let sleep = json!({ "habitId": ann.habit("Sleep") });
    ann.put(&habit, sleep).await.expect(204);
    assert_eq!(bobs.event("teamGoal.progress").await["data"], told);
    ann.log("2026-03-10", &[("Sleep", 80)]).await;
    assert_eq!(bobs.event("teamGoal.progress").await["data"], told);
    assert_eq!(reached(&bob, &team).await, Vec::<Value>::new());
    for minutes in [480, 500] {
        ann.log("2026-03-11", &[("Sleep", minutes)]).await;
        assert_eq!(bobs.event("teamGoal.progress").await["data"], told);
        assert_eq!(reached(&bob, &team).await, [json!(["ann", "Rest"])]);
    }

    // Whose days reach a goal already has reached it with the habit.
    bob.log("2026-03-11", &[("Sleep", 480)]).await;
    let sleep = json!({ "habitId": bob.habit("Sleep") });
    bob.put(&habit, sleep).await.expect(204);
    let both = [json!(["bob", "Rest"]), json!(["ann", "Rest"])];
    assert_eq!(reached(&bob, &team).await, both);
}

/// Who has reached which goal, the latest first, as the team's activity tells it.
async fn reached(user: &User, team: &str) -> Vec<Value> {
    let list = user.get(&format!("/api/teams/{team}/activity")).await;
    let list = list.expect(200);
    let entries = list["entries"].as_array().unwrap().iter();
    let reached = entries.filter(|entry| entry["kind"] == "goal_reached");
    reached
        .map(|entry| json!([entry["person"]["name"], entry["goalTitle"]]))
        .collect()
}

#[actix_web::test]
async fn a_dissolved_team_and_a_deleted_account_are_gone_at_once() {
    let app = TestApp::start().await;
    let [ann, bob, eve] = app.users(["ann", "bob", "eve"]).await;
    let team = ann.create_team("Readers").await;
    for user in [&bob, &eve] {
        user.join_team(&ann, &team).await;
    }
    let mut bobs = bob.socket().await;
    let eves_id = eve.id().await;
    let deletion = Some(json!({ "email": eve.email, "password": User::PASSWORD }));
    eve.request(Method::DELETE, "/api/auth/me", deletion)
        .await
        .expect(204);
    let gone = bobs.event("team.memberChanged").await;
    assert_eq!(gone["data"], json!({ "teamId": team, "userId": eves_id }));

    ann.delete(&format!("/api/teams/{team}")).await.expect(204);
    let own = bobs.event("team.memberChanged").await;
    assert_eq!(
        own["data"],
        json!({ "teamId": team, "userId": bob.id().await })
    );
    // Notifications about it went with it.
    assert_eq!(app.rows("notifications WHERE team_id IS NOT NULL"), 0);
}

#[actix_web::test]
async fn team_mates_see_who_is_online() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    let team = ann.create_team("Readers").await;
    bob.join_team(&ann, &team).await;
    let mut anns = ann.socket().await;
    let _bobs = bob.socket().await;
    let told = anns.event("presence.changed").await;
    assert_eq!(
        told["data"],
        json!({ "userId": bob.id().await, "online": true })
    );
    let online = ann.get("/api/realtime/presence").await.expect(200);
    assert_eq!(online["online"], json!([bob.id().await]));
}
